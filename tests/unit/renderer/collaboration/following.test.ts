import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Doc } from 'yjs';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { EditorState } from '../../../../src-renderer/app/services.ts';
import type { AttachToEditor } from '../../../../src-renderer/app/text-editors.ts';
import type { Collaboration } from '../../../../src-renderer/features/collaboration/live/live-session.ts';
import { createFollowing, type Following } from '../../../../src-renderer/features/collaboration/presence/following.ts';
import type { PlacedPerson } from '../../../../src-renderer/features/collaboration/presence/people-places.ts';
import type { PresencePart } from '../../../../src-renderer/features/collaboration/presence/presence-part.ts';

const mira = 7;
let doc: Doc;
let places: StoreApi<readonly PlacedPerson[]>;
let people: StoreApi<{ readonly people: readonly { readonly client: number }[] }>;
let state: StoreApi<EditorState>;
let revealed: string[];
let opened: string[];
let said: (number | null)[];
let text: EventTarget;
let following: Following;

function at(path: string | null, line: number | null): PlacedPerson {
  return {
    person: 'mira',
    client: mira,
    name: 'Mira',
    color: 1,
    role: 'editor',
    self: false,
    path,
    line,
    typing: false,
    following: null,
    awaySince: null,
    calls: 0,
  };
}

beforeEach(() => {
  vi.stubGlobal('reportError', (error: unknown) => {
    throw error;
  });
  doc = new Doc();
  places = createStore<readonly PlacedPerson[]>(() => [at('a.ts', 28)]);
  people = createStore(() => ({ people: [{ client: mira }] }));
  state = createStore(() => ({ active: 'a.ts' }) as EditorState);
  revealed = [];
  opened = [];
  said = [];
  text = new EventTarget();
  const shown = () => ({
    host: { monaco: { editor: { ScrollType: { Immediate: 1 } } } },
    document: state.getState().active,
    model: { getLineCount: () => 100 },
    editor: {
      getContainerDomNode: () => text,
      revealLineInCenterIfOutsideViewport: (line: number) => revealed.push(`${state.getState().active}:${line}`),
    },
  });
  const collaboration = {
    services: {
      editor: {
        state,
        active: shown,
        attach: (attach: AttachToEditor) => attach(shown() as never),
        async open(path: string) {
          opened.push(path);
          state.setState({ active: path });
        },
      },
    },
  } as unknown as Collaboration;
  const presence = {
    places,
    current: () => ({
      live: { state: people, session: { awareness: { clientID: doc.clientID }, documents: { files: doc } } },
      own: { follow: (client: number | null) => said.push(client) },
    }),
  } as unknown as PresencePart;
  following = createFollowing(collaboration, presence);
});
afterEach(() => {
  following.dispose();
  vi.unstubAllGlobals();
});

function leave(): void {
  people.setState({ people: [] });
  places.setState([], true);
}

/** What has been opened is shown. */
const settled = () => new Promise((resolve) => setTimeout(resolve));
const client = () => following.state.getState().client;

describe('following somebody', () => {
  it('goes to their file and line, and along with them', async () => {
    following.start(mira);
    await settled();
    expect(revealed.at(-1)).toBe('a.ts:28');
    places.setState([at('a.ts', 300)], true);
    expect(revealed.at(-1)).toBe('a.ts:100');
    places.setState([at('b.ts', 3)], true);
    await settled();
    expect(revealed.at(-1)).toBe('b.ts:3');
    places.setState([at(null, null)], true);
    await settled();
    expect(opened).toEqual(['a.ts', 'b.ts']);
    expect([client(), said]).toEqual([mira, [mira]]);
  });

  it('waits for the place of somebody who has only just come', async () => {
    places.setState([], true);
    following.start(mira);
    expect(client()).toBe(mira);
    places.setState([at('a.ts', 28)], true);
    await settled();
    expect(revealed.at(-1)).toBe('a.ts:28');
  });

  it('starts with nothing while they are in no file', async () => {
    places.setState([at(null, null)], true);
    following.start(mira);
    await settled();
    expect(opened).toEqual([]);
    places.setState([at('a.ts', 28)], true);
    await settled();
    expect([opened, revealed.at(-1)]).toEqual([['a.ts'], 'a.ts:28']);
  });

  it.each([
    ['scrolls', () => text.dispatchEvent(new Event('wheel'))],
    ['clicks', () => text.dispatchEvent(new Event('pointerdown'))],
    ['presses a key', () => text.dispatchEvent(Object.assign(new Event('keydown'), { key: 'ArrowDown' }))],
    ['presses Escape', () => text.dispatchEvent(Object.assign(new Event('keydown'), { key: 'Escape' }))],
    ['writes', () => doc.getText('text').insert(0, 'x')],
    ['goes to another file', () => state.setState({ active: 'c.ts' })],
    ['sees them leave', leave],
    ['has had enough', () => following.stop()],
  ])('ends when one %s', async (_, act) => {
    following.start(mira);
    await settled();
    expect(client()).toBe(mira);
    act();
    expect([client(), said]).toEqual([null, [mira, null]]);
    const seen = revealed.length;
    places.setState([at('a.ts', 50)], true);
    expect(revealed).toHaveLength(seen);
  });

  it('goes on while one only begins a shortcut, or others write', async () => {
    following.start(mira);
    await settled();
    text.dispatchEvent(Object.assign(new Event('keydown'), { key: 'Control', ctrlKey: true }));
    text.dispatchEvent(Object.assign(new Event('keydown'), { key: 'P', ctrlKey: true, shiftKey: true }));
    const { applyUpdate, encodeStateAsUpdate } = await import('yjs');
    const other = new Doc();
    other.getText('text').insert(0, 'theirs');
    applyUpdate(doc, encodeStateAsUpdate(other));
    expect(client()).toBe(mira);
    following.start(doc.clientID);
    expect(client()).toBe(mira);
  });
});
