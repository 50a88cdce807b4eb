import { deflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { applyUpdate, Doc, encodeStateAsUpdate, encodeStateVector } from 'yjs';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Version } from '../../../../contract/desktop/collaboration.ts';
import type { DesktopClient } from '../../../../contract/desktop/index.ts';
import { createSessionRecords } from '../../../../src-main/core/collaboration/session-records.ts';
import { unpackManifest } from '../../../../src-main/core/collaboration/versions/version-files.ts';
import {
  createVersionStore,
  type VersionStore,
} from '../../../../src-main/core/collaboration/versions/version-store.ts';
import { type CoreDatabase, openDatabase, tables } from '../../../../src-main/core/database/index.ts';
import { createSecrets } from '../../../../src-main/core/secrets/index.ts';
import { type Absence, followAbsence } from '../../../../src-renderer/features/collaboration/history/away.ts';
import { createHistoryStore } from '../../../../src-renderer/features/collaboration/history/history-store.ts';
import { createVersionKeeper } from '../../../../src-renderer/features/collaboration/history/version-keeper.ts';
import type { LiveState, Person } from '../../../../src-renderer/features/collaboration/live/live-session.ts';
import {
  openSessionFiles,
  type SessionFiles,
} from '../../../../src-renderer/features/collaboration/session/session-files.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const sessionId = 'abcdefghijklmnopqrstuv';
const mira: Person = person('m', 1, 'Mira', true);
const jonas: Person = person('j', 2, 'Jonas', false);
const soon = { timeout: 10_000, interval: 10 };
const never = 1_000_000;

const projectId = 'ferry';

let database: CoreDatabase;
let store: VersionStore;
let core: { readonly collaboration: Pick<DesktopClient['collaboration'], 'sessions' | 'versions'> };

// Core's own store, without the message port between.
beforeEach(async () => {
  database = openDatabase({ folder: temporaryFolder('history') });
  database.durable
    .insert(tables.projects)
    .values({ id: projectId, path: '/f', name: 'f', pinned: false, trusted: true, listed: true, lastOpenedAt: 0 })
    .run();
  const keyStore = { available: async () => ({ available: false, backend: 'none' }) } as never;
  const records = createSessionRecords({ database, secrets: createSecrets({ database, keyStore }), now: Date.now });
  await records.keep({ id: sessionId, projectId, own: true, name: 'Ferry times', ownerName: 'Mira', live: true }, '{}');
  store = createVersionStore({ database, now: Date.now });
  const versions = {
    putTexts: async (input: { texts: string[] }) => ({ names: store.putTexts(sessionId, input.texts) }),
    keep: async (version: Parameters<VersionStore['keep']>[0]) => ({ version: store.keep(version) }),
    list: async () => ({ versions: store.list(sessionId) }),
    files: async (input: { versionId: number }) => ({ files: store.files(sessionId, input.versionId) }),
    texts: async function* (input: { names: string[] }) {
      for (const texts of store.texts(sessionId, input.names)) yield { texts };
    },
    compare: async (input: { from: number | null; to: number }) => store.compare(sessionId, input.from, input.to),
    at: async (input: { time: number }) => ({ version: store.at(sessionId, input.time) }),
  };
  core = {
    collaboration: {
      sessions: { ofProject: (input: { projectId: string }) => records.ofProject(input.projectId) },
      versions,
    } as never,
  };
});
afterEach(() => database.dispose());

function person(letter: string, client: number, name: string, self: boolean): Person {
  return { person: letter.repeat(43), client, name, color: 0, role: self ? 'owner' : 'editor', self };
}

interface Window {
  readonly doc: Doc;
  readonly files: SessionFiles;
  readonly state: StoreApi<LiveState>;
  readonly live: Parameters<typeof createVersionKeeper>[0]['live'] & {
    readonly me: { person: string; profile: never };
  };
  write(path: string, text: string): void;
}

/** What a window has of a session, without a network. */
function openWindow(self: Person, people: readonly Person[] = [self], startedAt = Date.now()): Window {
  const doc = new Doc();
  doc.clientID = self.client;
  const files = openSessionFiles(doc);
  const state = createStore<LiveState>(() => ({
    status: 'live',
    role: self.role,
    refusal: null,
    signaling: 'connected',
    people,
    waiting: [],
    progress: null,
    pending: { edits: 0, bytes: 0 },
    startedAt,
  }));
  const documents = { files: doc, comments: new Doc(), talk: new Doc() };
  const activity = { entries: () => [] } as never;
  return {
    doc,
    files,
    state,
    live: {
      sessionId,
      state,
      session: { documents, files, activity },
      me: { person: self.person, profile: undefined as never },
    },
    write(path, text) {
      const entry = files.find(path) ?? files.add(path, { text: '' });
      const shared = files.text(entry.id);
      shared?.delete(0, shared.length);
      shared?.insert(0, text);
    },
  };
}

function sync(one: Window, other: Window): void {
  applyUpdate(one.doc, encodeStateAsUpdate(other.doc, encodeStateVector(one.doc)), 'peer');
  applyUpdate(other.doc, encodeStateAsUpdate(one.doc, encodeStateVector(other.doc)), 'peer');
}

function keepVersions(window: Window, every = never) {
  const failures: unknown[] = [];
  const kept: Version[] = [];
  const keeper = createVersionKeeper({
    core,
    live: window.live,
    failed: (error) => failures.push(error),
    keepEvery: every,
  });
  keeper.kept.listen((version) => kept.push(version));
  onTestFinished(() => keeper.dispose());
  return { keeper, kept, failures };
}

async function list(): Promise<Version[]> {
  return store.list(sessionId);
}

async function textsOf(version: Version): Promise<Record<string, string>> {
  const files = store.files(sessionId, version.id);
  const texts = new Map<string, string>();
  for (const part of store.texts(
    sessionId,
    files.map(({ text }) => text),
  )) {
    for (const { name, text } of part) texts.set(name, text);
  }
  return Object.fromEntries(files.map(({ path, text }) => [path, texts.get(text) ?? '']));
}

test('a version is kept at the start, then whenever something has changed, and only then', async () => {
  const window = openWindow(mira);
  window.write('a.ts', 'one\n');
  const { kept, failures } = keepVersions(window, 50);
  await vi.waitFor(() => expect(kept).toHaveLength(1), soon);
  window.write('a.ts', 'two\n');
  window.write('b.ts', 'b\n');
  await vi.waitFor(
    async () => expect(await textsOf(kept.at(-1) as Version)).toEqual({ 'a.ts': 'two\n', 'b.ts': 'b\n' }),
    soon,
  );
  const count = kept.length;
  // Two turns of the clock at least, in which nothing is to be kept.
  const turns = vi.fn();
  const ticking = setInterval(turns, 50);
  await vi.waitFor(() => expect(turns.mock.calls.length).toBeGreaterThan(4), soon);
  clearInterval(ticking);
  expect(kept).toHaveLength(count);
  expect(await list()).toHaveLength(count);
  expect(failures).toEqual([]);
});

test('a version is of the moment it was asked for, whatever is typed while it is handed over', async () => {
  const window = openWindow(mira);
  window.files.addAll(Array.from({ length: 1500 }, (_, index) => [`src/${index}.ts`, { text: `${index}\n` }] as const));
  const { keeper } = keepVersions(window);
  const saved = keeper.keep('saved', 'Before');
  window.write('src/7.ts', 'changed\n');
  window.files.remove(window.files.find('src/8.ts')?.id ?? '');
  const version = await saved;
  expect(version?.message).toBe('Before');
  const texts = await textsOf(version as Version);
  expect(Object.keys(texts)).toHaveLength(1500);
  expect(texts['src/7.ts']).toBe('7\n');
  const next = await keeper.keep('automatic');
  const after = await textsOf(next as Version);
  expect(after['src/7.ts']).toBe('changed\n');
  expect(Object.keys(after)).toHaveLength(1499);
  expect(next?.statistics).toMatchObject({ files: 2 });
}, 30_000);

test('a version has the formats of its files, also where only those have changed, and old ones have none', async () => {
  const windows = { encoding: 'utf-16le', byteOrderMark: true, lineEnd: 'crlf' } as const;
  const window = openWindow(mira);
  window.write('a.ts', 'one\n');
  window.files.add('b.txt', { text: 'two\n', format: windows });
  // Nothing that another peer says of an encoding keeps a version from being kept.
  window.files.add('c.txt', { text: 'three\n', format: { ...windows, encoding: '' } });
  const { keeper } = keepVersions(window);
  const formatsOf = (version: Version | null) =>
    Object.fromEntries(store.files(sessionId, version?.id ?? 0).map(({ path, format }) => [path, format]));
  const first = await keeper.keep('saved', 'First');
  expect(formatsOf(first)).toEqual({ 'a.ts': undefined, 'b.txt': windows, 'c.txt': { ...windows, encoding: '' } });
  window.files.setFormat(window.files.find('a.ts')?.id ?? '', { ...windows, encoding: 'utf-8' });
  const second = await keeper.keep('automatic');
  expect(formatsOf(second)['a.ts']).toEqual({ ...windows, encoding: 'utf-8' });
  expect(await textsOf(second as Version)).toEqual(await textsOf(first as Version));
  expect(unpackManifest(deflateRawSync(JSON.stringify([['a.ts', 7]])))).toEqual([['a.ts', 7]]);
});

test('authors are those who wrote since the version before', async () => {
  const window = openWindow(mira);
  const theirs = openWindow(jonas);
  window.write('a.ts', 'one\n');
  const { keeper, kept } = keepVersions(window);
  await vi.waitFor(() => expect(kept).toHaveLength(1), soon);
  expect(kept[0]?.authors.map(({ name }) => name)).toEqual(['Mira']);
  window.state.setState({ people: [mira, jonas] });
  sync(window, theirs);
  theirs.write('b.ts', 'b\n');
  sync(window, theirs);
  window.state.setState({ people: [mira] });
  expect((await keeper.keep('automatic'))?.authors.map(({ name }) => name)).toEqual(['Jonas']);
  window.write('c.ts', 'c\n');
  theirs.write('d.ts', 'd\n');
  sync(window, theirs);
  expect((await keeper.keep('automatic'))?.authors.map(({ name }) => name)).toEqual(['Jonas', 'Mira']);
});

test('what was done last is kept when the window leaves the session', async () => {
  const window = openWindow(mira);
  window.write('a.ts', 'one\n');
  const { keeper, kept } = keepVersions(window);
  await vi.waitFor(() => expect(kept).toHaveLength(1), soon);
  window.write('a.ts', 'last\n');
  keeper.dispose();
  window.doc.destroy();
  await vi.waitFor(async () => expect(await list()).toHaveLength(2), soon);
  const [last] = await list();
  expect(await textsOf(last as Version)).toEqual({ 'a.ts': 'last\n' });
});

test('what others did while this person was away is told when they are met again', async () => {
  const before = openWindow(mira);
  before.write('a.ts', 'one\n');
  before.write('b.ts', 'one\n');
  // An hour later, as the window comes back to the session.
  const again: Person = { ...mira, client: 3 };
  const window = openWindow(again, [again], Date.now() - 3_600_000);
  applyUpdate(window.doc, encodeStateAsUpdate(before.doc));
  const theirs = openWindow(jonas);
  sync(theirs, before);
  theirs.write('b.ts', 'two\nthree\n');
  theirs.write('c.ts', 'new\n');
  window.write('a.ts', 'mine\n');

  const { keeper } = keepVersions(window);
  const told: Absence[] = [];
  const failed = vi.fn();
  const following = followAbsence({
    core,
    live: window.live as never,
    keeper,
    returned: (absence) => told.push(absence),
    failed,
    times: { quietFor: 30, longestWait: 2000, shortestAbsence: 1000 },
  });
  onTestFinished(() => following.dispose());
  window.state.setState({ people: [again, jonas] });
  sync(window, theirs);
  await vi.waitFor(() => expect(told).toHaveLength(1), soon);
  expect(told[0]?.authors.map(({ name }) => name)).toEqual(['Jonas']);
  expect(told[0]?.changes.map(({ path, linesAdded, linesRemoved }) => [path, linesAdded, linesRemoved])).toEqual([
    ['b.ts', 2, 1],
    ['c.ts', 1, 0],
  ]);
  expect(failed).not.toHaveBeenCalled();
});

test('nobody is told of what they saw happen, nor of the first who comes into a new session', async () => {
  const window = openWindow(mira);
  window.write('a.ts', 'one\n');
  const { keeper } = keepVersions(window);
  const returned = vi.fn();
  const following = followAbsence({
    core,
    live: window.live as never,
    keeper,
    returned,
    failed: (error) => expect(error).toBeUndefined(),
    times: { quietFor: 10, longestWait: 1000, shortestAbsence: 500 },
  });
  onTestFinished(() => following.dispose());
  const theirs = openWindow(jonas);
  window.state.setState({ people: [mira, jonas] });
  sync(window, theirs);
  theirs.write('b.ts', 'b\n');
  sync(window, theirs);
  // A line that was lost for a moment.
  window.state.setState({ people: [mira] });
  theirs.write('c.ts', 'c\n');
  window.state.setState({ people: [mira, jonas] });
  sync(window, theirs);
  await keeper.keep('saved', 'all of it');
  expect(returned).not.toHaveBeenCalled();
});

test('the list shows the versions of the session, follows what is kept, and compares what is chosen', async () => {
  const window = openWindow(mira);
  window.write('a.ts', 'one\n');
  const { keeper, kept } = keepVersions(window);
  const workspace = createStore(() => ({ project: { id: projectId } }));
  const shown = createHistoryStore({ core, workspace: workspace as never });
  onTestFinished(() => shown.dispose());
  keeper.kept.listen(shown.add);
  await vi.waitFor(() => expect(kept).toHaveLength(1), soon);
  shown.follow({ id: sessionId, name: 'Ferry times', live: true, self: mira.person });
  shown.show();
  await vi.waitFor(() => expect(shown.state.getState().changes?.map(({ path }) => path)).toEqual(['a.ts']), soon);

  window.write('a.ts', 'two\n');
  const second = await keeper.keep('saved', 'Second');
  await vi.waitFor(() => expect(shown.state.getState().selected).toBe(second?.id), soon);
  shown.select(kept[0]?.id ?? 0);
  window.write('b.ts', 'b\n');
  const third = await keeper.keep('automatic');
  expect(shown.state.getState().selected).toBe(kept[0]?.id);
  expect(shown.state.getState().versions.map(({ id }) => id)).toEqual([third?.id, second?.id, kept[0]?.id]);

  shown.setAgainst('now');
  await vi.waitFor(
    () => expect(shown.state.getState().changes?.map(({ path }) => path)).toEqual(['a.ts', 'b.ts']),
    soon,
  );
  shown.extend(second?.id ?? 0);
  await vi.waitFor(() => expect(shown.state.getState().changes?.map(({ path }) => path)).toEqual(['a.ts']), soon);
  const before = shown.state.getState().changes?.[0]?.before ?? '';
  expect(await shown.readText(before)).toBe('one\n');

  // After the session they are still there.
  shown.follow(null);
  expect(shown.state.getState().session).toMatchObject({ live: false });
  const other = createHistoryStore({ core, workspace: workspace as never });
  onTestFinished(() => other.dispose());
  other.show();
  await vi.waitFor(() => expect(other.state.getState().versions).toHaveLength(3), soon);
  workspace.setState({ project: { id: 'another' } });
  expect(other.state.getState().versions).toEqual([]);
});
