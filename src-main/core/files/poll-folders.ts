import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { RawChange } from './watch-backend.ts';

/** Folders and files looked at in one round. */
const maximumFolders = 500;
const maximumFiles = 10_000;

/** What a folder held, each name with what tells its states apart. */
type Snapshot = ReadonlyMap<string, string>;

export interface FolderPoller {
  dispose(): Promise<void>;
}

/**
 * Looks at folders again and again, where the system cannot say what changes. `folders` names them, absolute, those that matter
 * most first. `interval` is in milliseconds, from the end of one round to the start of the next.
 */
export function startPolling(
  folders: () => readonly string[],
  interval: number,
  onChanges: (changes: readonly RawChange[]) => void,
): FolderPoller {
  let snapshots = new Map<string, Snapshot>();
  let disposed = false;
  let timer: NodeJS.Timeout | null = null;
  let round: Promise<void> = Promise.resolve();

  async function look(): Promise<void> {
    const next = new Map<string, Snapshot>();
    const changes: RawChange[] = [];
    let files = 0;
    for (const folder of folders().slice(0, maximumFolders)) {
      if (disposed || files > maximumFiles) break;
      const before = snapshots.get(folder);
      const now = await takeSnapshot(folder);
      next.set(folder, now);
      files += now.size;
      if (before) changes.push(...compareSnapshots(folder, before, now));
    }
    snapshots = next;
    if (!disposed && changes.length > 0) onChanges(changes);
  }

  function schedule(delay: number): void {
    if (disposed) return;
    timer = setTimeout(() => {
      round = look()
        .catch(() => {})
        .finally(() => schedule(interval));
    }, delay);
    timer.unref();
  }
  schedule(0);

  return {
    async dispose() {
      disposed = true;
      if (timer) clearTimeout(timer);
      await round;
    },
  };
}

async function takeSnapshot(folder: string): Promise<Snapshot> {
  const snapshot = new Map<string, string>();
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (entry.isDirectory()) {
      snapshot.set(entry.name, 'folder');
      continue;
    }
    const stats = await stat(join(folder, entry.name)).catch(() => null);
    snapshot.set(entry.name, stats ? `${stats.ino} ${stats.size} ${stats.mtimeMs} ${stats.ctimeMs}` : 'broken');
  }
  return snapshot;
}

/** What happened between two looks at a folder. */
export function compareSnapshots(folder: string, before: Snapshot, now: Snapshot): RawChange[] {
  const changes: RawChange[] = [];
  for (const [name, state] of now) {
    const old = before.get(name);
    if (old !== state) changes.push({ path: join(folder, name), kind: old === undefined ? 'created' : 'changed' });
  }
  for (const name of before.keys()) {
    if (!now.has(name)) changes.push({ path: join(folder, name), kind: 'deleted' });
  }
  return changes;
}
