import { execFileSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commitRun } from '../../../../src-main/core/generate/commit-run.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { writeTree } from '../../../support/write-tree.ts';

const program = 'git';
const git = (folder: string, ...args: string[]) => execFileSync('git', args, { cwd: folder, encoding: 'utf8' }).trim();
const log = (folder: string) => git(folder, 'log', '--all', '--format=%s');

/** Files as a run has written them. */
function writtenFolder(): string {
  const folder = temporaryFolder();
  writeTree(folder, { 'index.html': '<!doctype html>\n', 'src/a.js': 'export {};\n' });
  return folder;
}

test('a first commit that failed is made the next time', async () => {
  const folder = writtenFolder();
  const failing = join(temporaryFolder(), 'git');
  writeFileSync(failing, '#!/bin/sh\n[ "$1" = commit ] && { echo "disk full" >&2; exit 1; }\nexec git "$@"\n');
  chmodSync(failing, 0o755);
  await expect(commitRun(folder, { program: failing })).rejects.toMatchObject({ code: 'GIT_FAILED' });
  expect(log(folder)).toBe('');
  await commitRun(folder, { program });
  expect(log(folder)).toBe('First commit');
  expect(git(folder, 'status', '--porcelain')).toBe('');
  expect(git(folder, 'config', '--get', 'flashfusion.generated')).toBe(git(folder, 'rev-parse', 'HEAD'));
});

test.each([
  ['right after its repository was made', () => {}],
  ['while git took up the files', (folder: string) => writeFileSync(join(folder, '.git', 'index.lock'), '')],
])('a run that was ended %s gets its first commit', async (_when, leave) => {
  const folder = writtenFolder();
  git(folder, 'init', '--quiet', '--initial-branch=main');
  leave(folder);
  await commitRun(folder, { program });
  expect(log(folder)).toBe('First commit');
  expect(git(folder, 'status', '--porcelain')).toBe('');
});

test.each([
  ['a remote', (folder: string) => git(folder, 'remote', 'add', 'origin', 'https://example.com/a.git'), ''],
  [
    'a commit',
    (folder: string) => {
      git(
        folder,
        '-c',
        'user.name=Me',
        '-c',
        'user.email=me@localhost',
        'commit',
        '--quiet',
        '--allow-empty',
        '-mMine',
      );
      git(folder, 'switch', '--quiet', '--orphan', 'other');
    },
    'Mine',
  ],
])("somebody's own repository, with %s, is left as it is", async (_what, make, commits) => {
  const folder = temporaryFolder();
  git(folder, 'init', '--quiet', '--initial-branch=main');
  make(folder);
  writeTree(folder, { 'index.html': '<!doctype html>\n' });
  await commitRun(folder, { program });
  expect(log(folder)).toBe(commits);
});

test('without git, what was begun stays', async () => {
  const folder = writtenFolder();
  git(folder, 'init', '--quiet');
  await commitRun(folder, { program: join(temporaryFolder(), 'none') });
  expect(log(folder)).toBe('');
});
