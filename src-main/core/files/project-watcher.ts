import type { FileChange } from '../../../contract/model/file.ts';
import { t } from '../../../localization/index.ts';
import { toError } from './file-errors.ts';
import { type FolderPoller, startPolling } from './poll-folders.ts';
import type { FilesLog, FilesNotice } from './ports.ts';
import { locate, toProjectPath } from './project-paths.ts';
import { isTemporaryName } from './temporary-names.ts';
import type { RawChange, WatchBackend, Watching } from './watch-backend.ts';

/** Changes beyond which listing everything again is cheaper than telling them one by one. */
const manyChanges = 5000;

export interface ProjectWatcher {
  /** Whether everything is watched; otherwise only the listed folders are looked at, every now and then. */
  isComplete(): boolean;
  /** Says that a file is about to be exchanged by us. */
  expectExchange(absolute: string): void;
  /** Resolves when watching has begun, in whatever way. */
  readonly ready: Promise<void>;
  dispose(): Promise<void>;
}

export interface ProjectWatcherDependencies {
  readonly root: string;
  readonly backend: WatchBackend;
  /** Project paths of the folders that are shown somewhere, the latest first. */
  readonly listedFolders: () => readonly string[];
  /** Milliseconds between looks at folders that cannot be watched. */
  readonly pollInterval: number;
  readonly onChanges: (changes: FileChange[], rescan: boolean) => void;
  readonly onNotice: (notice: FilesNotice) => void;
  readonly log: FilesLog;
}

/** Watches one project and tells what changes by project paths; polls what cannot be watched. */
export function startProjectWatcher(dependencies: ProjectWatcherDependencies): ProjectWatcher {
  const { root, backend, listedFolders, pollInterval, onChanges, onNotice, log } = dependencies;
  let poller: FolderPoller | null = null;
  let watching: Watching | null = null;
  let started = false;
  let disposed = false;

  function tell(raw: readonly RawChange[]): void {
    if (disposed) return;
    const changes = toFileChanges(root, raw);
    if (changes.length > manyChanges) onChanges([], true);
    else if (changes.length > 0) onChanges(changes, changes.some(changesRules));
  }

  function limit(error: Error): void {
    if (disposed || poller) return;
    log.warn({ error, root }, 'folders cannot all be watched');
    onNotice(describeLimit(error));
    poller = startPolling(() => listedFolders().map((path) => locate(root, path)), pollInterval, tell);
    onChanges([], true);
  }

  async function start(): Promise<void> {
    try {
      watching = await backend.start(root, {
        onChanges: tell,
        onLost: () => {
          if (!disposed) onChanges([], true);
        },
        onLimited: limit,
      });
      if (disposed) await watching.dispose();
      started = true;
    } catch (error) {
      limit(toError(error));
    }
  }

  const ready = start();
  return {
    isComplete: () => started && poller === null,
    expectExchange: (absolute) => watching?.expectExchange(absolute),
    ready,
    async dispose() {
      disposed = true;
      await Promise.all([watching?.dispose(), poller?.dispose()]);
      await ready;
    },
  };
}

/**
 * By project paths, in the order of what happened last to each; what is ours, and git's own folder, is left out. A path comes twice
 * where something was deleted and something else came in its place: all that was in a deleted folder is gone with it.
 */
export function toFileChanges(root: string, raw: readonly RawChange[]): FileChange[] {
  const kinds = new Map<string, FileChange['kind'] | 'exchanged'>();
  for (const { path: absolute, kind } of raw) {
    const path = toProjectPath(root, absolute);
    if (!path || path.split('/').some((name) => name === '.git' || isTemporaryName(name))) continue;
    const merged = mergeKinds(kinds.get(path), kind);
    kinds.delete(path);
    kinds.set(path, merged);
  }
  const changes: FileChange[] = [];
  for (const [path, kind] of kinds) {
    if (kind === 'exchanged') changes.push({ path, kind: 'deleted' }, { path, kind: 'created' });
    else changes.push({ path, kind });
  }
  return changes;
}

/** What two things in a row come to. What came or went in between was perhaps seen, and so is not forgotten. */
function mergeKinds(
  before: FileChange['kind'] | 'exchanged' | undefined,
  next: FileChange['kind'],
): FileChange['kind'] | 'exchanged' {
  if (next === 'deleted') return 'deleted';
  if (before === 'deleted' || before === 'exchanged') return 'exchanged';
  return before === 'created' ? 'created' : next;
}

/** Other rules may dim other rows, anywhere below. */
function changesRules({ path }: FileChange): boolean {
  return path === '.gitignore' || path.endsWith('/.gitignore');
}

function describeLimit(error: Error): FilesNotice {
  const atLimit = 'code' in error && (error.code === 'ENOSPC' || error.code === 'EMFILE');
  const remedy = atLimit
    ? ` ${t('The system\'s limit for watching is reached; "sudo sysctl fs.inotify.max_user_watches=524288" raises it until the next start.')}`
    : '';
  return {
    level: 'warning',
    title: t('Not every folder can be watched'),
    detail: `${t('What other programs change shows up after a few seconds, in the folders that are open.')}${remedy}`,
  };
}
