import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';

// What the machine's own configuration says must not decide how a test ends.
const environment = {
  ...process.env,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_AUTHOR_NAME: 'Test',
  GIT_AUTHOR_EMAIL: 'test@localhost',
  GIT_COMMITTER_NAME: 'Test',
  GIT_COMMITTER_EMAIL: 'test@localhost',
};

/** Runs git in a folder; returns what it printed. */
export function runGit(folder: string, ...args: string[]): string {
  return execFileSync('git', args, {
    cwd: folder,
    env: environment,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Makes an empty repository with the branch `main`. */
export function makeRepository(folder: string): string {
  mkdirSync(folder, { recursive: true });
  runGit(folder, 'init', '--quiet', '--initial-branch=main');
  return folder;
}
