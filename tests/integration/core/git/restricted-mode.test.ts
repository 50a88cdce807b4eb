import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createGit, makeFirstCommit, restrictedDiffArguments } from '../../../../src-main/core/git/index.ts';
import { runGit } from '../../../support/git-repository.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { countTraps, makeMaliciousRepository } from './malicious-repository.ts';

test('the traps work: plain git runs what the repository names', () => {
  const folder = join(temporaryFolder('malicious'), 'repository');
  const { ran } = makeMaliciousRepository(folder);
  expect(countTraps(folder)).toBeGreaterThan(15);
  runGit(folder, 'status');
  expect(ran()).toContain('fsmonitor');
});

test('in a folder that is not trusted git runs nothing that the repository names', async () => {
  const folder = join(temporaryFolder('malicious'), 'repository');
  const { ran } = makeMaliciousRepository(folder);
  const git = await createGit({ folder, trusted: false });
  expect(await git.raw(['status', '--porcelain'])).toContain('more.txt');
  await git.raw(['diff', ...restrictedDiffArguments]);
  await git.raw(['log', '--patch', ...restrictedDiffArguments]);
  await git.raw(['add', '--all']);
  await git.raw(['-c', 'user.name=Test', '-c', 'user.email=test@localhost', 'commit', '--message=Second']);
  await git.raw(['checkout', '-b', 'other']);
  await git.raw(['stash', 'list']);
  writeFileSync(join(folder, 'name.odd'), 'changed\n');
  await git.raw(['add', 'name.odd']);
  await expect(git.raw(['fetch', 'origin'])).rejects.toThrow(/not allowed/);
  expect(ran()).toEqual([]);
  expect((await git.raw(['log', '--format=%s'])).trim().split('\n')).toEqual(['Second', 'First']);
});

test('the first commit runs no hook, wherever hooks come from', async () => {
  const folder = join(temporaryFolder('malicious'), 'repository');
  const { ran } = makeMaliciousRepository(folder);
  expect(await makeFirstCommit(folder)).toBe(true);
  expect(ran()).toEqual([]);
  expect(
    runGit(folder, '-c', 'core.fsmonitor=false', '-c', 'log.showSignature=false', 'log', '-1', '--format=%s'),
  ).toBe('First commit\n');
});

test('in a trusted folder git is as its owner set it up', async () => {
  const folder = join(temporaryFolder('malicious'), 'repository');
  const { ran } = makeMaliciousRepository(folder);
  const git = await createGit({ folder, trusted: true });
  await git.raw(['status', '--porcelain']);
  expect(ran()).toContain('fsmonitor');
});

test('git that is not there is no error of a first commit', async () => {
  const folder = temporaryFolder('first-commit');
  expect(await makeFirstCommit(folder, { program: '/no/such/git' })).toBe(false);
});
