import { lstat } from 'node:fs/promises';
import type { QuickOpenMatch } from '../../../contract/desktop/files.ts';
import type { FileChange } from '../../../contract/model/file.ts';
import { type IgnoreRules, isIgnored } from './ignore-rules.ts';
import { type ListPathsDependencies, listPaths } from './list-paths.ts';
import { createPathIndex } from './path-index.ts';
import type { FilesLog } from './ports.ts';
import { locate } from './project-paths.ts';
import { rankPaths } from './rank-paths.ts';

/** Milliseconds that a query waits for the index; what has been found by then is answered. */
const patience = 150;
/** Milliseconds after which an index that no watcher keeps up to date is made anew. */
const unwatchedAge = 2000;

export interface QuickOpenAnswer {
  readonly matches: QuickOpenMatch[];
  /** Everything that fits, of which `matches` are the best. */
  readonly total: number;
  /** Whether all files have been looked at. */
  readonly complete: boolean;
}

/** Finds files of one project by parts of their paths. */
export interface QuickOpen {
  query(text: string, limit: number, recent: readonly string[]): Promise<QuickOpenAnswer>;
  /** Takes up what the watcher tells. */
  update(changes: readonly FileChange[], rescan: boolean): void;
  dispose(): Promise<void>;
}

export interface QuickOpenDependencies extends ListPathsDependencies {
  readonly root: string;
  readonly ignoreRules: IgnoreRules;
  /** Whether `update` hears of everything. */
  readonly isWatched: () => boolean;
  readonly log: FilesLog;
}

export function createQuickOpen(dependencies: QuickOpenDependencies): QuickOpen {
  const { root, ignoreRules, isWatched, log } = dependencies;
  let index = createPathIndex();
  let building: { readonly done: Promise<void>; readonly controller: AbortController } | null = null;
  let builtAt: number | null = null;
  /** Changes are taken up one after the other, and after the index they change is there. */
  let updating: Promise<void> = Promise.resolve();

  function build(): Promise<void> {
    building?.controller.abort();
    const controller = new AbortController();
    // While the first index grows it can be searched; a later one takes its place when it is whole.
    const next = builtAt === null ? index : createPathIndex();
    const done = fill(next, controller.signal)
      .then(() => {
        if (controller.signal.aborted) return;
        index = next;
        builtAt = Date.now();
      })
      .catch((error: unknown) => log.warn({ error, root }, 'could not list the files of a project'))
      .finally(() => {
        if (building?.controller === controller) building = null;
      });
    building = { done, controller };
    return done;
  }

  async function fill(target: typeof index, signal: AbortSignal): Promise<void> {
    target.clear();
    for await (const paths of listPaths(root, dependencies, signal)) {
      for (const path of paths) target.add(path);
    }
  }

  async function query(text: string, limit: number, recent: readonly string[]): Promise<QuickOpenAnswer> {
    const stale = builtAt === null || (!isWatched() && Date.now() - builtAt > unwatchedAge);
    if (stale && !building) void build();
    if (building && builtAt === null) await atMost(patience, building.done);
    const complete = builtAt !== null;
    if (text.trim() === '') {
      const there = recent.filter((path) => !complete || index.has(path));
      const matches = there.slice(0, limit).map((path, rank) => ({ path, score: 1 - rank / 10_000, matched: [] }));
      return { matches, total: there.length, complete };
    }
    return { ...rankPaths(index.rows, text, recent, limit), complete };
  }

  function update(changes: readonly FileChange[], rescan: boolean): void {
    if (builtAt === null && !building) return;
    updating = updating
      .then(() => building?.done)
      .then(() => (rescan ? build() : apply(changes)))
      .catch((error: unknown) => log.warn({ error, root }, 'could not update the list of files'));
  }

  async function apply(changes: readonly FileChange[]): Promise<void> {
    const lookup = ignoreRules.look(root);
    index.remove(changes.filter(({ kind }) => kind === 'deleted').map(({ path }) => path));
    for (const { path, kind } of changes) {
      if (kind !== 'created') continue;
      const stats = await lstat(locate(root, path)).catch(() => null);
      if (!stats?.isFile()) index.remove(index.has(path) ? [path] : []);
      if (!stats?.isFile() || index.has(path)) continue;
      const slash = path.lastIndexOf('/');
      const rules = await lookup.rulesFor(slash < 0 ? '' : path.slice(0, slash));
      if (!isIgnored(rules, path.slice(slash + 1), 'file')) index.add(path);
    }
  }

  return {
    query,
    update,
    async dispose() {
      building?.controller.abort();
      await building?.done;
      await updating;
    },
  };
}

async function atMost(milliseconds: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const waited = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([work, waited]);
  clearTimeout(timer);
}
