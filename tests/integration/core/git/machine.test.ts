import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startCore, type TestCore } from '../../../support/core.ts';
import { makeCommittedRepository, openProject, shortStatus, writeFiles } from '../../../support/git-project.ts';
import { runGit } from '../../../support/git-repository.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

let core: TestCore;
beforeEach(async () => {
  core = await startCore();
});
afterEach(() => core.dispose());

/** Sets `git.path` to a git whose user has a configuration of its own, and to whom repositories may seem another's. */
async function useGitOf(options: { anotherOwner: boolean }): Promise<{ configuration: string }> {
  const folder = temporaryFolder('machine');
  const configuration = join(folder, 'gitconfig');
  const program = join(folder, 'git');
  writeFileSync(configuration, '');
  writeFileSync(
    program,
    `#!/bin/sh\nexport GIT_CONFIG_GLOBAL='${configuration}' GIT_CONFIG_NOSYSTEM=1\n${
      options.anotherOwner ? 'export GIT_TEST_ASSUME_DIFFERENT_OWNER=1\n' : ''
    }exec git "$@"\n`,
  );
  chmodSync(program, 0o755);
  await core.client.settings.update({ scope: 'user', projectId: null, key: 'git.path', value: program });
  return { configuration };
}

test("another user's repository is a state of its own until its owner is said to be fine", async () => {
  const folder = makeCommittedRepository(join(temporaryFolder('machine'), 'repository'), { 'a.txt': 'one\n' });
  const { configuration } = await useGitOf({ anotherOwner: true });
  const projectId = await openProject(core, folder);
  const { git } = core.client;
  expect((await git.status({ projectId })).status).toEqual({ state: 'unsafe', root: folder });
  await git.trustOwner({ projectId });
  expect(readFileSync(configuration, 'utf8')).toContain(folder);
  expect(await shortStatus(core, projectId)).toEqual([]);
});

test('who commits is asked for where git does not know, and kept for this user', async () => {
  const folder = makeCommittedRepository(join(temporaryFolder('machine'), 'repository'), { 'a.txt': 'one\n' });
  runGit(folder, 'config', '--unset', 'user.name');
  runGit(folder, 'config', '--unset', 'user.email');
  runGit(folder, 'config', 'user.useConfigOnly', 'true');
  const { configuration } = await useGitOf({ anotherOwner: false });
  const projectId = await openProject(core, folder);
  writeFiles(folder, { 'a.txt': 'two\n' });
  const { git } = core.client;
  await expect(git.commit({ projectId, message: 'Second', all: true })).rejects.toMatchObject({
    data: { reason: 'identityUnknown' },
  });
  await git.setIdentity({ projectId, name: 'Mira Okafor', email: 'mira@example.com' });
  await git.commit({ projectId, message: 'Second' });
  expect(runGit(folder, 'log', '-1', '--format=%an %ae')).toBe('Mira Okafor mira@example.com\n');
  expect(readFileSync(configuration, 'utf8')).toContain('mira@example.com');
});
