import { type FSWatcher, watch } from 'node:fs';
import { access } from 'node:fs/promises';
import { join, resolve } from 'node:path';
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
export async function* watchRepository(
  repository: Repository,
  signal?: AbortSignal,
): AsyncGenerator<RepositoryFacts, void, void> {
  const { git, folder } = repository;
  const answer = await git.text(['rev-parse', '--absolute-git-dir', '--git-common-dir']);
  const [gitFolder = '', common = ''] = answer.split('\n');
  const commonFolder = resolve(folder, common);
  const watchers: FSWatcher[] = [];
  let changed = true;
  let timer: NodeJS.Timeout | undefined;
  let wake = () => {};
  const touch = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      changed = true;
      wake();
    }, quiet);
  };
  const open = (path: string, fits: (name: string) => boolean) => {
    try {
      const watcher = watch(path, { persistent: false }, (_kind, name) => {
        if (name === null || fits(name)) touch();
      });
      watcher.on('error', () => watcher.close());
      watchers.push(watcher);
    } catch {
      // A repository without commits has no such folder yet; HEAD tells when it does.
    }
  };
  const watched = new Set(['HEAD', 'index', 'packed-refs', ...unfinished]);
  open(gitFolder, (name) => watched.has(name));
  open(join(gitFolder, 'logs'), (name) => name === 'HEAD');
  open(join(commonFolder, 'refs', 'heads'), (name) => !name.endsWith('.lock'));
  open(join(commonFolder, 'refs', 'tags'), (name) => !name.endsWith('.lock'));
  if (commonFolder !== gitFolder) open(commonFolder, (name) => name === 'packed-refs');
  const onAbort = () => wake();
  signal?.addEventListener('abort', onAbort);
  try {
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
    for (const watcher of watchers) watcher.close();
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
