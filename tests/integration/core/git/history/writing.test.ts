import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ClonePart } from '../../../../../contract/desktop/git/history.ts';
import { startCore, type TestCore } from '../../../../support/core.ts';
import { makeRepository, runGit } from '../../../../support/git-repository.ts';
import { commitFile, makeConflict, makeLongHistory } from '../../../../support/history-repository.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';
import { makeMaliciousRepository } from '../malicious-repository.ts';

let core: TestCore;
beforeAll(async () => {
  core = await startCore();
});
afterAll(() => core.dispose());

const history = () => core.client.gitHistory;
const openProject = async (path: string, trusted = true) => {
  const { project } = await core.client.projects.open({ path });
  if (trusted) await core.client.projects.trust({ projectId: project.id, trusted: true });
  return project.id;
};
const message = (error: unknown) => (error instanceof Error ? error.message : String(error));

test('hunks are staged and unstaged, and nothing else can come along with them', async () => {
  const folder = makeRepository(join(temporaryFolder('apply'), 'r'));
  mkdirSync(join(folder, 'sub'));
  commitFile(folder, 'sub/a "b".txt', 'one\ntwo\nthree\n', 'First');
  writeFileSync(join(folder, 'sub/a "b".txt'), 'ONE\ntwo\nthree\n');
  const projectId = await openProject(join(folder, 'sub'), false);
  const request = { projectId, path: 'a "b".txt', encoding: 'utf-8', hunks: '@@ -1,2 +1,2 @@\n-one\n+ONE\n two\n' };
  await history().applyToIndex({ ...request, reverse: false });
  expect(runGit(folder, 'show', ':sub/a "b".txt')).toBe('ONE\ntwo\nthree\n');
  await expect(history().applyToIndex({ ...request, reverse: false })).rejects.toThrow();
  await history().applyToIndex({ ...request, reverse: true });
  expect(runGit(folder, 'diff', '--cached')).toBe('');
  const sneaky = `${request.hunks}diff --git a/x b/x\nnew file mode 100644\n--- /dev/null\n+++ b/x\n@@ -0,0 +1 @@\n+x\n`;
  await expect(history().applyToIndex({ ...request, hunks: sneaky, reverse: false })).rejects.toThrow(
    /no change of one/,
  );
  expect(runGit(folder, 'diff', '--cached')).toBe('');
});

test('branches are made and checked out, and git says why when it will not', async () => {
  const folder = makeRepository(join(temporaryFolder('branches'), 'r'));
  const first = commitFile(folder, 'a.txt', 'a\n', 'First');
  commitFile(folder, 'a.txt', 'b\n', 'Second');
  const projectId = await openProject(folder);
  await history().createBranch({ projectId, hash: first, name: 'older', checkout: false });
  expect(runGit(folder, 'rev-parse', 'older').trim()).toBe(first);
  await history().checkout({ projectId, ref: 'older' });
  expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('a\n');
  await history().createBranch({ projectId, hash: first, name: 'third', checkout: true });
  expect(runGit(folder, 'branch', '--show-current').trim()).toBe('third');
  writeFileSync(join(folder, 'a.txt'), 'mine\n');
  await expect(history().checkout({ projectId, ref: 'main' })).rejects.toThrow(/local changes.*a\.txt/);
  await expect(history().createBranch({ projectId, hash: first, name: 'third', checkout: false })).rejects.toThrow(
    /third/,
  );
  await expect(history().checkout({ projectId, ref: '--force' })).rejects.toThrow();
  await core.client.projects.trust({ projectId, trusted: false });
  await expect(history().checkout({ projectId, ref: 'main' })).rejects.toThrow(/not trusted/);
});

test('a commit is taken back and picked; conflicts are told', async () => {
  const folder = makeRepository(join(temporaryFolder('replay'), 'r'));
  commitFile(folder, 'a.txt', 'one\n', 'First');
  const second = commitFile(folder, 'a.txt', 'two\n', 'Second');
  const projectId = await openProject(folder);
  runGit(folder, 'config', 'user.name', 'Test');
  runGit(folder, 'config', 'user.email', 'test@localhost');
  expect(await history().revert({ projectId, hash: second })).toEqual({ outcome: 'done', conflicts: [] });
  expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('one\n');
  expect(await history().cherryPick({ projectId, hash: second })).toEqual({ outcome: 'done', conflicts: [] });
  expect(await history().cherryPick({ projectId, hash: second })).toEqual({ outcome: 'nothing', conflicts: [] });
  expect(runGit(folder, 'status', '--porcelain')).toBe('');
  commitFile(folder, 'a.txt', 'three\n', 'Third');
  expect(await history().revert({ projectId, hash: second })).toEqual({ outcome: 'conflicts', conflicts: ['a.txt'] });
});

test('a conflict has three sides, and is staged when it is solved', async () => {
  const folder = join(temporaryFolder('conflict'), 'r');
  makeConflict(folder, { 'a.txt': ['base\n', 'ours\n', 'theirs\n'], 'b.txt': ['b\n', 'bb\n', 'bbb\n'] });
  const projectId = await openProject(folder);
  expect(await history().conflict({ projectId, path: 'a.txt' })).toEqual({
    sides: { base: 'base\n', current: 'ours\n', incoming: 'theirs\n', currentName: 'main', incomingName: 'feature' },
  });
  expect(await history().conflict({ projectId, path: 'none.txt' })).toEqual({ sides: null });
  writeFileSync(join(folder, 'a.txt'), 'both\n');
  expect(await history().completeMerge({ projectId, path: 'a.txt' })).toEqual({ left: ['b.txt'] });
  expect(await history().conflict({ projectId, path: 'a.txt' })).toEqual({ sides: null });
  expect(runGit(folder, 'show', ':a.txt')).toBe('both\n');
});

test('reading and staging in a folder that is not trusted runs nothing of it', async () => {
  const folder = join(temporaryFolder('malicious'), 'r');
  const malicious = makeMaliciousRepository(folder);
  const projectId = await openProject(folder, false);
  const hash = runGit(folder, '-c', 'core.fsmonitor=false', 'rev-parse', 'HEAD').trim();
  const before = malicious.ran().length;
  for await (const _ of await history().log({ projectId, skip: 0, limit: 10, scope: 'all' }));
  await history().commit({ projectId, hash });
  for await (const _ of await history().fileHistory({ projectId, path: 'filtered.txt', limit: 10 }));
  for await (const _ of await history().fileHistory({
    projectId,
    path: 'filtered.txt',
    range: { start: 1, end: 1 },
    limit: 10,
  }));
  for await (const _ of await history().blame({ projectId, path: 'filtered.txt' }));
  await history().fileAt({ projectId, path: 'filtered.txt', ref: 'HEAD' });
  await history().conflict({ projectId, path: 'filtered.txt' });
  await history().completeMerge({ projectId, path: 'filtered.txt' });
  await history()
    .applyToIndex({
      projectId,
      path: 'filtered.txt',
      hunks: '@@ -1 +1 @@\n-text\n+more\n',
      encoding: 'utf-8',
      reverse: false,
    })
    .catch(() => undefined);
  expect(malicious.ran().slice(before)).toEqual([]);
});

async function clone(url: string, parentPath: string, name: string, signal?: AbortSignal): Promise<ClonePart[]> {
  const parts: ClonePart[] = [];
  for await (const part of await history().clone({ url, parentPath, name }, signal ? { signal } : {})) parts.push(part);
  return parts;
}

test('a repository is cloned with its progress, and every failure leaves nothing behind', async () => {
  const base = temporaryFolder('clone');
  makeLongHistory(join(base, 'source'), 3000);
  runGit(base, 'clone', '--quiet', '--bare', 'source', 'source.git');
  const target = join(base, 'target');
  mkdirSync(target);
  const url = pathToFileURL(join(base, 'source.git')).href;
  const parts = await clone(url, target, 'copy');
  expect(parts.at(-1)).toEqual({ type: 'cloned', path: join(target, 'copy') });
  expect(parts.filter(({ type }) => type === 'progress').length).toBeGreaterThan(0);
  expect(runGit(join(target, 'copy'), 'rev-list', '--count', 'HEAD').trim()).toBe('3000');
  const opened = await core.client.projects.open({ path: join(target, 'copy') });
  expect(opened.project.trusted).toBe(false);

  expect(message(await clone(url, target, 'copy').catch((error) => error))).toMatch(/already something/);
  expect(message(await clone(`${url}x`, target, 'other').catch((error) => error))).toMatch(/no repository at that/);
  expect(message(await clone('ext::sh -c touch%20/tmp/x', target, 'other').catch((error) => error))).toMatch(/program/);
  expect(message(await clone('--upload-pack=touch x', target, 'other').catch((error) => error))).toMatch(
    /not the address/,
  );
  expect(message(await clone(url, join(target, 'none'), 'x').catch((error) => error))).toMatch(/no folder/);
  expect(readdirSync(target)).toEqual(['copy']);

  const stop = new AbortController();
  const cancelled = (async () => {
    for await (const _ of await history().clone(
      { url, parentPath: target, name: 'stopped' },
      { signal: stop.signal },
    )) {
      stop.abort();
    }
  })();
  await cancelled.catch(() => undefined);
  await expect.poll(() => existsSync(join(target, 'stopped'))).toBe(false);
});
