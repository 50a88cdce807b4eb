import { type FSWatcher, watch } from 'node:fs';
import type { EventHub } from '../events/index.ts';
import { findGitFolder, readBranch } from './git-folder.ts';

export interface GitService {
  /** The branch of a project's repository; null where the folder is in none. */
  describe(folder: string): Promise<{ branch: string | null } | null>;
  /** Tells windows when another branch is checked out, by whomever. */
  watch(projectId: string, folder: string): { dispose(): void };
}

/** Makes the git side of Core. */
export function createGitService(dependencies: { events: EventHub }): GitService {
  const { events } = dependencies;
  return {
    async describe(folder) {
      const gitFolder = await findGitFolder(folder);
      return gitFolder === null ? null : { branch: await readBranch(gitFolder) };
    },
    watch(projectId, folder) {
      let watcher: FSWatcher | undefined;
      let timer: NodeJS.Timeout | undefined;
      let told: string | null = null;
      let disposed = false;

      const look = async (gitFolder: string) => {
        const branch = await readBranch(gitFolder);
        if (disposed || branch === told) return;
        told = branch;
        events.emit({ type: 'git.changed', projectId, branch });
      };

      const watchFor = (watched: string, name: string, onChange: () => void) => {
        watcher?.close();
        watcher = watch(watched, { persistent: false }, (_kind, changed) => {
          if (changed !== null && changed !== name) return;
          clearTimeout(timer);
          timer = setTimeout(onChange, 30);
        });
        watcher.on('error', () => watcher?.close());
      };

      const begin = async (first: boolean): Promise<void> => {
        const gitFolder = await findGitFolder(folder);
        if (disposed) return;
        if (gitFolder === null) {
          if (first) watchFor(folder, '.git', () => ignoreFailure(begin(false)));
          return;
        }
        if (first) told = await readBranch(gitFolder);
        if (disposed) return;
        // HEAD is replaced by a rename, so its folder is watched and not the file.
        watchFor(gitFolder, 'HEAD', () => void look(gitFolder));
        await look(gitFolder);
      };
      ignoreFailure(begin(true));

      return {
        dispose() {
          disposed = true;
          clearTimeout(timer);
          watcher?.close();
        },
      };
    },
  };
}

// Without a watch the branch is read whenever the project is opened.
function ignoreFailure(work: Promise<void>): void {
  work.catch(() => undefined);
}
