import * as monaco from 'monaco-editor/editor/editor.api';
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from 'y-protocols/awareness';
import { applyUpdate, Doc, encodeStateAsUpdate } from 'yjs';
import { createStore } from 'zustand/vanilla';
import { createContextKeys } from '../../../src-renderer/app/commands.ts';
import { createDisposables } from '../../../src-renderer/app/disposable.ts';
import { createFileVisitors } from '../../../src-renderer/app/file-visitors.ts';
import type { EditorState, Services } from '../../../src-renderer/app/services.ts';
import type { AttachedEditor, AttachToEditor } from '../../../src-renderer/app/text-editors.ts';
import type {
  Collaboration,
  LiveSession,
  Person,
} from '../../../src-renderer/features/collaboration/live/live-session.ts';
import { createFileVisitorsPart } from '../../../src-renderer/features/collaboration/presence/file-visitors.ts';
import { createFollowing } from '../../../src-renderer/features/collaboration/presence/following.ts';
import { createFollowingFrame } from '../../../src-renderer/features/collaboration/presence/following-frame.ts';
import {
  nowhere,
  type Presence,
  shareSelection,
} from '../../../src-renderer/features/collaboration/presence/presence.ts';
import { createPresencePart } from '../../../src-renderer/features/collaboration/presence/presence-part.ts';
import { openSessionFiles } from '../../../src-renderer/features/collaboration/session/session-files.ts';
import { bindText } from '../../../src-renderer/features/collaboration/text/bind-text.ts';
import { createRemoteCursorsPart } from '../../../src-renderer/features/collaboration/text/remote-cursors.ts';
import { createWritePermission } from '../../../src-renderer/features/collaboration/text/write-permission.ts';
import { createEditorTheme } from '../../../src-renderer/monaco/theme.ts';
import '../../../src-renderer/ui/tokens.css';

/** Somebody else in the session. */
export interface Other {
  readonly client: number;
  /** Replaces text in the file that the editor shows. */
  write(offset: number, length: number, text: string): void;
  /** Says what it does; selections are pairs of offsets there. */
  say(presence: Partial<Presence>, ranges?: readonly (readonly [number, number])[]): void;
  leave(): void;
}

/** One person's window, as far as it shows others: real parts on a real editor, real documents and awareness. */
export interface Stage {
  readonly editor: monaco.editor.IStandaloneCodeEditor;
  readonly model: monaco.editor.ITextModel;
  readonly doc: Doc;
  readonly file: string;
  readonly client: number;
  readonly visitors: () => readonly (readonly [string, readonly string[]])[];
  readonly following: () => number | null;
  readonly locked: () => string | null;
  readonly opened: string[];
  readonly places: () => readonly unknown[];
  readonly said: () => Presence | null;
  join(name: string): Other;
  follow(client: number): void;
  /** This person's role, in a session that somebody else owns. */
  setRole(role: Person['role'], owner: number): void;
  dispose(): void;
}

/** Opens a stage with one file, `src/departures.ts`, that the editor shows. */
export function createStage(text: string): Stage {
  const ends = createDisposables();
  const doc = new Doc();
  const awareness = new Awareness(doc);
  const files = openSessionFiles(doc);
  const entry = files.add('src/departures.ts' as Parameters<typeof files.add>[0], { text });
  files.add('src/other.ts' as Parameters<typeof files.add>[0], { text: 'other' });
  const self: Person = {
    person: 'you',
    client: doc.clientID,
    name: 'You',
    color: 0,
    role: 'owner',
    self: true,
  };
  const state = createStore<{ people: readonly Person[]; role: Person['role'] }>(() => ({
    people: [self],
    role: 'owner',
  }));
  const live = {
    projectId: 'project',
    me: { person: 'you' },
    session: { files, awareness, documents: { files: doc }, locks: { of: () => null, onChanged: () => () => {} } },
    state,
  } as unknown as LiveSession;

  const style = getComputedStyle(document.documentElement);
  monaco.editor.defineTheme(
    'stage',
    createEditorTheme('dark', (role) => style.getPropertyValue(`--ff-${role}`)),
  );
  monaco.editor.setTheme('stage');
  const element = document.createElement('div');
  element.style.cssText = 'width:700px;height:400px';
  document.body.append(element);
  const model = monaco.editor.createModel(text, 'typescript');
  const editor = monaco.editor.create(element, {
    model,
    lineHeight: 20,
    fontSize: 13,
    autoClosingBrackets: 'never',
    overviewRulerLanes: 3,
    minimap: { enabled: false },
  });
  const shown: AttachedEditor = {
    host: { monaco } as AttachedEditor['host'],
    document: entry.path,
    projectId: 'project',
    editor,
    model,
    large: false,
  };
  const opened: string[] = [];
  const locked = { current: null as string | null };
  const editorState = createStore(
    () =>
      ({
        active: entry.path as string,
        documents: new Map([[entry.path as string, { id: entry.path, projectId: 'project' }]]),
      }) as unknown as EditorState,
  );
  const services = {
    contextKeys: createContextKeys(),
    fileVisitors: createFileVisitors(),
    notifications: { info() {}, warning() {}, error() {} },
    editor: {
      state: editorState,
      active: () => (editorState.getState().active === entry.path ? shown : null),
      attach: (attach: AttachToEditor) => attach(shown),
      async open(path: string) {
        opened.push(path);
        editorState.setState({ active: path });
      },
      setLocked(_document: string, reason: string | null) {
        locked.current = reason;
      },
      setBanner() {},
    },
  } as unknown as Services;
  const collaboration = {
    services,
    live: createStore(() => ({ session: live })),
    follow: (work: (session: LiveSession) => { dispose(): void }) => work(live),
  } as unknown as Collaboration;

  const shared = files.text(entry.id);
  if (!shared) throw new Error('no text');
  ends.add(bindText({ monaco, text: shared, model, mayWrite: () => true, onRefused() {} }));
  const presence = ends.add(createPresencePart(collaboration));
  ends.add(createRemoteCursorsPart(collaboration));
  ends.add(createFileVisitorsPart(collaboration, presence.places));
  const following = ends.add(createFollowing(collaboration, presence));
  ends.add(createFollowingFrame(collaboration, presence, following));
  ends.add(createWritePermission(collaboration));

  return {
    editor,
    model,
    doc,
    file: entry.id,
    client: doc.clientID,
    opened,
    following: () => following.state.getState().client,
    locked: () => locked.current,
    visitors: () => [...services.fileVisitors.getState()].map(([path, all]) => [path, all.map(({ name }) => name)]),
    places: () => presence.places.getState(),
    said: () => awareness.getLocalState() as Presence | null,
    follow: following.start,
    setRole(role, owner) {
      const roleOf = (client: number) => (client === doc.clientID ? role : client === owner ? 'owner' : 'editor');
      const people = state.getState().people.map((person) => ({ ...person, role: roleOf(person.client) }));
      state.setState({ role, people });
    },
    join(name) {
      const theirs = new Doc();
      const theirAwareness = new Awareness(theirs);
      const apply = (to: Doc, origin: object) => (update: Uint8Array, from: unknown) => {
        if (from !== origin) applyUpdate(to, update, origin);
      };
      const link = {};
      applyUpdate(theirs, encodeStateAsUpdate(doc), link);
      const forward = apply(theirs, link);
      doc.on('update', forward);
      theirs.on('update', apply(doc, link));
      theirAwareness.on('update', () => {
        applyAwarenessUpdate(awareness, encodeAwarenessUpdate(theirAwareness, [theirs.clientID]), link);
      });
      const { people } = state.getState();
      const color = people.length % 8;
      const client = theirs.clientID;
      const person: Person = { person: `${name} ${client}`, client, name, color, role: 'editor', self: false };
      state.setState({ people: [...people, person] });
      const theirText = openSessionFiles(theirs).text(entry.id);
      if (!theirText) throw new Error('no text');
      const leave = () => {
        doc.off('update', forward);
        theirAwareness.setLocalState(null);
        theirAwareness.destroy();
        theirs.destroy();
        state.setState({ people: state.getState().people.filter((each) => each !== person) });
      };
      ends.addFunction(() => theirAwareness.destroy());
      return {
        client,
        leave,
        write(offset, length, added) {
          theirs.transact(() => {
            theirText.delete(offset, length);
            theirText.insert(offset, added);
          });
        },
        say(change, ranges = []) {
          const selections = ranges.map(([anchor, head]) => shareSelection(theirText, { anchor, head }));
          theirAwareness.setLocalState({ ...nowhere, file: entry.id, selections, ...change });
        },
      };
    },
    dispose() {
      ends.dispose();
      editor.dispose();
      model.dispose();
      element.remove();
      awareness.destroy();
      doc.destroy();
    },
  };
}
