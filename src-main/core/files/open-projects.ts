import { stat } from 'node:fs/promises';
import type { FileChange } from '../../../contract/model/file.ts';
import type { FolderLister } from './list-folders.ts';
import type { FilesNotice, ProjectFilesChange } from './ports.ts';
import { isInside, locate } from './project-paths.ts';
import { type ProjectWatcher, startProjectWatcher } from './project-watcher.ts';
import { createQuickOpen, type QuickOpen, type QuickOpenDependencies } from './quick-open.ts';
import type { WatchBackend } from './watch-backend.ts';

/** Listed folders that are remembered for polling. */
const maximumListed = 2000;

/** What Core keeps for a project while it is watched, or has been searched. */
export interface OpenProjects {
  /** Counted: watching goes on until as many have disposed as have asked. */
  watch(projectId: string): { dispose(): void };
  /** Notes which folders are shown; with the time they had, so that nothing between listing and watching is missed. */
  noteListed(projectId: string, paths: readonly string[]): Promise<void>;
  quickOpen(projectId: string): QuickOpen;
  /** Says that a file, absolute, is about to be exchanged by us. */
  expectExchange(absolute: string): void;
  dispose(): Promise<void>;
}

export interface OpenProjectsDependencies extends Pick<QuickOpenDependencies, 'registerChild' | 'ignoreRules' | 'log'> {
  readonly resolveRoot: (projectId: string) => string;
  readonly lister: FolderLister;
  readonly backend: WatchBackend;
  readonly pollInterval: number;
  readonly onChanged: (change: ProjectFilesChange) => void;
  readonly onNotice: (notice: FilesNotice) => void;
}

interface OpenProject {
  readonly root: string;
  /** Project paths of listed folders and when each had last changed; the latest listed are last. */
  readonly listed: Map<string, number>;
  watchers: number;
  watcher: ProjectWatcher | null;
  quickOpen: QuickOpen | null;
}

export function createOpenProjects(dependencies: OpenProjectsDependencies): OpenProjects {
  const { resolveRoot, backend, pollInterval, onChanged, onNotice, log } = dependencies;
  const projects = new Map<string, OpenProject>();
  const ending = new Set<Promise<unknown>>();

  function open(projectId: string): OpenProject {
    const root = resolveRoot(projectId);
    const known = projects.get(projectId);
    if (known?.root === root) return known;
    if (known) close(projectId, known);
    const project: OpenProject = {
      root,
      listed: new Map(),
      watchers: known?.watchers ?? 0,
      watcher: null,
      quickOpen: null,
    };
    projects.set(projectId, project);
    if (project.watchers > 0) startWatching(projectId, project);
    return project;
  }

  function close(projectId: string, project: OpenProject): void {
    if (projects.get(projectId) === project) projects.delete(projectId);
    const ended = Promise.all([project.watcher?.dispose(), project.quickOpen?.dispose()]);
    ending.add(ended);
    ended
      .catch((error: unknown) => log.warn({ error, root: project.root }, 'could not stop watching'))
      .finally(() => ending.delete(ended));
  }

  function startWatching(projectId: string, project: OpenProject): void {
    const tell = (changes: FileChange[], rescan: boolean) => {
      project.quickOpen?.update(changes, rescan);
      onChanged({ projectId, changes, rescan });
    };
    const watcher = startProjectWatcher({
      root: project.root,
      backend,
      pollInterval,
      listedFolders: () => [...project.listed.keys()].reverse(),
      onChanges: tell,
      onNotice,
      log,
    });
    project.watcher = watcher;
    watcher.ready
      .then(async () => {
        // What came between the first listing and the watching of a folder is told by nobody.
        if (await haveChanged(project)) tell([], true);
        else project.quickOpen?.update([], true);
      })
      .catch((error: unknown) => log.warn({ error, root: project.root }, 'could not compare the listed folders'));
  }

  function watch(projectId: string): { dispose(): void } {
    const project = open(projectId);
    project.watchers += 1;
    if (!project.watcher) startWatching(projectId, project);
    let disposed = false;
    return {
      dispose() {
        const current = projects.get(projectId);
        if (disposed || !current) return;
        disposed = true;
        current.watchers -= 1;
        if (current.watchers === 0) close(projectId, current);
      },
    };
  }

  async function noteListed(projectId: string, paths: readonly string[]): Promise<void> {
    const project = open(projectId);
    await Promise.all(
      paths.slice(-maximumListed).map(async (path) => {
        const changedAt = await changeTime(project.root, path);
        project.listed.delete(path);
        if (changedAt !== null) project.listed.set(path, changedAt);
      }),
    );
    for (const oldest of project.listed.keys()) {
      if (project.listed.size <= maximumListed) break;
      project.listed.delete(oldest);
    }
  }

  function quickOpen(projectId: string): QuickOpen {
    const project = open(projectId);
    project.quickOpen ??= createQuickOpen({
      ...dependencies,
      root: project.root,
      isWatched: () => project.watcher?.isComplete() === true,
    });
    return project.quickOpen;
  }

  return {
    watch,
    noteListed,
    quickOpen,
    expectExchange(absolute) {
      for (const { root, watcher } of projects.values())
        if (isInside(root, absolute)) watcher?.expectExchange(absolute);
    },
    async dispose() {
      for (const [projectId, project] of projects) close(projectId, project);
      await Promise.all(ending);
    },
  };
}

/** Whether a listed folder has changed since it was listed. */
async function haveChanged({ root, listed }: OpenProject): Promise<boolean> {
  for (const [path, changedAt] of listed) {
    if ((await changeTime(root, path)) !== changedAt) return true;
  }
  return false;
}

async function changeTime(root: string, path: string): Promise<number | null> {
  const stats = await stat(locate(root, path)).catch(() => null);
  return stats?.isDirectory() ? stats.mtimeMs : null;
}
