import type { GitStatus } from '../../../contract/model/git-status.ts';
import type { EventHub } from '../events/index.ts';
import { watchRepository } from './watch-repository.ts';

/** Milliseconds without a change after which the status is read, and the longest wait while changes go on. */
const quiet = 120;
const longestWait = 1000;

/** Keeps windows told of the status of projects. */
export interface StatusFeed {
  /** Reads it now; when one is being read already, once more after that. Never two at once for a project. */
  refresh(projectId: string): Promise<GitStatus>;
  /** Follows the project's files and its repository until it is disposed of. The first status is left to whoever asks. */
  watch(projectId: string, folder: string): { dispose(): void };
  dispose(): void;
}

/** Makes the feed over `read`, which reads one status. */
export function createStatusFeed(dependencies: {
  events: EventHub;
  read: (projectId: string, signal: AbortSignal) => Promise<GitStatus>;
  onFailed: (error: unknown, where: string) => void;
}): StatusFeed {
  const { events, read, onFailed } = dependencies;
  const reading = new Map<string, { current: Promise<GitStatus>; next: Promise<GitStatus> | null }>();
  const told = new Map<string, string>();
  const ended = new AbortController();

  const readOnce = async (projectId: string): Promise<GitStatus> => {
    const status = await read(projectId, ended.signal);
    const text = JSON.stringify(status);
    if (!ended.signal.aborted && told.get(projectId) !== text) {
      told.set(projectId, text);
      events.emit({ type: 'git.statusChanged', projectId, status });
    }
    return status;
  };

  const refresh = (projectId: string): Promise<GitStatus> => {
    const running = reading.get(projectId);
    if (running) {
      // What is being read may have missed what this call is about.
      running.next ??= running.current.then(
        () => begin(projectId),
        () => begin(projectId),
      );
      return running.next;
    }
    return begin(projectId);
  };
  const begin = (projectId: string): Promise<GitStatus> => {
    const entry = { current: readOnce(projectId), next: null as Promise<GitStatus> | null };
    reading.set(projectId, entry);
    const done = () => {
      if (reading.get(projectId) === entry && entry.next === null) reading.delete(projectId);
    };
    entry.current.then(done, done);
    return entry.current;
  };

  return {
    refresh,
    watch(projectId, folder) {
      let timer: NodeJS.Timeout | undefined;
      let waitingSince: number | null = null;
      let lasted = 0;
      const look = () => {
        waitingSince = null;
        const began = performance.now();
        refresh(projectId)
          .catch((error) => {
            if (!ended.signal.aborted) onFailed(error, 'git.status');
          })
          .finally(() => {
            lasted = performance.now() - began;
          });
      };
      const changed = () => {
        const now = performance.now();
        waitingSince ??= now;
        clearTimeout(timer);
        // In a repository that takes long to look through, it is looked through less often.
        const patience = Math.max(quiet, Math.min(lasted, longestWait));
        const left = Math.max(0, waitingSince + longestWait + patience - now);
        timer = setTimeout(look, Math.min(patience, left)).unref();
      };
      const listening = events.listen((event) => {
        if (event.type === 'files.changed' && event.projectId === projectId) changed();
      });
      const watching = watchRepository(folder, changed);
      return {
        dispose() {
          clearTimeout(timer);
          listening.dispose();
          watching.dispose();
          told.delete(projectId);
        },
      };
    },
    dispose: () => ended.abort(new Error('Core ends.')),
  };
}
