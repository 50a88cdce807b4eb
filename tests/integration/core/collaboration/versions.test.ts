import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Version, VersionKind } from '../../../../contract/desktop/collaboration.ts';
import { createVersionStore } from '../../../../src-main/core/collaboration/versions/version-store.ts';
import { openDatabase, tables } from '../../../../src-main/core/database/index.ts';
import { startCore, type TestCore } from '../../../support/core.ts';
import { makeCommittedRepository, openProject, shortStatus, writeFiles } from '../../../support/git-project.ts';
import { runGit } from '../../../support/git-repository.ts';
import { readZip } from '../../../support/read-zip.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const sessionId = 'abcdefghijklmnopqrstuv';
const mira = { person: 'm'.repeat(43), name: 'Mira Okafor' };
const jonas = { person: 'j'.repeat(43), name: 'Jonas Weil' };

interface Setting {
  readonly core: TestCore;
  readonly projectId: string;
  readonly folder: string;
}

async function start(files: Record<string, string>, trusted = true): Promise<Setting> {
  const core = await startCore();
  onTestFinished(() => core.dispose());
  const folder = makeCommittedRepository(join(core.dataFolder, 'ferry'), files);
  const projectId = await openProject(core, folder, trusted);
  await core.client.collaboration.sessions.keep({
    session: { id: sessionId, projectId, own: true, name: 'Ferry times', ownerName: 'Mira', live: true },
    state: '{}',
  });
  return { core, projectId, folder };
}

async function keep(
  { core }: Pick<Setting, 'core'>,
  files: Record<string, string>,
  options: { kind?: VersionKind; message?: string; authors?: Version['authors'] } = {},
): Promise<Version | null> {
  const { versions } = core.client.collaboration;
  const { names } = await versions.putTexts({ sessionId, texts: Object.values(files) });
  const { version } = await versions.keep({
    sessionId,
    kind: options.kind ?? 'automatic',
    message: options.message ?? null,
    authors: options.authors ?? [mira],
    files: Object.keys(files).map((path, index) => ({ path, text: names[index] ?? '' })),
  });
  return version;
}

async function kept(...args: Parameters<typeof keep>): Promise<Version> {
  const version = await keep(...args);
  if (!version) throw new Error('no version was kept');
  return version;
}

async function textsOf({ core }: Pick<Setting, 'core'>, versionId: number): Promise<Record<string, string>> {
  const { versions } = core.client.collaboration;
  const { files } = await versions.files({ sessionId, versionId });
  const texts = new Map<string, string>();
  for await (const part of await versions.texts({ sessionId, names: files.map(({ text }) => text) })) {
    for (const { name, text } of part.texts) texts.set(name, text);
  }
  return Object.fromEntries(files.map(({ path, text }) => [path, texts.get(text) ?? 'missing']));
}

test('versions come back with their texts, authors and what they changed', async () => {
  const setting = await start({ 'a.ts': 'one\n' });
  const { versions } = setting.core.client.collaboration;
  const first = await kept(setting, { 'a.ts': 'one\n', 'src/größe 明.ts': 'x\ny\n' });
  const second = await kept(
    setting,
    { 'a.ts': 'one\ntwo\n', 'b.ts': '' },
    { kind: 'saved', message: 'Before the demo', authors: [mira, jonas] },
  );
  expect(first.statistics).toEqual({ files: 2, linesAdded: 3, linesRemoved: 0 });
  expect(second).toMatchObject({
    kind: 'saved',
    message: 'Before the demo',
    authors: [mira, jonas],
    statistics: { files: 3, linesAdded: 1, linesRemoved: 2 },
  });
  expect((await versions.list({ sessionId })).versions).toEqual([second, first]);
  expect(await textsOf(setting, first.id)).toEqual({ 'a.ts': 'one\n', 'src/größe 明.ts': 'x\ny\n' });
  expect(await textsOf(setting, second.id)).toEqual({ 'a.ts': 'one\ntwo\n', 'b.ts': '' });

  const { changes, statistics } = await versions.compare({ sessionId, from: first.id, to: second.id });
  expect(changes.map(({ path, linesAdded, linesRemoved }) => [path, linesAdded, linesRemoved])).toEqual([
    ['a.ts', 1, 0],
    ['b.ts', 0, 0],
    ['src/größe 明.ts', 0, 2],
  ]);
  expect(changes[1]).toMatchObject({ before: null });
  expect(changes[2]).toMatchObject({ after: null });
  expect(statistics).toEqual(second.statistics);
  const back = await versions.compare({ sessionId, from: second.id, to: first.id });
  expect(back.statistics).toEqual({ files: 3, linesAdded: 2, linesRemoved: 1 });

  expect((await versions.at({ sessionId, time: second.createdAt })).version).toEqual(second);
  expect((await versions.at({ sessionId, time: first.createdAt - 1 })).version).toBeNull();
});

test('where nothing has changed a version is kept only to be named, or to stay', async () => {
  const setting = await start({});
  const first = await kept(setting, { 'a.ts': 'one\n' });
  expect(await keep(setting, { 'a.ts': 'one\n' })).toBeNull();
  const saved = await kept(setting, { 'a.ts': 'one\n' }, { kind: 'saved' });
  expect(saved.statistics).toEqual({ files: 0, linesAdded: 0, linesRemoved: 0 });
  expect(await keep(setting, { 'a.ts': 'one\n' }, { kind: 'saved' })).toBeNull();
  expect(await keep(setting, { 'a.ts': 'one\n' }, { kind: 'before-restore' })).toBeNull();
  const named = await kept(setting, { 'a.ts': 'one\n' }, { kind: 'saved', message: 'Done' });
  const { versions } = setting.core.client.collaboration;
  expect((await versions.list({ sessionId })).versions).toEqual([named, saved, first]);
  const whole = await versions.compare({ sessionId, from: null, to: first.id });
  expect(whole.statistics).toEqual({ files: 1, linesAdded: 1, linesRemoved: 0 });
});

test('a file comes back with its format, where it had another than UTF-8 with LF', async () => {
  const setting = await start({});
  const { versions } = setting.core.client.collaboration;
  const { names } = await versions.putTexts({ sessionId, texts: ['one\n'] });
  const text = names[0] ?? '';
  const format = { encoding: 'utf-16le', byteOrderMark: true, lineEnd: 'crlf' } as const;
  const files = [
    { path: 'a.ts', text },
    { path: 'b.txt', text, format },
  ];
  const { version } = await versions.keep({ sessionId, kind: 'automatic', message: null, authors: [], files });
  expect((await versions.files({ sessionId, versionId: version?.id ?? 0 })).files).toEqual(files);
});

test('what is not kept is not found', async () => {
  const setting = await start({});
  const { versions } = setting.core.client.collaboration;
  const text = 't'.repeat(43);
  await expect(
    versions.keep({ sessionId, kind: 'saved', message: null, authors: [], files: [{ path: 'a.ts', text }] }),
  ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(versions.files({ sessionId, versionId: 99 })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(versions.putTexts({ sessionId: 'x'.repeat(22), texts: [] })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
  await expect(
    versions.keep({ sessionId, kind: 'saved', message: null, authors: [], files: [{ path: '../a.ts', text }] }),
  ).rejects.toMatchObject({ code: 'BAD_REQUEST' });
});

test('old versions are thinned out, with the texts that no other has; a day of work takes little room', async () => {
  const folder = temporaryFolder('versions');
  const database = openDatabase({ folder });
  onTestFinished(() => database.dispose());
  database.durable
    .insert(tables.projects)
    .values({ id: 'p', path: '/p', name: 'p', pinned: false, trusted: true, listed: true, lastOpenedAt: 0 })
    .run();
  database.durable
    .insert(tables.collaborationSessions)
    .values({
      id: sessionId,
      projectId: 'p',
      own: true,
      name: 's',
      ownerName: 'm',
      live: true,
      startedAt: 0,
      lastActiveAt: 0,
    })
    .run();
  let now = Date.UTC(2026, 10, 1);
  const store = createVersionStore({ database, now: () => now });
  const others = Array.from({ length: 300 }, (_, index) => ({
    path: `src/part-${index % 20}/file-${index}.ts`,
    text: store.putTexts(sessionId, [`export const value${index} = ${index};\n`.repeat(40)])[0] ?? '',
  }));
  const steps = 4 * 120;
  for (let step = 0; step < steps; step += 1) {
    now += 30_000;
    const [text = ''] = store.putTexts(sessionId, [`${'const line = 1;\n'.repeat(400)}// ${step}\n`]);
    store.keep({
      sessionId,
      kind: 'automatic',
      message: null,
      authors: [mira],
      files: [...others, { path: 'a.ts', text }],
    });
  }
  const list = store.list(sessionId);
  // All of the last hour and one for every five minutes of the three before, and what has come since the last look.
  expect(list.length).toBeGreaterThanOrEqual(120 + 36);
  expect(list.length).toBeLessThanOrEqual(120 + 36 + 20);
  const texts = database.durable.select({ id: tables.collaborationTexts.id }).from(tables.collaborationTexts).all();
  // Those of the last hour wait for a version that may name them.
  expect(texts.length).toBeLessThanOrEqual(others.length + list.length + 120);
  for (const { id } of list) expect(store.files(sessionId, id)).toHaveLength(others.length + 1);
  const bytes = database.durable
    .select()
    .from(tables.collaborationVersions)
    .all()
    .reduce((sum, row) => sum + row.files.length, 0);
  expect(bytes / list.length).toBeLessThan(4000);
});

test('a version like the folder is committed there: its files and no others, the index as it was', async () => {
  const setting = await start({ 'a.ts': 'one\n', 'b.ts': 'b\n', 'gone.ts': 'x\n', 'own.txt': 'own\n' });
  const { core, projectId, folder } = setting;
  await kept(setting, { 'a.ts': 'one\n', 'b.ts': 'b\n', 'gone.ts': 'x\n' });
  writeFiles(folder, {
    'a.ts': 'one\r\ntwo\r\n',
    'src/new.ts': 'new\n',
    'own.txt': 'changed\n',
    'staged.txt': 'staged\n',
  });
  runGit(folder, 'rm', '--quiet', '--cached', 'gone.ts');
  runGit(folder, 'reset', '--quiet');
  runGit(folder, 'add', 'staged.txt');
  rmSync(join(folder, 'gone.ts'));
  const version = await kept(setting, { 'a.ts': 'one\ntwo\n', 'b.ts': 'b\n', 'src/new.ts': 'new\n' });
  const result = await core.client.collaboration.versions.commit({
    sessionId,
    versionId: version.id,
    message: 'Add a new part',
    coAuthors: [{ name: 'Jonas Weil', email: 'jonas@example.com' }],
    branch: null,
  });
  expect(result).toMatchObject({ subject: 'Add a new part', branch: null });
  expect(runGit(folder, 'log', '-1', '--format=%H%n%B').trim()).toBe(
    `${result.commit}\nAdd a new part\n\nCo-authored-by: Jonas Weil <jonas@example.com>`,
  );
  expect(runGit(folder, 'log', '-1', '--format=%(trailers:key=Co-authored-by,valueonly)').trim()).toBe(
    'Jonas Weil <jonas@example.com>',
  );
  expect(runGit(folder, 'show', '--name-status', '--format=').trim().split('\n').sort()).toEqual([
    'A\tsrc/new.ts',
    'D\tgone.ts',
    'M\ta.ts',
  ]);
  expect(await shortStatus(core, projectId)).toEqual(expect.arrayContaining(['.M own.txt', 'A. staged.txt']));
  await expect(
    core.client.collaboration.versions.commit({
      sessionId,
      versionId: version.id,
      message: 'Again',
      coAuthors: [],
      branch: null,
    }),
  ).rejects.toMatchObject({ code: 'GIT_FAILED', data: { reason: 'nothingToCommit' } });
});

test('an older version needs a branch of its own; folder, index and current branch stay as they are', async () => {
  const setting = await start({ 'a.ts': 'one\r\n', 'latin.txt': 'x\n', 'picture.bin': 'x\0\u0001', 'later.ts': 'l\n' });
  const { core, folder } = setting;
  writeFileSync(join(folder, 'latin.txt'), Buffer.from('gr\xf6\xdfe\n', 'latin1'));
  runGit(folder, 'commit', '--quiet', '--all', '--message=Latin');
  const old = await kept(setting, { 'a.ts': 'one\ntwo\n', 'latin.txt': 'größe\nmaß\n', 'src/"new" 明.ts': 'n\n' });
  await kept(setting, { 'a.ts': 'one\n', 'latin.txt': 'größe\n', 'later.ts': 'l\n' });
  writeFiles(folder, { 'own.txt': 'mine\n' });
  runGit(folder, 'add', 'own.txt');
  const before = [
    runGit(folder, 'status', '--porcelain'),
    runGit(folder, 'rev-parse', 'HEAD'),
    runGit(folder, 'ls-files', '--stage'),
  ];

  const commit = (branch: string | null) =>
    core.client.collaboration.versions.commit({
      sessionId,
      versionId: old.id,
      message: 'As it was',
      coAuthors: [{ name: 'Jonas Weil', email: null }],
      branch,
    });
  await expect(commit(null)).rejects.toMatchObject({ code: 'GIT_FAILED', data: { reason: 'localChanges' } });
  const result = await commit('as-it-was');
  expect(result.branch).toBe('as-it-was');
  expect(runGit(folder, 'rev-parse', 'as-it-was').trim()).toBe(result.commit);
  expect(runGit(folder, 'rev-parse', 'as-it-was~1')).toBe(before[1]);
  expect([
    runGit(folder, 'status', '--porcelain'),
    runGit(folder, 'rev-parse', 'HEAD'),
    runGit(folder, 'ls-files', '--stage'),
  ]).toEqual(before);
  expect(runGit(folder, 'show', 'as-it-was:a.ts')).toBe('one\r\ntwo\r\n');
  expect(
    runGit(folder, '-c', 'core.quotePath=false', 'ls-tree', '-r', '-z', '--name-only', 'as-it-was').split('\0'),
  ).toEqual(['a.ts', 'latin.txt', 'picture.bin', 'src/"new" 明.ts', '']);
  expect(runGit(folder, 'log', '-1', '--format=%an <%ae>%n%B', 'as-it-was').trim()).toBe(
    'Mira Okafor <mira@example.com>\nAs it was\n\nCo-authored-by: Jonas Weil <jonas.weil@flashfusion.invalid>',
  );
  runGit(folder, 'worktree', 'add', '--quiet', join(core.dataFolder, 'other'), 'as-it-was');
  expect(readFileSync(join(core.dataFolder, 'other', 'latin.txt')).toString('latin1')).toBe('gr\xf6\xdfe\nma\xdf\n');
  expect(runGit(folder, 'fsck', '--strict')).not.toMatch(/error/);

  await expect(commit('as-it-was')).rejects.toMatchObject({ data: { reason: 'nameTaken' } });
  await expect(commit('not..a name')).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  await expect(commit('not..one')).rejects.toMatchObject({ code: 'GIT_FAILED' });
});

test('a restricted folder commits without running anything of its own', async () => {
  const setting = await start({ 'a.ts': 'one\n' }, false);
  const { core, folder } = setting;
  const proof = join(core.dataFolder, 'ran');
  for (const hook of ['pre-commit', 'commit-msg', 'post-commit', 'reference-transaction']) {
    writeFileSync(join(folder, '.git', 'hooks', hook), `#!/bin/sh\ntouch '${proof}'\n`, { mode: 0o755 });
  }
  writeFiles(folder, { 'a.ts': 'two\n' });
  const now = await kept(setting, { 'a.ts': 'two\n' });
  const request = { sessionId, versionId: now.id, message: 'Two', coAuthors: [] };
  await core.client.collaboration.versions.commit({ ...request, branch: 'aside' });
  await core.client.collaboration.versions.commit({ ...request, branch: null });
  expect(runGit(folder, 'log', '-1', '--format=%s').trim()).toBe('Two');
  await expect(async () => readFileSync(proof)).rejects.toThrow(/ENOENT/);
});

test('a hook that refuses leaves new files as unknown to git as before', async () => {
  const setting = await start({ 'a.ts': 'one\n' });
  const { core, projectId, folder } = setting;
  writeFileSync(join(folder, '.git', 'hooks', 'pre-commit'), '#!/bin/sh\necho no >&2\nexit 1\n', { mode: 0o755 });
  writeFiles(folder, { 'new.ts': 'n\n' });
  const version = await kept(setting, { 'a.ts': 'one\n', 'new.ts': 'n\n' });
  await expect(
    core.client.collaboration.versions.commit({
      sessionId,
      versionId: version.id,
      message: 'New',
      coAuthors: [],
      branch: null,
    }),
  ).rejects.toMatchObject({ data: { reason: 'hookFailed' } });
  expect(await shortStatus(core, projectId)).toEqual(['?? new.ts']);
});

test('a session is exported with its files, its history and what the window hands in', async () => {
  const setting = await start({});
  const { core } = setting;
  await kept(setting, { 'a.ts': 'one\n', 'gone.ts': 'x\n' });
  await kept(
    setting,
    { 'a.ts': 'two\n', 'src/b.ts': 'b\n' },
    { kind: 'saved', message: 'Done', authors: [mira, jonas] },
  );
  const path = join(core.dataFolder, 'Ferry times.zip');
  writeFileSync(path, 'an older one');
  const extra = [
    { name: 'comments.md', text: '# Comments\n' },
    { name: 'chat.json', text: '[]' },
  ];
  const { bytes } = await core.client.collaboration.exportSession({ sessionId, path, extra });
  expect(readFileSync(path)).toHaveLength(bytes);
  const archive = readZip(path);
  const history = JSON.parse(archive.get('history/versions.json') ?? '[]');
  expect(history).toMatchObject([
    { kind: 'automatic', changed: ['a.ts', 'gone.ts'], removed: [] },
    { kind: 'saved', message: 'Done', authors: [mira, jonas], changed: ['a.ts', 'src/b.ts'], removed: ['gone.ts'] },
  ]);
  expect(Object.fromEntries(archive)).toMatchObject({
    'comments.md': '# Comments\n',
    'chat.json': '[]',
    'files/a.ts': 'two\n',
    'files/src/b.ts': 'b\n',
    [`${history[0].folder}/a.ts`]: 'one\n',
    [`${history[0].folder}/gone.ts`]: 'x\n',
    [`${history[1].folder}/a.ts`]: 'two\n',
  });
  expect([...archive.keys()].filter((name) => name.startsWith('files/')).sort()).toEqual([
    'files/a.ts',
    'files/src/b.ts',
  ]);
  expect(JSON.parse(archive.get('session.json') ?? '{}')).toMatchObject({
    session: { name: 'Ferry times' },
    versions: 2,
  });

  await expect(
    core.client.collaboration.exportSession({ sessionId, path: join(core.dataFolder, 'no', 'such.zip'), extra }),
  ).rejects.toMatchObject({ code: 'NOT_WRITABLE' });
  await expect(
    core.client.collaboration.exportSession({ sessionId, path, extra: [{ name: '../../x.md', text: '' }] }),
  ).rejects.toMatchObject({ code: 'BAD_REQUEST' });
});
