import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { applyUpdate, Doc, encodeStateAsUpdate } from 'yjs';
import type { CoreEvent } from '../../../contract/desktop/events.ts';
import type { DesktopClient } from '../../../contract/desktop/index.ts';
import { createFilesService, type FilesService } from '../../../src-main/core/files/index.ts';
import { createProcessRegister } from '../../../src-main/core/processes/index.ts';
import { createSignal } from '../../../src-renderer/app/disposable.ts';
import {
  bindFolder,
  type FolderBinding,
} from '../../../src-renderer/features/collaboration/live/folder/folder-binding.ts';
import type { FolderProblem } from '../../../src-renderer/features/collaboration/live/folder/folder-work.ts';
import { type PastTexts, readPastTexts } from '../../../src-renderer/features/collaboration/live/folder/past-texts.ts';
import {
  openSessionFiles,
  type SessionFiles,
} from '../../../src-renderer/features/collaboration/session/session-files.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** A member of a session: a folder that is watched, and a document. */
interface Member {
  readonly root: string;
  readonly doc: Doc;
  readonly files: SessionFiles;
  readonly folder: FolderBinding;
  readonly problems: FolderProblem[];
  mayWrite: boolean;
  read(path: string): string | null;
  write(path: string, text: string): void;
  close(): Promise<void>;
}

const projectId = 'project';
const members: Member[] = [];
const failures: unknown[] = [];
const soon = { timeout: 10_000, interval: 20 };

afterEach(async () => {
  for (const member of members.splice(0)) await member.close();
  expect(failures.splice(0)).toEqual([]);
});

function startMember(
  name: string,
  files: Record<string, string> = {},
  doc = new Doc(),
  past: PastTexts | null = null,
): Member {
  const root = join(temporaryFolder(`session-${name}`), 'project');
  mkdirSync(root, { recursive: true });
  const coreEvents = createSignal<CoreEvent>();
  const register = createProcessRegister();
  const quiet = { debug() {}, info() {}, warn() {}, error() {} };
  const service = createFilesService({
    resolveRoot: () => root,
    undoFolder: join(root, '..', 'undo'),
    trash: { moveToTrash: () => Promise.reject(new Error('not asked on Linux')) },
    recentPaths: () => [],
    onChanged: (change) => coreEvents.raise({ type: 'files.changed', ...change }),
    onNotice: () => {},
    registerChild: register.register,
    log: quiet,
    environment: { XDG_DATA_HOME: join(root, '..', 'data') },
  });
  const watch = service.watch(projectId);
  const problems: FolderProblem[] = [];
  const sessionFiles = openSessionFiles(doc);
  const member: Member = {
    root,
    doc,
    files: sessionFiles,
    problems,
    mayWrite: true,
    folder: bindFolder({
      core: { files: asClient(service) },
      coreEvents,
      editor: { followMoves: () => {} },
      explorer: { beforeMove: () => ({ dispose: () => {} }) },
      projectId,
      files: sessionFiles,
      edit: (change) => doc.transact(change, 'folder'),
      mayWrite: () => member.mayWrite,
      isOpen: () => false,
      past,
      kept: async () => {},
      onProblem: (problem) => problems.push(problem),
      failed: (error) => failures.push(error),
    }),
    read(path) {
      try {
        return readFileSync(join(root, path), 'utf8');
      } catch {
        return null;
      }
    },
    write(path, text) {
      mkdirSync(join(root, path, '..'), { recursive: true });
      writeFileSync(join(root, path), text);
    },
    async close() {
      member.folder.dispose();
      watch.dispose();
      await service.dispose();
      doc.destroy();
    },
  };
  for (const [path, text] of Object.entries(files)) member.write(path, text);
  members.push(member);
  return member;
}

function asClient(service: FilesService): DesktopClient['files'] {
  const never = new AbortController().signal;
  return {
    ...service,
    readTexts: async (input: never) => service.readTexts(input, never),
  } as unknown as DesktopClient['files'];
}

/** Passes updates on at once, both ways. */
function connect(one: Doc, other: Doc): () => void {
  const pass = (to: Doc) => (update: Uint8Array, origin: unknown) => {
    if (origin !== 'network') applyUpdate(to, update, 'network');
  };
  const [there, back] = [pass(other), pass(one)];
  applyUpdate(other, encodeStateAsUpdate(one), 'network');
  applyUpdate(one, encodeStateAsUpdate(other), 'network');
  one.on('update', there);
  other.on('update', back);
  return () => {
    one.off('update', there);
    other.off('update', back);
  };
}

async function startTwo(files: Record<string, string>): Promise<[Member, Member, () => void]> {
  const host = startMember('host', files);
  await host.folder.share(() => {});
  const guest = startMember('guest');
  const disconnect = connect(host.doc, guest.doc);
  await guest.folder.reconcile();
  return [host, guest, disconnect];
}

test('a guest gets a copy, byte for byte, without what is ignored', async () => {
  const [, guest] = await startTwo({
    '.gitignore': 'secret\n',
    secret: 'key',
    'src/windows.txt': '\ufeffone\r\ntwo\r\n',
    'src/plain.txt': 'ä\n',
  });
  expect(guest.read('src/windows.txt')).toBe('\ufeffone\r\ntwo\r\n');
  expect(guest.read('src/plain.txt')).toBe('ä\n');
  expect(guest.read('secret')).toBeNull();
});

test('what another program writes in one folder is in the other, and both may change one file at once', async () => {
  const [host, guest] = await startTwo({ 'notes.md': 'one\ntwo\nthree\n' });
  guest.write('notes.md', 'ONE\ntwo\nthree\n');
  host.write('notes.md', 'one\ntwo\nTHREE\n');
  await vi.waitFor(() => {
    for (const member of [host, guest]) expect(member.read('notes.md')).toBe('ONE\ntwo\nTHREE\n');
  }, soon);
});

test('files come, move and go in both folders; a move keeps its text’s identity', async () => {
  const [host, guest] = await startTwo({ 'a.txt': 'text of a\n', 'b/c.txt': 'c\n' });
  const id = host.files.find('a.txt')?.id;
  renameSync(join(guest.root, 'a.txt'), join(guest.root, 'b', 'moved.txt'));
  await vi.waitFor(() => expect(host.read('b/moved.txt')).toBe('text of a\n'), soon);
  await vi.waitFor(() => expect(host.read('a.txt')).toBeNull(), soon);
  expect(host.files.find('b/moved.txt')?.id).toBe(id);
  host.write('new/deep.txt', 'deep\n');
  await vi.waitFor(() => expect(guest.read('new/deep.txt')).toBe('deep\n'), soon);
  rmSync(join(host.root, 'b'), { recursive: true });
  await vi.waitFor(() => expect(guest.read('b/c.txt')).toBeNull(), soon);
  expect(guest.files.entries().map(({ path }) => path)).not.toContain('b/moved.txt');
});

test('edits made apart merge when both come back', async () => {
  const [host, guest, disconnect] = await startTwo({ 'list.md': 'a\nb\nc\n' });
  disconnect();
  host.write('list.md', 'a\nb\nc\nhost\n');
  guest.write('list.md', 'guest\na\nb\nc\n');
  await vi.waitFor(() => {
    expect(host.files.text(host.files.find('list.md')?.id ?? '')?.toString()).toContain('host');
    expect(guest.files.text(guest.files.find('list.md')?.id ?? '')?.toString()).toContain('guest');
  }, soon);
  connect(host.doc, guest.doc);
  await vi.waitFor(() => {
    for (const member of [host, guest]) expect(member.read('list.md')).toBe('guest\na\nb\nc\nhost\n');
  }, soon);
});

test('after a restart the disk’s own changes are edits, made before anybody else’s are heard', async () => {
  const [host, guest, disconnect] = await startTwo({ 'list.md': 'a\nb\nc\n' });
  await guest.folder.settle();
  disconnect();
  const kept = encodeStateAsUpdate(guest.doc);
  const { root } = guest;
  await guest.close();
  members.splice(members.indexOf(guest), 1);
  writeFileSync(join(root, 'list.md'), 'a\nb\nc\nwhile away\n');
  host.write('list.md', 'first\na\nb\nc\n');
  await vi.waitFor(
    () => expect(host.files.text(host.files.find('list.md')?.id ?? '')?.toString()).toContain('first'),
    soon,
  );
  const doc = new Doc();
  applyUpdate(doc, kept);
  const back = startMember('back', { 'list.md': readFileSync(join(root, 'list.md'), 'utf8') }, doc);
  await back.folder.reconcile();
  connect(host.doc, back.doc);
  await vi.waitFor(() => {
    for (const member of [host, back]) expect(member.read('list.md')).toBe('first\na\nb\nc\nwhile away\n');
  }, soon);
});

test('what a text was made of is the nearest of what is on disk and what the file held before', () => {
  const doc = new Doc();
  const kept: Uint8Array[] = [];
  const files = openSessionFiles(doc);
  doc.on('update', (update) => kept.push(update));
  const { id } = files.add('list.md', { text: 'a\n' });
  files.text(id)?.insert(2, 'b\n');
  const past = readPastTexts(kept);
  expect(past.basisOf(id, 'a\n', 'a\nb\nc\n')).toBe('a\n');
  // Since then the session and the disk have gone on.
  expect(past.basisOf(id, 'a\nb\nc\nd\n', 'a\nb\nc\n')).toBe('a\nb\nc\n');
  expect(past.basisOf(id, 'a\nb\nd\n', null)).toBe('a\nb\n');
  expect(past.basisOf('other', 'a\n', null)).toBeNull();
});

test('after a restart the disk that had not got the last words yet loses none of them', async () => {
  const kept: Uint8Array[] = [];
  const [host, guest, disconnect] = await startTwo({ 'list.md': 'a\nb\nc\n' });
  await guest.folder.settle();
  kept.push(encodeStateAsUpdate(guest.doc));
  guest.doc.on('update', (update) => kept.push(update));
  disconnect();
  const text = guest.files.text(guest.files.find('list.md')?.id ?? '');
  const { root } = guest;
  // The disk gets none of it, and then, while nobody looks, a line of its own.
  guest.folder.dispose();
  for (const letter of 'typed ') text?.insert(text.length, letter);
  for (const letter of 'words') text?.insert(text.length, letter);
  for (const [name, onDisk, expected] of [
    ['late', 'a\nb\nc\n', 'a\nb\nc\ntyped words'],
    ['half', 'a\nb\nc\ntyped ', 'a\nb\nc\ntyped words'],
    ['edited', 'first\na\nb\nc\ntyped ', 'first\na\nb\nc\ntyped words'],
  ] as const) {
    const doc = new Doc();
    for (const update of kept) applyUpdate(doc, update);
    const back = startMember(name, { 'list.md': onDisk }, doc, readPastTexts(kept));
    await back.folder.reconcile();
    await vi.waitFor(() => expect(back.read('list.md')).toBe(expected), soon);
  }
  expect(readFileSync(join(root, 'list.md'), 'utf8')).toBe('a\nb\nc\n');
  expect(host.read('list.md')).toBe('a\nb\nc\n');
});

test('who may only read changes nothing for others, and gets their text back with the own one in the trash', async () => {
  const [host, guest] = await startTwo({ 'notes.md': 'one\n' });
  guest.mayWrite = false;
  guest.write('notes.md', 'scribbled\n');
  host.write('notes.md', 'one\ntwo\n');
  await vi.waitFor(() => expect(guest.read('notes.md')).toBe('one\ntwo\n'), soon);
  expect(host.read('notes.md')).toBe('one\ntwo\n');
  expect(readFileSync(join(guest.root, '..', 'data', 'Trash', 'files', 'notes.md'), 'utf8')).toBe('scribbled\n');
});

test('what is here unshared is never replaced, and said; the session’s file comes when the name is free', async () => {
  const [host, guest] = await startTwo({ '.gitignore': '.env\n', 'a.txt': 'a\n' });
  host.write('.env', 'KEY=secret');
  guest.files.add('.env', { text: 'KEY=theirs' });
  await vi.waitFor(
    () => expect(host.problems.map(({ path, kind }) => [path, kind])).toEqual([['.env', 'taken']]),
    soon,
  );
  expect(host.read('.env')).toBe('KEY=secret');
  expect(guest.files.text(guest.files.find('.env')?.id ?? '')?.toString()).toBe('KEY=theirs');
});

test('nothing is written into a repository’s own folder, or outside of the project', async () => {
  const [host, guest] = await startTwo({ 'a.txt': 'a\n' });
  for (const path of ['.git/hooks/post-commit', 'sub/.GIT/config', '../up.txt', '/etc/x']) {
    guest.files.addAll([[path, { text: 'bad' }]]);
  }
  guest.files.add('good.txt', { text: 'good' });
  await vi.waitFor(() => expect(host.read('good.txt')).toBe('good'), soon);
  expect(host.files.entries().map(({ path }) => path)).toEqual(['a.txt', 'good.txt']);
  expect(host.read('.git/hooks/post-commit')).toBeNull();
  expect(host.read('../up.txt')).toBeNull();
});
