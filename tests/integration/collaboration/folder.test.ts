import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { applyUpdate, Doc, encodeStateAsUpdate } from 'yjs';
import type { CoreEvent } from '../../../contract/desktop/events.ts';
import type { DesktopClient } from '../../../contract/desktop/index.ts';
import { createFilesService, type FilesService } from '../../../src-main/core/files/index.ts';
import { createProcessRegister } from '../../../src-main/core/processes/index.ts';
import { createSignal } from '../../../src-renderer/app/disposable.ts';
import type { ExplorerService } from '../../../src-renderer/app/services.ts';
import {
  bindFolder,
  type FolderBinding,
} from '../../../src-renderer/features/collaboration/live/folder/folder-binding.ts';
import type {
  FolderMemory,
  Remembered,
} from '../../../src-renderer/features/collaboration/live/folder/folder-memory.ts';
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
  readonly withheld: string[];
  readonly replaced: string[];
  readonly memory: FolderMemory;
  /** Ids of files that an editor holds. */
  readonly open: Set<string>;
  mayWrite: boolean;
  isMember: boolean;
  /** What the editor does when files of its have other names. */
  followMoves(moves: readonly { from: string; to: string }[]): void;
  kept(): Promise<void>;
  /** How often the hidden files were listed. */
  readonly walks: () => number;
  read(path: string): string | null;
  write(path: string, text: string): void;
  /** As the explorer does. */
  move(from: string, to: string): Promise<void>;
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
  {
    before,
    mayWrite = true,
    isMember = true,
  }: { before?: Pick<Member, 'root' | 'memory'>; mayWrite?: boolean; isMember?: boolean } = {},
): Member {
  const root = before?.root ?? join(temporaryFolder(`session-${name}`), 'project');
  const memory = before?.memory ?? rememberInTest();
  const open = new Set<string>();
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
  const [withheld, replaced]: [string[], string[]] = [[], []];
  const sessionFiles = openSessionFiles(doc);
  const client = asClient(service);
  let walks = 0;
  let prepareMove: Parameters<ExplorerService['beforeMove']>[0] = async () => null;
  const member: Member = {
    root,
    doc,
    files: sessionFiles,
    problems,
    withheld,
    replaced,
    memory,
    open,
    mayWrite,
    isMember,
    followMoves: () => {},
    kept: async () => {},
    walks: () => walks,
    folder: bindFolder({
      core: {
        files: {
          ...client,
          listIgnored: async (input) => {
            walks += 1;
            return client.listIgnored(input);
          },
        },
      },
      coreEvents,
      editor: { followMoves: (moves) => member.followMoves(moves) },
      explorer: {
        beforeMove(work) {
          prepareMove = work;
          return { dispose: () => {} };
        },
      },
      projectId,
      files: sessionFiles,
      edit: (change) => doc.transact(change, 'folder'),
      mayWrite: () => member.mayWrite,
      isMember: () => member.isMember,
      isOpen: (id) => open.has(id),
      past,
      kept: () => member.kept(),
      memory,
      onProblem: (problem) => problems.push(problem),
      onWithheld: (paths) => withheld.push(...paths),
      onReplaced: (paths) => replaced.push(...paths),
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
    async move(from, to) {
      const finish = await prepareMove([{ from, to }]);
      renameSync(join(root, from), join(root, to));
      await finish?.();
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

function rememberInTest(): FolderMemory {
  let remembered: Remembered | null = null;
  return {
    read: () => remembered,
    write: (next) => {
      remembered = next;
    },
  };
}

/** The member's window closes, and opens again on the same folder with what was kept. */
async function reopen(
  member: Member,
  options: { mayWrite?: boolean; isMember?: boolean; meanwhile?: () => void } = {},
): Promise<Member> {
  await member.folder.settle();
  const kept = encodeStateAsUpdate(member.doc);
  await member.close();
  members.splice(members.indexOf(member), 1);
  options.meanwhile?.();
  const doc = new Doc();
  applyUpdate(doc, kept);
  const { mayWrite = true, isMember = true } = options;
  const back = startMember('back', {}, doc, readPastTexts([kept]), { before: member, mayWrite, isMember });
  await back.folder.reconcile();
  return back;
}

let markers = 0;

/** Resolves when each of two members has heard of what was done in both folders before. */
async function bothHeard(one: Member, other: Member): Promise<void> {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    markers += 1;
    const path = `marker-${markers}.txt`;
    // Who may only read has nothing to say.
    if (from.mayWrite) from.write(path, path);
    else to.files.add(path, { text: path });
    await vi.waitFor(() => expect([from.read(path), to.read(path)]).toEqual([path, path]), soon);
  }
  for (const member of [one, other, one]) await member.folder.settle();
}

/** Has a member's folder wait before its next write, for which `change` is the reason; answers what lets it go on. */
async function holdUp(member: Member, change: () => void): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const waits = vi.fn(() => promise);
  member.kept = waits;
  change();
  await vi.waitFor(() => expect(waits).toHaveBeenCalled(), soon);
  return resolve;
}

const textOf = ({ files }: Member, path: string) => files.text(files.find(path)?.id ?? '')?.toString();
const pathsOf = ({ files }: Member) =>
  files.entries().flatMap(({ path }) => (path.startsWith('marker-') ? [] : [path as string]));
const inTrash = ({ root }: Member, name: string) => {
  try {
    return readFileSync(join(root, '..', 'data', 'Trash', 'files', name), 'utf8');
  } catch {
    return null;
  }
};

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

test('whoever is out gets nothing replaced, neither when they come back nor while they are here', async () => {
  const [, guest, disconnect] = await startTwo({ 'notes.md': 'one\n' });
  disconnect();
  await guest.folder.settle();
  guest.mayWrite = guest.isMember = false;
  guest.write('notes.md', 'own\n');
  guest.files.text(guest.files.find('notes.md')?.id ?? '')?.insert(0, 'late ');
  await guest.folder.settle();
  expect([guest.read('notes.md'), inTrash(guest, 'notes.md')]).toEqual(['own\n', null]);
  const back = await reopen(guest, { mayWrite: false, isMember: false });
  await back.folder.settle();
  expect([back.read('notes.md'), inTrash(back, 'notes.md'), back.replaced]).toEqual(['own\n', null, []]);
});

test('a file that others rename has its new name here before its editor hears of it', async () => {
  const [host, guest] = await startTwo({ 'sub/a.txt': 'a\n' });
  const { id } = host.files.find('sub/a.txt') ?? { id: '' };
  const seen: unknown[] = [];
  host.followMoves = (moves) => seen.push(...moves, host.folder.onDisk(id)?.path);
  guest.files.move(id, 'sub/b.txt');
  await vi.waitFor(() => expect(seen).toEqual([{ from: 'sub/a.txt', to: 'sub/b.txt' }, 'sub/b.txt']), soon);
});

test('what is here unshared is never replaced, and said once; the session’s file comes when the name is free', async () => {
  const [host, guest] = await startTwo({ '.gitignore': '.env\n', 'a.txt': 'a\n' });
  host.write('.env', 'KEY=secret');
  const { id } = guest.files.add('.env', { text: 'KEY=theirs' });
  const taken = [['.env', 'taken']];
  await vi.waitFor(() => expect(host.problems.map(({ path, kind }) => [path, kind])).toEqual(taken), soon);
  guest.files.text(id)?.insert(0, '# more\n');
  await bothHeard(host, guest);
  guest.files.text(id)?.insert(0, '# and more\n');
  await bothHeard(host, guest);
  expect(host.problems.map(({ path, kind }) => [path, kind])).toEqual(taken);
  expect([host.read('.env'), host.folder.onDisk(id)]).toEqual(['KEY=secret', null]);
  await host.move('.env', '.env.mine');
  await vi.waitFor(() => expect(host.read('.env')).toBe('# and more\n# more\nKEY=theirs'), soon);
  await vi.waitFor(() => expect(host.folder.onDisk(id)?.path).toBe('.env'), soon);
});

test('who may only read and comes back gets the session’s texts back, with the own ones in the trash, said once', async () => {
  const [host, guest, disconnect] = await startTwo({ 'lock.json': 'one\n', 'same.txt': 'same\n' });
  disconnect();
  const back = await reopen(guest, { mayWrite: false, meanwhile: () => guest.write('lock.json', 'npm’s\n') });
  expect([back.read('lock.json'), inTrash(back, 'lock.json')]).toEqual(['one\n', 'npm’s\n']);
  expect([back.replaced, back.problems]).toEqual([['lock.json'], []]);
  connect(host.doc, back.doc);
  for (const text of ['two\n', 'three\n']) {
    host.write('lock.json', text);
    await vi.waitFor(() => expect(back.read('lock.json')).toBe(text), soon);
    back.write('lock.json', 'npm’s again\n');
  }
  await bothHeard(host, back);
  expect([back.replaced, back.problems, host.read('lock.json')]).toEqual([['lock.json'], [], 'three\n']);
});

test('a file of one’s own that has a name of the session’s is still nobody else’s after coming back', async () => {
  const [host, guest] = await startTwo({ 'a.txt': 'a\n' });
  guest.mayWrite = false;
  guest.write('notes.md', 'own\n');
  host.write('notes.md', 'theirs\n');
  await vi.waitFor(() => expect(guest.problems.map(({ path }) => path)).toEqual(['notes.md']), soon);
  for (const mayWrite of [false, true]) {
    const back = await reopen(members.at(-1) ?? guest, { mayWrite });
    expect([back.read('notes.md'), inTrash(back, 'notes.md'), back.replaced]).toEqual(['own\n', null, []]);
    expect([textOf(back, 'notes.md'), back.problems.length]).toEqual(['theirs\n', 1]);
  }
});

test('a hidden folder never becomes the session’s: others can neither move nor remove it', async () => {
  const [host, guest] = await startTwo({ '.gitignore': 'private/\n', 'private/key.txt': 'key\n', 'a.txt': 'a\n' });
  const { id } = guest.files.add('private', 'folder');
  await bothHeard(host, guest);
  expect(host.folder.onDisk(id)).toBeNull();
  guest.files.move(id, 'public');
  await bothHeard(host, guest);
  expect(host.read('private/key.txt')).toBe('key\n');
  guest.files.move(id, 'private');
  await bothHeard(host, guest);
  guest.files.remove(id);
  await bothHeard(host, guest);
  expect([host.read('private/key.txt'), host.read('public/key.txt')]).toEqual(['key\n', null]);
  expect(pathsOf(guest)).toEqual(['.gitignore', 'a.txt']);
});

test('a folder of the session is renamed with what is hidden in it, which stays unshared under other rules', async () => {
  const [host, guest] = await startTwo({ '.gitignore': 'node_modules\n/app/build.log\n', 'a.txt': 'a\n' });
  const { id } = guest.files.add('app', 'folder');
  guest.files.add('app/main.ts', { text: 'main\n' });
  await vi.waitFor(() => expect(host.read('app/main.ts')).toBe('main\n'), soon);
  host.write('app/node_modules/x/index.js', 'x\n');
  host.write('app/build.log', 'log\n');
  await bothHeard(host, guest);
  guest.files.move(id, 'web');
  await bothHeard(host, guest);
  expect([host.read('web/main.ts'), host.read('web/node_modules/x/index.js')]).toEqual(['main\n', 'x\n']);
  expect([host.read('web/build.log'), host.read('app/main.ts')]).toEqual(['log\n', null]);
  expect([host.withheld, pathsOf(guest)]).toEqual([['web/build.log'], ['.gitignore', 'a.txt', 'web', 'web/main.ts']]);
});

test('what others move into or out of hidden places goes file by file; what is not shared stays', async () => {
  const [host, guest] = await startTwo({ '.gitignore': 'private/\n', 'a.txt': 'a\n' });
  const { id } = guest.files.add('docs', 'folder');
  guest.files.add('docs/in/page.md', { text: 'page\n' });
  await vi.waitFor(() => expect(host.read('docs/in/page.md')).toBe('page\n'), soon);
  guest.files.move(id, 'private');
  await bothHeard(host, guest);
  expect([host.read('private/in/page.md'), existsSync(join(host.root, 'docs'))]).toEqual(['page\n', false]);
  host.write('private/key.txt', 'key\n');
  guest.files.move(id, 'docs');
  await bothHeard(host, guest);
  expect([host.read('docs/in/page.md'), host.read('private/key.txt')]).toEqual(['page\n', 'key\n']);
  expect(pathsOf(guest)).toEqual(['.gitignore', 'a.txt', 'docs', 'docs/in/page.md']);
});

test('names that are freed and taken again while somebody is away are theirs when they come back', async () => {
  const [host, guest, disconnect] = await startTwo({
    'a.txt': 'text of a\n',
    'b.txt': 'text of b\n',
    'one.txt': 'one\n',
    'two.txt': 'two\n',
    'x.txt': 'x\n',
    'y.txt': 'y\n',
    'z.txt': 'z\n',
    'anew.txt': 'old\n',
    'first.txt': 'first\n',
    'second.txt': 'second\n',
  });
  await bothHeard(host, guest);
  disconnect();
  const idOf = (path: string) => guest.files.find(path)?.id ?? '';
  guest.files.remove(idOf('b.txt'));
  guest.files.move(idOf('a.txt'), 'b.txt');
  guest.files.remove(idOf('anew.txt'));
  guest.files.add('anew.txt', { text: 'new\n' });
  // Two change places, and three in a circle.
  const circles = ['one two', 'two one', 'x y', 'y z', 'z x'].map((pair) => {
    const [from = '', to = ''] = pair.split(' ');
    return { id: idOf(`${from}.txt`), to };
  });
  for (const { id, to } of circles) guest.files.move(id, `away-${to}.txt`);
  for (const { id, to } of circles) guest.files.move(id, `${to}.txt`);
  // Along a row.
  guest.files.move(idOf('second.txt'), 'third.txt');
  guest.files.move(idOf('first.txt'), 'second.txt');
  await guest.folder.settle();
  connect(host.doc, guest.doc);
  await bothHeard(host, guest);
  const expected = {
    'a.txt': null,
    'b.txt': 'text of a\n',
    'one.txt': 'two\n',
    'two.txt': 'one\n',
    'x.txt': 'z\n',
    'y.txt': 'x\n',
    'z.txt': 'y\n',
    'anew.txt': 'new\n',
    'first.txt': null,
    'second.txt': 'first\n',
    'third.txt': 'second\n',
  };
  for (const member of [host, guest])
    for (const [path, text] of Object.entries(expected)) expect([path, member.read(path)]).toEqual([path, text]);
  expect(inTrash(host, 'b.txt')).toBe('text of b\n');
  expect(inTrash(host, 'anew.txt')).toBe('old\n');
  expect([...host.problems, ...guest.problems]).toEqual([]);
  expect(pathsOf(host).sort()).toEqual(
    Object.keys(expected)
      .filter((path) => host.read(path) !== null)
      .sort(),
  );
  const back = await reopen(host);
  expect(textOf(back, 'b.txt')).toBe('text of a\n');
});

test('a folder that others remove goes without what is not shared in it', async () => {
  const [host, guest] = await startTwo({ '.gitignore': '*.key\n' });
  const ids = ['one', 'two'].map((name) => guest.files.add(name, 'folder').id);
  for (const path of ['one/sub/a.txt', 'two/sub/b.txt']) guest.files.add(path, { text: path });
  await vi.waitFor(() => expect(host.read('two/sub/b.txt')).toBe('two/sub/b.txt'), soon);
  host.write('one/sub/my.key', 'key\n');
  await bothHeard(host, guest);
  for (const id of ids) guest.files.remove(id);
  await vi.waitFor(() => expect(existsSync(join(host.root, 'two'))).toBe(false), soon);
  expect([host.read('one/sub/my.key'), host.read('one/sub/a.txt')]).toEqual(['key\n', null]);
  expect(inTrash(host, 'a.txt')).toBe('one/sub/a.txt');
});

test('what looks secret is shared when its owner says so, and stays so when they come back', async () => {
  const [host, guest] = await startTwo({ '.npmrc': 'token=1\n', 'a.txt': 'a\n' });
  host.write('.env', 'KEY=1\n');
  await bothHeard(host, guest);
  expect([host.withheld, pathsOf(guest)]).toEqual([['.npmrc', '.env'], ['a.txt']]);
  await host.folder.shareWithheld(['.npmrc']);
  await vi.waitFor(() => expect(guest.read('.npmrc')).toBe('token=1\n'), soon);
  const back = await reopen(host, { meanwhile: () => host.write('.npmrc', 'token=2\n') });
  expect([back.withheld, textOf(back, '.npmrc'), textOf(back, '.env')]).toEqual([['.env'], 'token=2\n', undefined]);
});

test('an entry of others with the name of a secret file gets nothing of it, not with the same text either', async () => {
  const [host, guest] = await startTwo({ '.env.example': 'KEY=\n', '.env': 'KEY=\n' });
  const { id } = guest.files.add('.env', { text: 'KEY=\n' });
  await vi.waitFor(() => expect(host.problems.map(({ path }) => path)).toEqual(['.env']), soon);
  const back = await reopen(host, { meanwhile: () => host.write('.env', 'KEY=secret\n') });
  await back.folder.settle();
  expect([textOf(back, '.env'), back.read('.env')]).toEqual(['KEY=\n', 'KEY=secret\n']);
  expect(back.folder.onDisk(id)).toBeNull();
});

test('a session of before anything was remembered keeps its files that are named like secrets', async () => {
  const [host, guest, disconnect] = await startTwo({ 'a.txt': 'a\n', '.npmrc': 'x=1\n', 'auth.json': '{}\n' });
  await host.folder.shareWithheld(['.npmrc', 'auth.json']);
  await vi.waitFor(() => expect(guest.read('auth.json')).toBe('{}\n'), soon);
  disconnect();
  await host.folder.settle();
  const before = { root: host.root, memory: rememberInTest() };
  const meanwhile = () => host.write('auth.json', '{ "mine": 1 }\n');
  const back = await reopen({ ...host, ...before }, { meanwhile });
  await back.folder.settle();
  back.write('.npmrc', 'x=2\n');
  await vi.waitFor(() => expect(textOf(back, '.npmrc')).toBe('x=2\n'), soon);
  // What nobody knows to be the session's is its owner's to say.
  expect([back.read('auth.json'), textOf(back, 'auth.json')]).toEqual(['{ "mine": 1 }\n', '{}\n']);
  expect(back.withheld).toEqual(['auth.json']);
  await back.folder.shareWithheld(['auth.json']);
  expect(textOf(back, 'auth.json')).toBe('{ "mine": 1 }\n');
  const again = await reopen(back, { meanwhile: () => back.write('auth.json', '{ "mine": 2 }\n') });
  expect([textOf(again, 'auth.json'), again.problems]).toEqual(['{ "mine": 2 }\n', []]);
});

test('a file that got the name of a secret one in the session is the session’s when its folder comes back', async () => {
  const [host, guest] = await startTwo({ 'one.txt': 'one\n', 'two.txt': 'two\n' });
  await host.move('one.txt', 'one.pem');
  guest.files.move(guest.files.find('two.txt')?.id ?? '', 'two.pem');
  await vi.waitFor(() => expect([guest.read('one.pem'), host.read('two.pem')]).toEqual(['one\n', 'two\n']), soon);
  await bothHeard(host, guest);
  const meanwhile = () => {
    for (const name of ['one', 'two']) host.write(`${name}.pem`, 'changed\n');
  };
  const back = await reopen(host, { meanwhile });
  expect(['one.pem', 'two.pem'].map((path) => textOf(back, path))).toEqual(['changed\n', 'changed\n']);
  expect([back.problems, back.withheld]).toEqual([[], []]);
});

const hidingRules = 'notes.local\ncache\n';
for (const [how, change] of [
  ['is changed', (guest: Member) => guest.write('.gitignore', 'cache\n')],
  ['is removed', (guest: Member) => rmSync(join(guest.root, '.gitignore'))],
  ['comes', (guest: Member) => guest.write('sub/.gitignore', '!notes.local\n')],
] as const) {
  test(`an ignore file of others that ${how} has nothing shared that was hidden, until its owner says so`, async () => {
    const path = how === 'comes' ? 'sub/notes.local' : 'notes.local';
    const [host, guest, disconnect] = await startTwo({
      '.gitignore': hidingRules,
      [path]: 'private\n',
      'cache/x.txt': 'x\n',
      'sub/a.txt': 'a\n',
    });
    change(guest);
    await bothHeard(host, guest);
    host.write(path, 'private, touched\n');
    await bothHeard(host, guest);
    expect(host.withheld).toContain(path);
    disconnect();
    const back = await reopen(host);
    await back.folder.settle();
    expect(pathsOf(back)).not.toContain(path);
    await back.folder.shareWithheld([path]);
    expect(textOf(back, path)).toBe('private, touched\n');
    expect(pathsOf(back)).not.toContain('cache/x.txt');
  });
}

test('an ignore file that an editor holds and others change has nothing shared either', async () => {
  const [host, guest] = await startTwo({ '.gitignore': hidingRules, 'notes.local': 'private\n' });
  const { id } = host.files.find('.gitignore') ?? { id: '' };
  host.open.add(id);
  guest.write('.gitignore', 'cache\n');
  await vi.waitFor(() => expect(textOf(host, '.gitignore')).toBe('cache\n'), soon);
  await host.folder.settle();
  // As the editor does.
  host.write('.gitignore', 'cache\n');
  host.write('notes.local', 'touched\n');
  await bothHeard(host, guest);
  expect([host.withheld, pathsOf(guest)]).toEqual([['notes.local'], ['.gitignore']]);
});

test('an editor may save others’ rules when all that was hidden is held, however long the folder is busy', async () => {
  const [host, guest] = await startTwo({ '.gitignore': hidingRules, 'notes.local': 'private\n' });
  const { id } = host.files.find('.gitignore') ?? { id: '' };
  host.open.add(id);
  await bothHeard(host, guest);
  // Something that takes long is under way.
  const goOn = await holdUp(host, () => guest.files.add('more.txt', { text: 'more\n' }));
  const walked = host.walks();
  guest.files.text(id)?.delete(0, 'notes.local\n'.length);
  const order: string[] = [];
  const held = host.folder.rulesHeld().then(() => order.push(`held after ${host.walks() - walked}`));
  await new Promise((resolve) => setTimeout(resolve, 300));
  order.push('going on');
  goOn();
  await held;
  expect(order).toEqual(['going on', 'held after 1']);
});

test('while somebody types in an ignore file, the folder is not looked at for each of its writes', async () => {
  const [host, guest] = await startTwo({ '.gitignore': hidingRules, 'sub/.gitignore': 'b\n', 'notes.local': 'x\n' });
  await bothHeard(host, guest);
  const walked = host.walks();
  const empty = (path: string) => {
    const text = guest.files.text(guest.files.find(path)?.id ?? '');
    text?.delete(0, text.length);
  };
  const goOn = await holdUp(host, () => empty('.gitignore'));
  empty('sub/.gitignore');
  goOn();
  await bothHeard(host, guest);
  expect([host.read('.gitignore'), host.read('sub/.gitignore'), host.walks() - walked]).toEqual(['', '', 2]);
  expect(host.withheld).toEqual(['notes.local']);
});

test('what other rules than git’s hide is not shared when it is saved, nor when others remove the rules', async () => {
  const [host, guest] = await startTwo({ '.ignore': '*.local\n', 'db.local': 'one\n', 'a.txt': 'a\n' });
  host.write('db.local', 'two\n');
  await bothHeard(host, guest);
  expect(pathsOf(guest)).toEqual(['.ignore', 'a.txt']);
  rmSync(join(guest.root, '.ignore'));
  await bothHeard(host, guest);
  host.write('db.local', 'three\n');
  await bothHeard(host, guest);
  expect([host.withheld, pathsOf(guest)]).toEqual([['db.local'], ['a.txt']]);
});

test('rules that somebody loosens in their own folder share what they let through', async () => {
  const [host, guest] = await startTwo({ '.gitignore': hidingRules, 'notes.local': 'private\n' });
  host.write('.gitignore', 'cache\n');
  await bothHeard(host, guest);
  host.write('notes.local', 'now shared\n');
  await vi.waitFor(() => expect(guest.read('notes.local')).toBe('now shared\n'), soon);
  expect(host.withheld).toEqual([]);
});

test('a file of the session that is ignored by now and differs is left alone and said once', async () => {
  const [host, guest] = await startTwo({ 'config.txt': 'one\n' });
  host.write('.gitignore', 'config.txt\n');
  await bothHeard(host, guest);
  host.write('config.txt', 'mine\n');
  await bothHeard(host, guest);
  const text = guest.files.text(guest.files.find('config.txt')?.id ?? '');
  text?.insert(0, 'theirs and ');
  await vi.waitFor(() => expect(host.problems.map(({ path }) => path)).toEqual(['config.txt']), soon);
  await bothHeard(host, guest);
  expect([host.read('config.txt'), textOf(guest, 'config.txt')]).toEqual(['mine\n', 'theirs and one\n']);
});

test('nothing is written into a repository’s own folder, or outside of the project', async () => {
  const [host, guest] = await startTwo({ 'a.txt': 'a\n' });
  for (const path of [
    '.git/hooks/post-commit',
    'sub/.GIT/config',
    'git~1/hooks/x',
    '.git./config',
    '../up.txt',
    '/etc/x',
  ]) {
    guest.files.addAll([[path, { text: 'bad' }]]);
  }
  guest.files.add('good.txt', { text: 'good' });
  await vi.waitFor(() => expect(host.read('good.txt')).toBe('good'), soon);
  expect(host.files.entries().map(({ path }) => path)).toEqual(['a.txt', 'good.txt']);
  expect(host.read('.git/hooks/post-commit')).toBeNull();
  expect(host.read('../up.txt')).toBeNull();
});
