import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { createEventHub } from '../../../../src-main/core/events/index.ts';
import { createGitService } from '../../../../src-main/core/git/index.ts';
import { makeRepository, runGit } from '../../../support/git-repository.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

function repositoryWithCommit(): string {
  const folder = makeRepository(join(temporaryFolder('branch'), 'repository'));
  writeFileSync(join(folder, 'a.txt'), 'a');
  runGit(folder, 'add', '--all');
  runGit(folder, 'commit', '--quiet', '--message=First');
  return folder;
}

test('the branch is read where the repository is, above it, and in a worktree', async () => {
  const git = createGitService({ events: createEventHub() });
  const folder = repositoryWithCommit();
  expect(await git.describe(folder)).toEqual({ branch: 'main' });
  mkdirSync(join(folder, 'packages', 'one'), { recursive: true });
  expect(await git.describe(join(folder, 'packages', 'one'))).toEqual({ branch: 'main' });
  runGit(folder, 'worktree', 'add', '--quiet', '-b', 'feature/one', '../worktree');
  expect(await git.describe(join(folder, '..', 'worktree'))).toEqual({ branch: 'feature/one' });
  runGit(folder, 'checkout', '--quiet', '--detach');
  const commit = runGit(folder, 'rev-parse', 'HEAD').slice(0, 7);
  expect(await git.describe(folder)).toEqual({ branch: commit });
  expect(await git.describe(temporaryFolder('plain'))).toBeNull();
});

test('a repository without a commit has its branch already', async () => {
  const folder = makeRepository(join(temporaryFolder('branch'), 'empty'));
  expect(await createGitService({ events: createEventHub() }).describe(folder)).toEqual({ branch: 'main' });
});

test('another branch is told once, until it is disposed of', async () => {
  const events = createEventHub();
  const told: unknown[] = [];
  events.listen((event) => told.push(event));
  const folder = repositoryWithCommit();
  const watching = createGitService({ events }).watch('project', folder);
  // Until the watch has begun a change goes unseen; so the branch is changed until one is told.
  let attempt = 0;
  await vi.waitFor(
    () => {
      attempt += 1;
      runGit(folder, 'checkout', '--quiet', '-B', `branch-${attempt}`);
      expect(told).not.toEqual([]);
    },
    { timeout: 5000, interval: 200 },
  );
  runGit(folder, 'checkout', '--quiet', '-B', 'last');
  await vi.waitFor(() => expect(told.at(-1)).toEqual({ type: 'git.changed', projectId: 'project', branch: 'last' }));
  watching.dispose();
  const count = told.length;
  runGit(folder, 'checkout', '--quiet', 'main');

  // A second watch that sees the next change proves that the first would have had the time to.
  const other = createEventHub();
  const seen: unknown[] = [];
  other.listen((event) => seen.push(event));
  const watchingToo = createGitService({ events: other }).watch('project', folder);
  await vi.waitFor(
    () => {
      attempt += 1;
      runGit(folder, 'checkout', '--quiet', '-B', `branch-${attempt}`);
      expect(seen).not.toEqual([]);
    },
    { timeout: 5000, interval: 200 },
  );
  watchingToo.dispose();
  expect(told.length).toBe(count);
});

test('a folder that becomes a repository is told', async () => {
  const events = createEventHub();
  const told: unknown[] = [];
  events.listen((event) => told.push(event));
  const folder = temporaryFolder('becomes');
  const watching = createGitService({ events }).watch('project', folder);
  await vi.waitFor(
    () => {
      rmSync(join(folder, '.git'), { recursive: true, force: true });
      makeRepository(folder);
      expect(told).not.toEqual([]);
    },
    { timeout: 5000, interval: 200 },
  );
  expect(told).toEqual([{ type: 'git.changed', projectId: 'project', branch: 'main' }]);
  watching.dispose();
});
