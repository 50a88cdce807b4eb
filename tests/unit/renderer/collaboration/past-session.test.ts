import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { encodeStateAsUpdate } from 'yjs';
import { createStore } from 'zustand/vanilla';
import { createCommandRegistry } from '../../../../src-renderer/app/commands.ts';
import type { Services } from '../../../../src-renderer/app/services.ts';
import { createViews } from '../../../../src-renderer/app/views.ts';
import { createCommentsPart } from '../../../../src-renderer/features/collaboration/comments/comments-part.ts';
import { toPieces } from '../../../../src-renderer/features/collaboration/live/keep-session.ts';
import type { Collaboration, LiveSession } from '../../../../src-renderer/features/collaboration/live/live-session.ts';
import { documentNames } from '../../../../src-renderer/features/collaboration/protocol/messages.ts';
import { createPastSessions } from '../../../../src-renderer/features/collaboration/talk/past-session.ts';
import { createTalkPart } from '../../../../src-renderer/features/collaboration/talk/talk-part.ts';
import { type SessionPerson, startSessionPeople } from '../../../support/session-people.ts';

const soon = { timeout: 5000, interval: 5 };

const reported = vi.fn();
// The page's own.
beforeEach(() => void vi.stubGlobal('reportError', reported));
afterEach(() => {
  vi.unstubAllGlobals();
  expect(reported).not.toHaveBeenCalled();
});

/** A window whose Core keeps a session that Ann and Ben were in. */
async function setUp() {
  const people = startSessionPeople();
  const [ann, ben] = [await people.join('Ann'), await people.join('Ben')];
  ann.files.add('ferry.ts', { text: 'export const pier = 4;\n' });
  const file = ann.files.find('ferry.ts')?.id ?? '';
  await ben.comments.begin({ file, start: 13, end: 17 }, 'On Sundays, too?');
  await ben.talk.say('See the comment');
  await ben.activity.note({ type: 'joined' });
  const last = { id: people.id, projectId: 'ferry', own: true, name: 'Ferry times', ownerName: 'Ann', live: false };
  const read = vi.fn(async function* () {
    for (const name of documentNames) yield* toPieces(name, encodeStateAsUpdate(ann.documents[name]));
  });
  const texts: string[] = [];
  const live = createStore<{ session: LiveSession | null }>(() => ({ session: null }));
  const commands = createCommandRegistry((_command, error) => {
    throw error;
  });
  const views = createViews();
  const workspace = createStore(() => ({ status: 'open', project: { id: 'ferry' }, panel: { visible: false } }));
  const services = {
    commands,
    views,
    workspace,
    core: {
      collaboration: {
        identity: async () => ({ publicKey: ann.person, profile: { name: 'Ann', color: 0 } }),
        sessions: {
          ofProject: async ({ projectId }: { projectId: string }) => ({ last: projectId === 'ferry' ? last : null }),
          get: async () => ({ kept: null }),
        },
        documents: { read: async () => read() },
      },
    },
    editor: { newUntitled: async ({ text }: { text: string }) => void texts.push(text) },
  } as unknown as Services;
  // What a running session is followed with is of no matter here.
  const collaboration: Collaboration = { services, live, follow: () => ({ dispose() {} }) };
  const past = createPastSessions(collaboration);
  const parts = [
    past,
    createCommentsPart(collaboration, past, undefined as never),
    createTalkPart(collaboration, past, undefined as never),
  ];
  onTestFinished(() => {
    for (const part of parts) part.dispose();
  });
  const shown = () => views.getState().map(({ id }) => id);
  return { ann, commands, last, live, past, read, shown, texts, workspace };
}

function liveSession(of: SessionPerson, sessionId: string): LiveSession {
  const me = { person: of.person, profile: { name: of.name, color: 0 } };
  return { session: { ...of, nameOf: () => null }, own: {}, sessionId, projectId: 'ferry', name: 'Now', me } as never;
}

test('what was said in the last session of a folder is there to be read and exported without a session', async () => {
  const { commands, past, read, shown, texts } = await setUp();
  await vi.waitFor(() => expect(shown()).toEqual(['comments', 'chat', 'activity']), soon);
  // Not before it is looked at: it may be large.
  expect(read).not.toHaveBeenCalled();
  await commands.run('collaboration.exportCommentsAsMarkdown');
  await commands.run('collaboration.exportCommentsAsJson');
  expect(texts[0]).toContain('On Sundays, too?');
  expect(JSON.parse(texts[1] ?? '')).toMatchObject({
    session: 'Ferry times',
    threads: [{ path: 'ferry.ts', line: 1 }],
  });
  const spoken = await (await past.get())?.open();
  expect(spoken?.session.talk.messages().map(({ text }) => text)).toEqual(['See the comment']);
  expect(spoken?.session.activity.entries().map(({ act }) => act.type)).toEqual(['commented', 'joined']);
  expect(spoken?.state.getState().role).toBeNull();
  await expect(spoken?.session.talk.say('more')).rejects.toThrow();
  expect(read).toHaveBeenCalledOnce();
});

test('it gives way to a session, and is there again with what was said last when that ends', async () => {
  const { ann, commands, last, live, past, read, shown, texts } = await setUp();
  await vi.waitFor(() => expect(shown()).toContain('comments'), soon);
  live.setState({ session: liveSession(ann, last.id) });
  expect(shown()).toEqual([]);
  expect(await past.get()).toBeNull();
  await ann.talk.say('Last words');
  live.setState({ session: null });
  await vi.waitFor(() => expect(shown()).toContain('chat'), soon);
  const spoken = await (await past.get())?.open();
  expect(spoken?.own).toBeNull();
  expect(spoken?.session.talk.messages().at(-1)?.text).toBe('Last words');
  // Core may not have all of it yet.
  expect(read).not.toHaveBeenCalled();
  await commands.run('collaboration.exportCommentsAsMarkdown');
  expect(texts[0]).toContain('On Sundays, too?');
});

test('a folder that was in no session has nothing of it', async () => {
  const { past, shown, workspace } = await setUp();
  await vi.waitFor(() => expect(shown()).toContain('comments'), soon);
  workspace.setState({ project: { id: 'other' } });
  expect(await past.get()).toBeNull();
  expect(shown()).toEqual([]);
});
