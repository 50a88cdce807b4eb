import { type FSWatcher, watch } from 'node:fs';
import { join } from 'node:path';
import { findRepository } from './git-folder.ts';

/** Names in the git folder that say nothing about the status; git writes them all the time. */
const noise = /(\.lock$)|^(FETCH_HEAD|COMMIT_EDITMSG|gc\.pid|objects|hooks|logs)$/;

/**
 * Calls `onChange` when the repository of a folder changes: its index, HEAD, branches, configuration, a merge that begins or
 * ends; also when it comes into being. The index's lock counts when it stays. `ready` resolves when changes are seen.
 */
export function watchRepository(
  folder: string,
  onChange: () => void,
): { readonly ready: Promise<void>; dispose(): void } {
  let watchers: FSWatcher[] = [];
  let lockTimer: NodeJS.Timeout | undefined;
  let disposed = false;

  const close = () => {
    for (const watcher of watchers) watcher.close();
    watchers = [];
  };
  const add = (path: string, recursive: boolean, onName: (name: string | null) => void) => {
    try {
      const watcher = watch(path, { persistent: false, recursive }, (_kind, name) => onName(name));
      watcher.on('error', () => watcher.close());
      watchers.push(watcher);
    } catch {
      // Not there, or out of watches: changes show with the next file that changes, or when the status is asked for.
    }
  };
  const onName = (name: string | null) => {
    if (name === 'index.lock') {
      // Git itself holds it for a moment; one that stays is told.
      clearTimeout(lockTimer);
      lockTimer = setTimeout(onChange, 2000).unref();
    }
    // A repository that is just being made has its branches last.
    if (name === 'refs') beginQuietly();
    else if (name === null || !noise.test(name)) onChange();
  };

  const begin = async (first: boolean) => {
    const repository = await findRepository(folder);
    if (disposed) return;
    close();
    if (repository === null) {
      add(folder, false, (name) => {
        if (name === '.git' || name === null) beginQuietly();
      });
      return;
    }
    const { root, gitFolder, commonFolder } = repository;
    add(gitFolder, false, onName);
    if (commonFolder !== gitFolder) add(commonFolder, false, onName);
    add(join(commonFolder, 'refs'), true, (name) => {
      if (name === null || !name.endsWith('.lock')) onChange();
    });
    // The repository may be removed, and made anew.
    add(root, false, (name) => {
      if (name === '.git') beginQuietly();
    });
    if (!first) onChange();
  };
  const beginQuietly = () => void begin(false).catch(onChange);

  return {
    ready: begin(true).catch(onChange),
    dispose() {
      disposed = true;
      clearTimeout(lockTimer);
      close();
    },
  };
}
