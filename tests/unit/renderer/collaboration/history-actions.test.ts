import { expect, test, vi } from 'vitest';
import { Doc } from 'yjs';
import { createStore } from 'zustand/vanilla';
import type { Version, VersionKind } from '../../../../contract/desktop/collaboration.ts';
import type { NoticeAction, Services } from '../../../../src-renderer/app/services.ts';
import {
  createHistoryActions,
  type LiveHistory,
} from '../../../../src-renderer/features/collaboration/history/history-actions.ts';
import type { HistoryStore } from '../../../../src-renderer/features/collaboration/history/history-store.ts';
import { openSessionFiles } from '../../../../src-renderer/features/collaboration/session/session-files.ts';
import type { PastSessions } from '../../../../src-renderer/features/collaboration/talk/past-session.ts';

const mira = { person: 'm'.repeat(43), name: 'Mira' };
const jonas = { person: 'j'.repeat(43), name: 'Jonas <Weil>' };
const now = new Date(2026, 10, 29, 14, 32).getTime();

const batch = { encoding: 'windows-1252', byteOrderMark: false, lineEnd: 'crlf' } as const;

/** A window in a session, whose Core keeps versions as texts by their paths. */
function setUp(options: { role?: string; texts?: Record<string, string>; past?: Pick<PastSessions, 'get'> } = {}) {
  const past = options.past ?? { get: async () => null };
  const exported: { sessionId: string; path: string; extra: readonly { name: string; text: string }[] }[] = [];
  const doc = new Doc();
  const files = openSessionFiles(doc);
  for (const [path, text] of Object.entries(options.texts ?? {})) files.add(path, { text });
  const textsNow = () =>
    Object.fromEntries(files.entries().map(({ id, path }) => [path, files.text(id)?.toString() ?? '']));
  const contents = new Map<number, Record<string, string>>();
  const versions: Version[] = [];
  const add = (kind: VersionKind, authors: Version['authors'] = [], message: string | null = null): Version => {
    const version: Version = {
      id: versions.length + 1,
      sessionId: 'abcdefghijklmnopqrstuv',
      kind,
      message,
      authors,
      createdAt: now + versions.length * 1000,
      statistics: { files: 1, linesAdded: 1, linesRemoved: 0 },
    };
    contents.set(version.id, textsNow());
    versions.unshift(version);
    return version;
  };
  const commit = vi.fn(async ({ branch }: { branch: string | null }) => ({
    commit: '0123456789abcdef',
    subject: 'Done',
    branch,
  }));
  const prompts: { title: string; label: string; value: string }[] = [];
  const answers: (string | null)[] = [];
  const notices: { title: string; actions: readonly NoticeAction[] }[] = [];
  const note = vi.fn(async () => undefined);
  const saveAll = vi.fn(async () => true);
  const services = {
    core: {
      collaboration: {
        identity: async () => ({ publicKey: mira.person }),
        versions: {
          files: async ({ versionId }: { versionId: number }) => ({
            files: Object.keys(contents.get(versionId) ?? {}).map((path) => ({
              path,
              text: `${versionId} ${path}`,
              ...(path.endsWith('.bat') ? { format: batch } : {}),
            })),
          }),
          texts: async function* ({ names }: { names: string[] }) {
            for (const name of names) {
              const [id, path = ''] = name.split(' ');
              yield { texts: [{ name, text: contents.get(Number(id))?.[path] ?? '' }] };
            }
          },
          at: async () => ({ version: versions[0] ?? null }),
          compare: async () => ({ changes: [], statistics: { files: 2, linesAdded: 0, linesRemoved: 0 } }),
          commit,
        },
        exportSession: async (request: (typeof exported)[number]) => exported.push(request),
      },
      gitHistory: {
        log: async function* () {
          yield { commits: [{ authoredAt: now - 1 }] };
        },
      },
    },
    dialogs: {
      prompt: async (question: (typeof prompts)[number]) => {
        prompts.push(question);
        return answers.shift() ?? null;
      },
      ask: async () => answers.shift() ?? null,
    },
    notifications: {
      info: (title: string, more: { actions?: readonly NoticeAction[] } = {}) =>
        notices.push({ title, actions: more.actions ?? [] }),
      error: (title: string) => notices.push({ title, actions: [] }),
      progress: (_title: string, work: () => Promise<void>) => work(),
    },
    editor: { saveAll },
    shell: { system: { saveDialog: async () => ({ path: '/home/mira/ferry.zip' }) } },
    workspace: createStore(() => ({ project: { id: 'ferry', path: '/home/mira/ferry', name: 'ferry' } })),
  } as unknown as Services;
  const keep = vi.fn(async (kind: VersionKind, message: string | null = null) => add(kind, [], message));
  const live = {
    session: { files, documents: { files: doc }, mesh: { role: options.role ?? 'owner' }, activity: { note } },
  };
  const store = {
    state: createStore(() => ({ versions, session: { self: mira.person } })),
  } as unknown as HistoryStore;
  const history = { live, keeper: { keep } } as unknown as LiveHistory;
  let current: LiveHistory | null = history;
  const actions = createHistoryActions(services, store, () => current, past);
  const leave = () => {
    current = null;
  };
  return {
    actions,
    add,
    answers,
    commit,
    exported,
    files,
    keep,
    leave,
    note,
    notices,
    prompts,
    saveAll,
    textsNow,
    versions,
  };
}

function write(files: ReturnType<typeof setUp>['files'], path: string, text: string): void {
  const shared = files.text(files.find(path)?.id ?? '');
  shared?.delete(0, shared.length);
  shared?.insert(0, text);
}

test('a restore keeps what there was, asks once, is told to everybody, and can be undone', async () => {
  const { actions, add, answers, files, keep, note, notices, textsNow } = setUp({
    texts: { 'a.ts': 'one\n', 'b.ts': 'b\n' },
  });
  const old = add('saved');
  write(files, 'a.ts', 'two\n');
  files.remove(files.find('b.ts')?.id ?? '');
  files.add('c.ts', { text: 'c\n' });

  answers.push('cancel');
  await actions.restore(old);
  expect(textsNow()).toEqual({ 'a.ts': 'two\n', 'c.ts': 'c\n' });

  answers.push('restore');
  await actions.restore(old);
  expect(textsNow()).toEqual({ 'a.ts': 'one\n', 'b.ts': 'b\n' });
  expect(keep.mock.calls.map(([kind]) => kind)).toContain('before-restore');
  expect(note).toHaveBeenCalledWith({ type: 'version-restored', versionAt: old.createdAt });
  const [notice] = notices;
  expect(notice?.title).toMatch(/^3 files are as they were on /);
  await notice?.actions[0]?.run();
  expect(textsNow()).toEqual({ 'a.ts': 'two\n', 'c.ts': 'c\n' });
});

test('what others write while the version of before is kept is in that version, too', async () => {
  const { actions, add, answers, files, keep, notices, textsNow } = setUp({ texts: { 'a.ts': 'one\n' } });
  const old = add('saved');
  write(files, 'a.ts', 'two\n');
  keep.mockImplementationOnce(async (kind) => add(kind));
  keep.mockImplementationOnce(async (kind) => {
    const version = add(kind);
    write(files, 'a.ts', 'two\nand theirs\n');
    return version;
  });
  answers.push('restore');
  await actions.restore(old);
  expect(textsNow()).toEqual({ 'a.ts': 'one\n' });
  await notices[0]?.actions[0]?.run();
  expect(textsNow()).toEqual({ 'a.ts': 'two\nand theirs\n' });
});

test('one file is restored without a question, and the others stay', async () => {
  const { actions, add, files, textsNow, notices } = setUp({ texts: { 'a.ts': 'one\n', 'b.ts': 'b\n' } });
  const old = add('automatic');
  write(files, 'a.ts', 'two\n');
  write(files, 'b.ts', 'bb\n');
  await actions.restore(old, 'a.ts');
  expect(textsNow()).toEqual({ 'a.ts': 'one\n', 'b.ts': 'bb\n' });
  expect(notices[0]?.title).toMatch(/^a\.ts is as it was on /);
});

test('a deleted file is restored as it stood on disk', async () => {
  const { actions, add, files } = setUp({ texts: { 'run.bat': 'echo\n' } });
  const old = add('automatic');
  files.remove(files.find('run.bat')?.id ?? '');
  await actions.restore(old, 'run.bat');
  expect(files.find('run.bat')?.format).toEqual(batch);
});

test('nothing is restored by those who may not write, nor outside of a session', async () => {
  const { actions, add, files, leave, textsNow } = setUp({ role: 'viewer', texts: { 'a.ts': 'one\n' } });
  const old = add('automatic');
  write(files, 'a.ts', 'two\n');
  await expect(actions.restore(old, 'a.ts')).rejects.toThrow('You can read this session, not change it');
  expect(textsNow()).toEqual({ 'a.ts': 'two\n' });
  leave();
  await expect(actions.restore(old)).rejects.toThrow(/running session only/);
});

test('a commit names the others since the last one, and goes onto a branch where the files have changed', async () => {
  const { actions, add, answers, commit, notices, prompts, saveAll } = setUp();
  add('automatic', [jonas]);
  const version = add('saved', [mira], 'With a badge');
  answers.push('With a badge');
  await actions.commit(version);
  expect(saveAll).toHaveBeenCalledOnce();
  expect(prompts[0]).toMatchObject({ label: 'Message. Co-authors: Jonas Weil', value: 'With a badge' });
  expect(commit).toHaveBeenCalledWith({
    sessionId: version.sessionId,
    versionId: version.id,
    message: 'With a badge',
    coAuthors: [{ name: 'Jonas Weil', email: null }],
    branch: null,
  });
  expect(notices[0]?.title).toBe('Committed 0123456');

  commit.mockImplementationOnce(async () => {
    throw Object.assign(new Error('changed'), { data: { reason: 'localChanges', output: '' } });
  });
  answers.push('Again', 'aside');
  await actions.commit(version);
  expect(prompts[2]?.value).toMatch(/^version-2026-11-29-1432$/);
  expect(commit).toHaveBeenLastCalledWith(expect.objectContaining({ branch: 'aside', message: 'Again' }));
  expect(notices[1]?.title).toBe('Committed 0123456 onto aside');

  commit.mockImplementationOnce(async () => {
    throw new Error('Git does not know who you are.');
  });
  answers.push('Once more');
  await expect(actions.commit(version)).rejects.toThrow('Git does not know who you are.');
});

test('a version is saved with a message, without one, or not at all', async () => {
  const { actions, answers, keep, note } = setUp();
  answers.push(null);
  await actions.save();
  expect(keep).not.toHaveBeenCalled();
  answers.push('  Before the demo ');
  await actions.save();
  expect(keep).toHaveBeenLastCalledWith('saved', 'Before the demo');
  expect(note).toHaveBeenCalledWith({ type: 'version-saved', message: 'Before the demo' });
  answers.push('');
  await actions.save();
  expect(keep).toHaveBeenLastCalledWith('saved', null);
});

test('the archive of a session that is over has its comments, chat and activity', async () => {
  const session = {
    comments: { threads: () => [] },
    talk: { messages: () => [{ at: now, name: 'Jonas', text: 'Pier 4 it is', deleted: false }] },
    activity: { entries: () => [{ at: now, name: 'Jonas', act: { type: 'joined' } }] },
  };
  const open = async () => ({ name: 'Ferry times', session }) as never;
  const last = { id: 'abcdefghijklmnopqrstuv', projectId: 'ferry', name: 'Ferry times', open };
  const { actions, exported, leave } = setUp({ past: { get: async () => last } });
  leave();
  await actions.exportSession();
  expect(exported[0]?.extra.map(({ name }) => name)).toEqual([
    'comments.md',
    'comments.json',
    'chat.json',
    'activity.json',
  ]);
  expect(exported[0]?.extra[2]?.text).toContain('Pier 4 it is');
  expect(exported[0]?.extra[3]?.text).toContain('joined');
});
