import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { GitOperation } from '../../../contract/model/git-status.ts';

const longestMessage = 20_000;

/** What files in the git folder tell without a process. */
export interface RepositoryState {
  readonly operation: GitOperation | null;
  readonly preparedMessage: string | null;
  /** Seconds. */
  readonly lockedFor: number | null;
}

/** Reads whether a merge, rebase, cherry-pick or revert waits, the message prepared for it, and the index's lock. */
export async function readRepositoryState(gitFolder: string, now = Date.now()): Promise<RepositoryState> {
  const [operation, message, lockedFor] = await Promise.all([
    readOperation(gitFolder),
    read(join(gitFolder, 'MERGE_MSG')),
    lockAge(gitFolder, now),
  ]);
  return { operation, preparedMessage: message === null ? null : withoutComments(message), lockedFor };
}

/** Where the lock of the index is. */
export function lockPath(gitFolder: string): string {
  return join(gitFolder, 'index.lock');
}

/** Seconds since the index was locked; null when it is free. */
export async function lockAge(gitFolder: string, now = Date.now()): Promise<number | null> {
  const found = await stat(lockPath(gitFolder)).catch(() => null);
  return found === null ? null : Math.max(0, Math.round((now - found.mtimeMs) / 1000));
}

async function readOperation(gitFolder: string): Promise<GitOperation | null> {
  const at = (...names: string[]) => join(gitFolder, ...names);
  const [interactive, applying, merge, pick, revert] = await Promise.all([
    exists(at('rebase-merge')),
    exists(at('rebase-apply')),
    exists(at('MERGE_HEAD')),
    exists(at('CHERRY_PICK_HEAD')),
    exists(at('REVERT_HEAD')),
  ]);
  if (interactive || applying) {
    const folder = interactive ? 'rebase-merge' : 'rebase-apply';
    const [step, steps] = await Promise.all([
      readNumber(at(folder, interactive ? 'msgnum' : 'next')),
      readNumber(at(folder, interactive ? 'end' : 'last')),
    ]);
    return { kind: 'rebase', step, steps };
  }
  const kind = merge ? 'merge' : pick ? 'cherryPick' : revert ? 'revert' : null;
  return kind === null ? null : { kind, step: null, steps: null };
}

/** Git's remarks for its own editor are no part of the message. */
function withoutComments(message: string): string | null {
  const lines = message.split('\n').filter((line) => !line.startsWith('#'));
  return lines.join('\n').trim().slice(0, longestMessage) || null;
}

async function read(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch(() => null);
}

async function readNumber(path: string): Promise<number | null> {
  const value = Number.parseInt((await read(path)) ?? '', 10);
  return Number.isFinite(value) ? value : null;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
