import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { watchRepository } from '../watch-repository.ts';
import type { Repository } from './repository.ts';

/** Milliseconds that must pass without a change before it is told. */
const quiet = 80;

/** What git keeps while one of these waits. */
const unfinished = ['MERGE_HEAD', 'CHERRY_PICK_HEAD', 'REVERT_HEAD', 'rebase-merge', 'rebase-apply'];

export interface RepositoryFacts {
  readonly head: string | null;
  /** A merge, cherry-pick, revert or rebase waits for its conflicts to be solved. */
  readonly merging: boolean;
}

/** Yields at the start and whenever the index, HEAD or a branch has changed, until aborted. */
export async function* followRepository(
  { git, folder }: Repository,
  signal?: AbortSignal,
): AsyncGenerator<RepositoryFacts, void, void> {
  const gitFolder = (await git.text(['rev-parse', '--absolute-git-dir'])).trimEnd();
  let changed = true;
  let timer: NodeJS.Timeout | undefined;
  let wake = () => {};
  const watcher = watchRepository(folder, () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      changed = true;
      wake();
    }, quiet);
  });
  const onAbort = () => wake();
  signal?.addEventListener('abort', onAbort);
  try {
    await watcher.ready;
    while (!signal?.aborted) {
      if (changed) {
        changed = false;
        const [head, merging] = await Promise.all([readHead(git), isMerging(gitFolder)]);
        yield { head, merging };
      } else {
        await new Promise<void>((done) => {
          wake = done;
        });
      }
    }
  } finally {
    signal?.removeEventListener('abort', onAbort);
    clearTimeout(timer);
    watcher.dispose();
  }
}

async function readHead(git: Repository['git']): Promise<string | null> {
  const text = await git.text(['rev-parse', '--verify', '--quiet', 'HEAD']).catch(() => '');
  return text.trim() || null;
}

async function isMerging(gitFolder: string): Promise<boolean> {
  const found = await Promise.all(
    unfinished.map((name) =>
      access(join(gitFolder, name)).then(
        () => true,
        () => false,
      ),
    ),
  );
  return found.includes(true);
}
