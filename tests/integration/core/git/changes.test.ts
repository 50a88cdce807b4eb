import {
  chmodSync,
  existsSync,
  lstatSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startCore, type TestCore } from '../../../support/core.ts';
import {
  commitAll,
  makeCommittedRepository,
  openProject,
  readyStatus,
  shortStatus,
  writeFiles,
} from '../../../support/git-project.ts';
import { makeRepository, runGit } from '../../../support/git-repository.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { makeMaliciousRepository } from './malicious-repository.ts';

let core: TestCore;
beforeAll(async () => {
  core = await startCore();
});
afterAll(() => core.dispose());

async function project(files: Readonly<Record<string, string | Uint8Array>> = { 'a.txt': 'one\n', 'b.txt': 'two\n' }) {
  const folder = makeCommittedRepository(join(temporaryFolder('changes'), 'repository'), files);
  const projectId = await openProject(core, folder);
  return { folder, projectId, git: core.client.git };
}

/** What a refused call says. */
async function refusal(
  work: Promise<unknown>,
): Promise<{ code: string; reason: string | undefined; message: string; output: string }> {
  try {
    await work;
  } catch (error) {
    const { code, message, data } = error as {
      code: string;
      message: string;
      data?: { reason: string; output: string };
    };
    return { code, message, reason: data?.reason, output: data?.output ?? '' };
  }
  throw new Error('It was not refused.');
}

test('a folder without a repository gets one', async () => {
  const folder = join(temporaryFolder('changes'), 'plain');
  writeFiles(folder, { 'new.txt': 'new\n' });
  const projectId = await openProject(core, folder);
  expect((await core.client.git.status({ projectId })).status).toEqual({ state: 'noRepository' });
  await core.client.git.initialise({ projectId });
  const status = await readyStatus(core, projectId);
  expect(status.head).toMatchObject({ branch: 'main', commit: null });
  expect(await shortStatus(core, projectId)).toEqual(['?? new.txt']);
});

test('files are staged and unstaged, one by one and all, before the first commit too', async () => {
  const folder = makeRepository(join(temporaryFolder('changes'), 'empty'));
  const projectId = await openProject(core, folder);
  writeFiles(folder, { 'new file.txt': 'new\n', 'ümlaut/[x]*.txt': 'x\n' });
  const { git } = core.client;
  await git.stage({ projectId, paths: ['ümlaut/[x]*.txt'] });
  expect(await shortStatus(core, projectId)).toEqual(['A. ümlaut/[x]*.txt', '?? new file.txt']);
  await git.stage({ projectId, paths: null });
  expect(await shortStatus(core, projectId)).toEqual(['A. new file.txt', 'A. ümlaut/[x]*.txt']);
  await git.unstage({ projectId, paths: ['new file.txt'] });
  expect(await shortStatus(core, projectId)).toEqual(['A. ümlaut/[x]*.txt', '?? new file.txt']);
  await git.unstage({ projectId, paths: null });
  expect(await shortStatus(core, projectId)).toEqual(['?? new file.txt', '?? ümlaut/[x]*.txt']);
});

test('deleted, renamed and changed files are told apart; unstaging a rename unstages both names', async () => {
  const { folder, projectId, git } = await project({ 'a.txt': 'a long enough text\n', 'b.txt': 'b\n', 'c.txt': 'c\n' });
  rmSync(join(folder, 'b.txt'));
  writeFiles(folder, { 'c.txt': 'changed\n' });
  runGit(folder, 'mv', 'a.txt', 'moved.txt');
  expect(await shortStatus(core, projectId)).toEqual(['.D b.txt', '.M c.txt', 'R. moved.txt']);
  expect((await readyStatus(core, projectId)).changes.at(-1)?.from).toBe('a.txt');
  await git.unstage({ projectId, paths: ['moved.txt'] });
  expect(await shortStatus(core, projectId)).toEqual(['.D a.txt', '.D b.txt', '.M c.txt', '?? moved.txt']);
  await git.stage({ projectId, paths: ['b.txt'] });
  expect(await shortStatus(core, projectId)).toContain('D. b.txt');
});

test('a project inside a repository shows its own part, and how much else would be committed', async () => {
  const folder = makeCommittedRepository(join(temporaryFolder('changes'), 'repository'), {
    'packages/one/a.txt': 'a\n',
    'b.txt': 'b\n',
  });
  const projectId = await openProject(core, join(folder, 'packages', 'one'));
  writeFiles(folder, { 'packages/one/a.txt': 'changed\n', 'b.txt': 'changed\n' });
  runGit(folder, 'add', 'b.txt');
  expect(await shortStatus(core, projectId)).toEqual(['.M a.txt']);
  expect((await readyStatus(core, projectId)).stagedOutside).toBe(1);
  await core.client.git.stage({ projectId, paths: ['a.txt'] });
  expect(runGit(folder, 'status', '--short').trim().split('\n')).toEqual(['M  b.txt', 'M  packages/one/a.txt']);
});

test('what is discarded comes back byte for byte, new files, links and modes too', async () => {
  const bytes = Uint8Array.from({ length: 70_000 }, (_, index) => (index * 7) % 256);
  const { folder, projectId, git } = await project({ 'a.txt': 'one\n', 'gone.txt': 'gone\n', 'run.sh': '#!/bin/sh\n' });
  writeFiles(folder, { 'a.txt': bytes, 'deep/er/new.bin': bytes });
  rmSync(join(folder, 'gone.txt'));
  symlinkSync('nowhere', join(folder, 'link'));
  writeFiles(folder, { 'run.sh': 'changed\r\n' });
  chmodSync(join(folder, 'run.sh'), 0o755);

  const { undoId, files } = await git.discard({ projectId, paths: null });
  expect(files).toBe(5);
  expect(await shortStatus(core, projectId)).toEqual([]);
  expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('one\n');
  expect(existsSync(join(folder, 'deep'))).toBe(false);

  const { restored } = await git.undoDiscard({ projectId, undoId });
  expect(restored.toSorted()).toEqual(['a.txt', 'deep/er/new.bin', 'gone.txt', 'link', 'run.sh']);
  expect(Uint8Array.from(readFileSync(join(folder, 'a.txt')))).toEqual(bytes);
  expect(Uint8Array.from(readFileSync(join(folder, 'deep/er/new.bin')))).toEqual(bytes);
  expect(existsSync(join(folder, 'gone.txt'))).toBe(false);
  expect(lstatSync(join(folder, 'link')).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(folder, 'run.sh'), 'utf8')).toBe('changed\r\n');
  expect(statSync(join(folder, 'run.sh')).mode & 0o777).toBe(0o755);
  expect((await refusal(git.undoDiscard({ projectId, undoId }))).code).toBe('CANNOT_UNDO');
});

test('a discard keeps what is staged, and its undo never replaces newer work', async () => {
  const { folder, projectId, git } = await project();
  writeFiles(folder, { 'a.txt': 'staged\n' });
  await git.stage({ projectId, paths: ['a.txt'] });
  writeFiles(folder, { 'a.txt': 'and more\n' });
  const { undoId } = await git.discard({ projectId, paths: ['a.txt'] });
  expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('staged\n');
  expect(await shortStatus(core, projectId)).toEqual(['M. a.txt']);
  writeFiles(folder, { 'a.txt': 'newer\n' });
  expect(await refusal(git.undoDiscard({ projectId, undoId }))).toMatchObject({ code: 'CANNOT_UNDO' });
  expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('newer\n');
  expect((await refusal(git.discard({ projectId, paths: ['b.txt'] }))).reason).toBe('other');
});

test('part of a file is staged by a patch and taken back', async () => {
  const { folder, projectId, git } = await project({ 'a.txt': '1\n2\n3\n4\n5\n6\n7\n8\n' });
  writeFiles(folder, { 'a.txt': 'one\n2\n3\n4\n5\n6\n7\neight\n' });
  const patch = '--- a/a.txt\n+++ b/a.txt\n@@ -1,2 +1,2 @@\n-1\n+one\n 2\n';
  await git.applyPatch({ projectId, patch, target: 'index', reverse: false });
  expect(runGit(folder, 'show', ':a.txt')).toBe('one\n2\n3\n4\n5\n6\n7\n8\n');
  expect(await shortStatus(core, projectId)).toEqual(['MM a.txt']);
  await git.applyPatch({ projectId, patch, target: 'index', reverse: true });
  expect(await shortStatus(core, projectId)).toEqual(['.M a.txt']);
  await git.applyPatch({ projectId, patch, target: 'files', reverse: true });
  expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('1\n2\n3\n4\n5\n6\n7\neight\n');
  const wrong = patch.replace('-1', '-not there');
  expect((await refusal(git.applyPatch({ projectId, patch: wrong, target: 'index', reverse: false }))).reason).toBe(
    'patchDoesNotApply',
  );
});

test('commits: message, sign-off, amend, everything at once, undo', async () => {
  const { folder, projectId, git } = await project();
  writeFiles(folder, { 'a.txt': 'changed\n' });
  expect((await refusal(git.commit({ projectId, message: '  ' }))).reason).toBe('emptyMessage');
  expect((await refusal(git.commit({ projectId, message: 'Nothing' }))).reason).toBe('nothingToCommit');
  const { subject } = await git.commit({ projectId, message: '#1 Second\n\nWith a body.', all: true, signOff: true });
  expect(subject).toBe('#1 Second');
  expect(runGit(folder, 'log', '-1', '--format=%B').trim()).toBe(
    '#1 Second\n\nWith a body.\n\nSigned-off-by: Mira Okafor <mira@example.com>',
  );
  writeFiles(folder, { 'b.txt': 'changed too\n' });
  await git.commit({ projectId, message: '', amend: true, all: true });
  expect(runGit(folder, 'show', '--stat', '--format=%s', 'HEAD')).toMatch(/^#1 Second\n[\s\S]*2 files changed/);
  expect((await git.messages({ projectId, limit: 10 })).messages.map((message) => message.split('\n')[0])).toEqual([
    '#1 Second',
    'First',
  ]);
  const { message } = await git.undoCommit({ projectId });
  expect(message).toContain('With a body.');
  expect(await shortStatus(core, projectId)).toEqual(['M. a.txt', 'M. b.txt']);
  await git.undoCommit({ projectId });
  expect((await readyStatus(core, projectId)).head.commit).toBeNull();
  expect(await git.messages({ projectId, limit: 10 })).toEqual({ messages: [] });
});

test('a hook that refuses shows what it said; in a restricted folder it does not run', async () => {
  const { folder, projectId, git } = await project();
  const hook = join(folder, '.git', 'hooks', 'pre-commit');
  writeFileSync(hook, '#!/bin/sh\necho "2 problems in a.txt"\nexit 1\n');
  chmodSync(hook, 0o755);
  writeFiles(folder, { 'a.txt': 'changed\n' });
  const refused = await refusal(git.commit({ projectId, message: 'Second', all: true }));
  expect(refused).toMatchObject({ code: 'GIT_FAILED', reason: 'hookFailed' });
  expect(refused.output).toContain('2 problems in a.txt');
  await core.client.projects.trust({ projectId, trusted: false });
  expect(await git.commit({ projectId, message: 'Second', all: true })).toMatchObject({ subject: 'Second' });
});

test('an index that is locked is said so, waited for, and freed only when nobody can be using it', async () => {
  const { folder, projectId, git } = await project();
  writeFiles(folder, { 'a.txt': 'changed\n' });
  const lock = join(folder, '.git', 'index.lock');
  writeFileSync(lock, '');
  const staging = git.stage({ projectId, paths: ['a.txt'] });
  rmSync(lock);
  await staging;
  writeFileSync(lock, '');
  expect((await refusal(git.unstage({ projectId, paths: ['a.txt'] }))).reason).toBe('locked');
  expect((await readyStatus(core, projectId)).lockedFor).toBeGreaterThanOrEqual(0);
  expect((await refusal(git.removeLock({ projectId }))).reason).toBe('locked');
  expect(existsSync(lock)).toBe(true);
  const longAgo = new Date(Date.now() - 60_000);
  utimesSync(lock, longAgo, longAgo);
  await git.removeLock({ projectId });
  expect((await readyStatus(core, projectId)).lockedFor).toBeNull();
  await git.unstage({ projectId, paths: ['a.txt'] });
});

test('branches: made, switched, renamed, deleted, and a detached head', async () => {
  const { folder, projectId, git } = await project();
  await git.createBranch({ projectId, name: 'feature', from: null, checkout: true });
  writeFiles(folder, { 'a.txt': 'on feature\n' });
  commitAll(folder, 'On feature');
  runGit(folder, 'tag', 'v1');
  expect((await refusal(git.createBranch({ projectId, name: 'feature', from: null, checkout: true }))).reason).toBe(
    'nameTaken',
  );
  await git.checkout({ projectId, name: 'main', kind: 'local' });
  expect((await readyStatus(core, projectId)).head.branch).toBe('main');
  writeFiles(folder, { 'a.txt': 'in the way\n' });
  expect((await refusal(git.checkout({ projectId, name: 'feature', kind: 'local' }))).reason).toBe('localChanges');
  await git.discard({ projectId, paths: null });
  await git.renameBranch({ projectId, name: 'feature', newName: 'feature/two' });
  expect((await refusal(git.deleteBranch({ projectId, name: 'feature/two', force: false }))).reason).toBe('notMerged');
  const { branches } = await git.branches({ projectId });
  expect(branches.map(({ kind, name, current, subject }) => [kind, name, current, subject])).toEqual(
    expect.arrayContaining([
      ['local', 'main', true, 'First'],
      ['local', 'feature/two', false, 'On feature'],
      ['tag', 'v1', false, 'On feature'],
    ]),
  );
  const { commit } = await git.deleteBranch({ projectId, name: 'feature/two', force: true });
  await git.createBranch({ projectId, name: 'again', from: commit, checkout: false });
  await git.checkout({ projectId, name: 'v1', kind: 'tag' });
  expect((await readyStatus(core, projectId)).head).toMatchObject({ branch: null, commit });
});

test('a merge that conflicts waits, shows it, and can be given up or ended', async () => {
  const { folder, projectId, git } = await project();
  runGit(folder, 'switch', '--quiet', '--create', 'other');
  writeFiles(folder, { 'a.txt': 'theirs\n' });
  commitAll(folder, 'Theirs');
  runGit(folder, 'switch', '--quiet', 'main');
  writeFiles(folder, { 'a.txt': 'ours\n' });
  commitAll(folder, 'Ours');
  expect((await refusal(git.merge({ projectId, name: 'other' }))).reason).toBe('conflicts');
  const waiting = await readyStatus(core, projectId);
  expect(waiting.operation).toEqual({ kind: 'merge', step: null, steps: null });
  expect(waiting.preparedMessage).toBe("Merge branch 'other'");
  expect(await shortStatus(core, projectId)).toEqual(['bothModified a.txt']);
  expect((await refusal(git.commit({ projectId, message: 'Too early' }))).reason).toBe('conflicts');
  await git.endOperation({ projectId, how: 'abort' });
  expect(await readyStatus(core, projectId)).toMatchObject({ operation: null, changes: [] });
  await expect(git.merge({ projectId, name: 'other' })).rejects.toThrow(/conflicts/);
  writeFiles(folder, { 'a.txt': 'both\n' });
  await git.stage({ projectId, paths: ['a.txt'] });
  await git.endOperation({ projectId, how: 'continue' });
  expect(runGit(folder, 'log', '-1', '--format=%s %P')).toMatch(/^Merge branch 'other' \w+ \w+/);
  expect((await refusal(git.endOperation({ projectId, how: 'abort' }))).reason).toBe('other');
});

test('a rebase that waits tells its steps', async () => {
  const { folder, projectId, git } = await project();
  runGit(folder, 'switch', '--quiet', '--create', 'other');
  for (const text of ['x', 'y']) {
    writeFiles(folder, { 'a.txt': `${text}\n` });
    commitAll(folder, text);
  }
  runGit(folder, 'switch', '--quiet', 'main');
  writeFiles(folder, { 'a.txt': 'main\n' });
  commitAll(folder, 'Main');
  runGit(folder, 'switch', '--quiet', 'other');
  expect(() => runGit(folder, 'rebase', 'main')).toThrow();
  expect((await readyStatus(core, projectId)).operation).toEqual({ kind: 'rebase', step: 1, steps: 2 });
  await git.endOperation({ projectId, how: 'skip' }).catch(() => {});
  expect((await readyStatus(core, projectId)).operation).toEqual({ kind: 'rebase', step: 2, steps: 2 });
  await git.endOperation({ projectId, how: 'abort' });
  expect((await readyStatus(core, projectId)).head.branch).toBe('other');
});

test('stashes: pushed with a message and new files, applied, popped, dropped and taken back', async () => {
  const { folder, projectId, git } = await project();
  expect((await refusal(git.stashPush({ projectId, message: '', untracked: true }))).reason).toBe('nothingToCommit');
  writeFiles(folder, { 'a.txt': 'changed\n', 'new.txt': 'new\n' });
  await git.stage({ projectId, paths: ['a.txt'] });
  await git.stashPush({ projectId, message: 'For later', untracked: true });
  expect(await readyStatus(core, projectId)).toMatchObject({ changes: [], stashes: 1 });
  const [stash] = (await git.stashes({ projectId })).stashes;
  expect(stash).toMatchObject({ index: 0, message: 'On main: For later' });
  const { commit, message } = stash ?? { commit: '', message: '' };
  await git.stashApply({ projectId, index: 0, commit, pop: false });
  expect(await shortStatus(core, projectId)).toEqual(['M. a.txt', '?? new.txt']);
  await git.unstage({ projectId, paths: null });
  await git.discard({ projectId, paths: null });
  await git.stashDrop({ projectId, index: 0, commit });
  expect((await git.stashes({ projectId })).stashes).toEqual([]);
  expect((await refusal(git.stashDrop({ projectId, index: 0, commit }))).reason).toBe('other');
  await git.stashRestore({ projectId, commit, message });
  await git.stashApply({ projectId, index: 0, commit, pop: true });
  expect(await readyStatus(core, projectId)).toMatchObject({ stashes: 0 });
  expect(await shortStatus(core, projectId)).toEqual(['M. a.txt', '?? new.txt']);
});

test('windows are told when files, the index, branches or the repository itself change', async () => {
  const folder = join(temporaryFolder('changes'), 'plain');
  writeFiles(folder, { 'a.txt': 'one\n' });
  const projectId = await openProject(core, folder);
  const events = await core.events(projectId);
  const told = () => events.of('git.statusChanged').at(-1)?.status;
  await core.client.git.status({ projectId });
  await vi.waitFor(() => expect(told()).toEqual({ state: 'noRepository' }), 5000);
  // Until its watch has begun the new repository goes unseen; it is made again until it is told.
  await vi.waitFor(
    () => {
      rmSync(join(folder, '.git'), { recursive: true, force: true });
      makeRepository(folder);
      expect(told()).toMatchObject({ state: 'ready' });
    },
    { timeout: 10_000, interval: 500 },
  );
  await vi.waitFor(() => expect(told()).toMatchObject({ changes: [{ path: 'a.txt', untracked: true }] }), 5000);
  runGit(folder, 'add', 'a.txt');
  await vi.waitFor(() => expect(told()).toMatchObject({ changes: [{ path: 'a.txt', staged: 'added' }] }), 5000);
  runGit(folder, 'commit', '--quiet', '--message=First');
  await vi.waitFor(() => expect(told()).toMatchObject({ changes: [], head: { branch: 'main' } }), 5000);
  writeFiles(folder, { 'a.txt': 'two\n' });
  await vi.waitFor(() => expect(told()).toMatchObject({ changes: [{ path: 'a.txt', unstaged: 'modified' }] }), 5000);
  runGit(folder, 'switch', '--quiet', '--create', 'other');
  await vi.waitFor(() => expect(told()).toMatchObject({ head: { branch: 'other' } }), 5000);
  await events.close();
});

test('git that is not there, and a status of very many files, are states of their own', async () => {
  const { folder, projectId } = await project();
  for (let file = 0; file < 10_050; file += 1) writeFileSync(join(folder, `file-${file}.txt`), '');
  const status = await readyStatus(core, projectId);
  expect(status.truncated).toBe(true);
  expect(status.changes).toHaveLength(10_000);
  await core.client.settings.update({ scope: 'user', projectId: null, key: 'git.path', value: '/no/such/git' });
  try {
    expect((await core.client.git.status({ projectId })).status).toEqual({
      state: 'gitMissing',
      program: '/no/such/git',
    });
    expect((await refusal(core.client.git.stage({ projectId, paths: null }))).reason).toBe('missing');
  } finally {
    await core.client.settings.update({ scope: 'user', projectId: null, key: 'git.path' });
  }
});

test('in a restricted folder nothing of it runs, no remote is reached, and filters are not left out silently', async () => {
  const folder = join(temporaryFolder('changes'), 'malicious');
  const { ran } = makeMaliciousRepository(folder);
  const projectId = await openProject(core, folder, false);
  const { git } = core.client;
  const { status } = await git.status({ projectId });
  expect(status).toMatchObject({ state: 'ready' });
  expect(await refusal(git.stage({ projectId, paths: ['filtered.txt'] }))).toMatchObject({ code: 'NOT_TRUSTED' });
  expect(await refusal(git.discard({ projectId, paths: ['filtered.txt'] }))).toMatchObject({ code: 'NOT_TRUSTED' });
  writeFiles(folder, { 'plain.md': 'plain\n' });
  await git.stage({ projectId, paths: ['plain.md'] });
  await git.branches({ projectId });
  const fetching = (async () => {
    for await (const _ of await git.remote({ projectId, action: 'fetch' })) {
      // Nothing comes.
    }
  })();
  expect(await refusal(fetching)).toMatchObject({ code: 'NOT_TRUSTED' });
  expect(ran()).toEqual([]);
});
