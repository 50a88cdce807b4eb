import { type FSWatcher, type Stats, type WatchEventType, watch } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { hasErrorCode, toError } from './file-errors.ts';
import { lstatOrNull } from './project-paths.ts';
import { isTemporaryName } from './temporary-names.ts';
import type { RawChange, WatchBackend, Watching, WatchListener } from './watch-backend.ts';

/** Milliseconds for which events are gathered before the disk is asked what became of them. */
const gatherTime = 50;
/** Linux keeps 16,384 unread events and drops what is beyond; before that many have come at once, the whole tree is looked at. */
const manyEvents = 5000;
/** Names in one folder beyond which reading it is cheaper than asking for each. */
const manyNames = 100;
const rootInterval = 2000;
/** Milliseconds after which an exchange that was said to come has not come. */
const expectedTime = 10_000;
/** Folders read at the same time; few, since a window is being painted while a project is first walked. */
const concurrency = 4;

/** How often an entry came, went or was exchanged: 0 when only its contents or attributes have changed. */
type Arrivals = number;

/** What is known of a folder: compared with the disk, it tells what an event meant. */
interface Folder {
  readonly inode: number;
  /** Inodes are used again at once, so that one alone proves nothing. */
  readonly birthtime: number;
  readonly watcher: FSWatcher | null;
  /** Names of its entries, and whether each is a folder itself. */
  readonly names: Map<string, boolean>;
  /** It may have been removed: a new one with the same inode may be in its place, which its watch says nothing of. */
  ended: boolean;
}

/**
 * Watches with one inotify watch for each folder. Events say only where to look: what happened is told by comparing the disk with what
 * is known. A new folder is watched first and read then, so that nothing put into it meanwhile is missed. (@parcel/watcher's
 * inotify backend drops both what is made in a new folder at once and what the kernel could not queue.)
 *
 * Someone may list a folder at any moment between two looks. So whatever came or went is told as created or deleted even where the
 * disk is as it was at the last look; `changed` means that an entry was there all the time.
 */
export function createLinuxBackend(): WatchBackend {
  return { start: startWatching };
}

async function startWatching(root: string, listener: WatchListener): Promise<Watching> {
  const folders = new Map<string, Folder>();
  /** Folders to look at, each with the names that events came for. */
  let dirty = new Map<string, Map<string, Arrivals>>();
  /** Files that we are about to exchange, how often, and when that was said last. */
  const expected = new Map<string, { times: number; at: number }>();
  let events = 0;
  let timer: NodeJS.Timeout | null = null;
  let working: Promise<void> | null = null;
  let limited = false;
  let disposed = false;

  function onEvent(folder: string, type: WatchEventType, name: string | null): void {
    if (disposed || (name !== null && isTemporaryName(name))) return;
    events += 1;
    // A folder hears of its own end under its own name.
    const known = folders.get(folder);
    if (known && name === basename(folder)) known.ended = true;
    const names = dirty.get(folder) ?? new Map<string, Arrivals>();
    // Beyond this the names no longer matter.
    if (name !== null && events <= manyEvents) names.set(name, (names.get(name) ?? 0) + (type === 'rename' ? 1 : 0));
    dirty.set(folder, names);
    schedule(gatherTime);
  }

  function schedule(delay: number): void {
    if (timer !== null || disposed) return;
    timer = setTimeout(() => {
      timer = null;
      if (!working) run(work);
    }, delay);
  }

  /** One thing at a time: what is known must not change while it is compared. */
  function run(step: () => Promise<void>): Promise<void> {
    const done = step().finally(() => {
      working = null;
      if (dirty.size > 0) schedule(gatherTime);
    });
    working = done.catch((error: unknown) => {
      if (!disposed) listener.onLimited(toError(error));
    });
    return done;
  }

  async function work(): Promise<void> {
    const many = events > manyEvents;
    const looked = dirty;
    events = 0;
    dirty = new Map();
    const top = await lstatOrNull(root);
    if (top === null || !isSame(folders.get(root), top)) return replaceRoot(top?.isDirectory() === true);
    if (many) {
      await compareAll();
      if (!disposed) listener.onLost();
      return;
    }
    const changes: RawChange[] = [];
    for (const [folder, names] of looked) {
      const entries = names.size > manyNames ? await readEntries(folder) : null;
      for (const [name, arrivals] of names) {
        const path = join(folder, name);
        const stats = entries && !entries.get(name) ? (entries.has(name) ? 'file' : null) : await lstatOrNull(path);
        await settle(folder, name, stats, arrivals, changes);
      }
    }
    if (disposed) return;
    if (changes.length > 0) listener.onChanges(changes);
  }

  /** The project's folder itself has gone, come back or been exchanged. */
  async function replaceRoot(isThere: boolean): Promise<void> {
    for (const folder of [...folders.keys()]) forget(folder);
    if (isThere) await enter(root, null);
    listener.onLost();
    if (isThere || disposed) return;
    dirty.set(root, new Map());
    schedule(rootInterval);
  }

  /** Takes up what is at a name now. `stats` is only asked for of folders. */
  async function settle(
    folder: string,
    name: string,
    stats: Stats | 'file' | null,
    arrivals: Arrivals,
    changes: RawChange[],
  ): Promise<void> {
    const known = folders.get(folder);
    if (!known || name === '.git') return;
    const path = join(folder, name);
    const wasFolder = known.names.get(name);
    if (stats === null) {
      // Its own end, of which its parent tells.
      if (wasFolder === undefined && name === basename(folder) && (await lstatOrNull(folder)) === null) return;
      known.names.delete(name);
      if (wasFolder) forgetTree(path);
      changes.push({ path, kind: 'deleted' });
      return;
    }
    const isFolder = stats !== 'file' && stats.isDirectory();
    known.names.set(name, isFolder);
    if (!isFolder) {
      if (wasFolder) for (const entry of forgetTree(path)) changes.push({ path: entry, kind: 'deleted' });
      const stayed = wasFolder === false && arrivals <= takeExpected(path);
      changes.push({ path, kind: stayed ? 'changed' : 'created' });
    } else if (wasFolder && isSame(folders.get(path), stats)) {
      if (arrivals > 0) changes.push({ path, kind: 'created' });
    } else {
      changes.push({ path, kind: 'created' });
      await exchange(path, changes);
    }
  }

  /** A folder is new, or in the place of another one. */
  async function exchange(path: string, changes: RawChange[]): Promise<void> {
    const before = new Set(forgetTree(path));
    const found: RawChange[] = [];
    await enter(path, found);
    for (const change of found) {
      before.delete(change.path);
      changes.push(change);
    }
    for (const entry of before) changes.push({ path: entry, kind: 'deleted' });
  }

  /** Brings what is known up to date, with nothing told. */
  async function compareFolder(folder: string): Promise<void> {
    const entries = await readEntries(folder);
    if (entries === null) return;
    const known = folders.get(folder)?.names ?? new Map<string, boolean>();
    for (const name of new Set([...entries.keys(), ...known.keys()])) {
      const isFolder = entries.get(name);
      if (isFolder === false && known.get(name) === false) continue;
      const stats = isFolder ? await lstatOrNull(join(folder, name)) : isFolder === false ? 'file' : null;
      await settle(folder, name, stats, 0, []);
    }
  }

  function takeExpected(path: string): number {
    const times = expected.get(path)?.times ?? 0;
    expected.delete(path);
    return times;
  }

  async function compareAll(): Promise<void> {
    for (const folder of [...folders.keys()]) {
      if (disposed) return;
      await compareFolder(folder);
    }
  }

  /** Watches and reads a folder and all below it; tells of what it finds if `changes` is given. */
  async function enter(path: string, changes: RawChange[] | null): Promise<void> {
    let queue = [path];
    /** Large folders that hardly anyone looks at; they come last should the system's limit be met. */
    let later: string[] = [];
    while (!disposed && (queue.length > 0 || later.length > 0)) {
      if (queue.length === 0) [queue, later] = [later, []];
      const next: string[] = [];
      for (let index = 0; index < queue.length && !disposed; index += concurrency) {
        const group = queue.slice(index, index + concurrency);
        for (const below of await Promise.all(group.map((folder) => enterOne(folder, changes)))) {
          for (const folder of below) (isMinor(basename(folder)) ? later : next).push(folder);
        }
      }
      queue = next;
    }
  }

  /** Answers the folders in it. */
  async function enterOne(path: string, changes: RawChange[] | null): Promise<string[]> {
    const before = await lstatOrNull(path);
    const watcher = startWatcher(path);
    const stats = await lstatOrNull(path);
    // The watch may be on a folder that has been exchanged meanwhile; the event of that is on its way to the parent's.
    const ended = before?.ino !== stats?.ino || before?.birthtimeMs !== stats?.birthtimeMs;
    const entries = stats?.isDirectory() ? await readEntries(path) : null;
    if (!stats || !entries || disposed) {
      watcher?.close();
      return [];
    }
    forget(path);
    const names = new Map<string, boolean>();
    folders.set(path, { inode: stats.ino, birthtime: stats.birthtimeMs, watcher, names, ended });
    const below: string[] = [];
    for (const [name, isFolder] of entries) {
      names.set(name, isFolder);
      const entry = join(path, name);
      if (isFolder) below.push(entry);
      changes?.push({ path: entry, kind: 'created' });
    }
    return below;
  }

  function startWatcher(path: string): FSWatcher | null {
    if (limited) return null;
    try {
      const watcher = watch(path, { persistent: false }, (type, name) => onEvent(path, type, name));
      watcher.on('error', () => onEvent(path, 'rename', null));
      return watcher;
    } catch (error) {
      if (hasErrorCode(error, 'ENOSPC', 'EMFILE', 'ENFILE', 'ENOMEM')) {
        limited = true;
        listener.onLimited(toError(error));
      }
      // Gone again already, or not ours to watch.
      return null;
    }
  }

  function forget(path: string): void {
    folders.get(path)?.watcher?.close();
    folders.delete(path);
  }

  /** Forgets a folder and all below it; answers the entries that were known there. */
  function forgetTree(path: string): string[] {
    const entries: string[] = [];
    const queue = [path];
    for (let folder = queue.pop(); folder !== undefined; folder = queue.pop()) {
      const known = folders.get(folder);
      forget(folder);
      for (const [name, isFolder] of known?.names ?? []) {
        const entry = join(folder, name);
        entries.push(entry);
        if (isFolder) queue.push(entry);
      }
    }
    return entries;
  }

  function closeAll(): void {
    disposed = true;
    if (timer !== null) clearTimeout(timer);
    for (const folder of [...folders.keys()]) forget(folder);
  }

  try {
    if (!(await lstat(root)).isDirectory()) throw new Error(`${root} is not a folder`);
    await run(() => enter(root, null));
  } catch (error) {
    closeAll();
    throw error;
  }

  return {
    expectExchange(path) {
      const now = Date.now();
      for (const [other, { at }] of expected) if (now - at > expectedTime) expected.delete(other);
      expected.set(path, { times: (expected.get(path)?.times ?? 0) + 1, at: now });
    },
    async dispose() {
      closeAll();
      await working;
    },
  };
}

function isSame(known: Folder | undefined, stats: Stats): boolean {
  if (known === undefined || known.ended) return false;
  return known.inode === stats.ino && known.birthtime === stats.birthtimeMs;
}

/** Folders that are often huge and seldom looked at. */
function isMinor(name: string): boolean {
  return name === 'node_modules' || name.startsWith('.');
}

/** Names of a folder's entries, and whether each is a folder; without git's and ours. Null when it cannot be read. */
async function readEntries(path: string): Promise<Map<string, boolean> | null> {
  try {
    const entries = await readdir(path, { withFileTypes: true });
    const told = entries.filter(({ name }) => name !== '.git' && !isTemporaryName(name));
    return new Map(told.map((entry) => [entry.name, entry.isDirectory()]));
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT', 'ENOTDIR', 'EACCES', 'EPERM')) return null;
    throw error;
  }
}
