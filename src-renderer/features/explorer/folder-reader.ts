import type { FileEntry, FolderListing } from '../../../contract/model/file.ts';
import { firstRows } from '../../../contract/model/first-rows.ts';
import { t } from '../../localize.ts';
import { nameOf, parentOf } from './paths.ts';

/** The most folders one call may ask for. */
const foldersPerCall = 5000;

export interface FolderReader {
  /** Asks for the rows of folders; resolves when they have been delivered. Asked for twice before a call starts, read once. */
  read(folders: Iterable<string>): Promise<void>;
  /** Rows of these folders have been changed here: what was asked for before that is out of date, and asked for anew. */
  changed(folders: Iterable<string>): void;
  /** Nothing is delivered any more. */
  dispose(): void;
}

interface FolderReaderOptions {
  /** Leaves out folders that are gone and those that cannot be read, and rows of a folder after the first `maxRows`. */
  list(folders: string[], maxRows?: number): Promise<FolderListing>;
  /** Whether rows of the folder are known already: they are better than the first of new ones. */
  isKnown(folder: string): boolean;
  /** The first rows of folders with many, before the others are read. */
  onFirstRows(first: [folder: string, entries: readonly FileEntry[]][]): void;
  onRead(fresh: [folder: string, entries: readonly FileEntry[]][], gone: string[]): void;
  onFailed(folder: string, error: unknown): void;
}

/**
 * Reads folders in few calls: what is asked for while a call is under way goes together into the next one, so that a burst
 * of changes costs as many calls as Core can answer and never more.
 */
export function createFolderReader(options: FolderReaderOptions): FolderReader {
  const { list, isKnown, onFirstRows, onRead, onFailed } = options;
  let pending = new Set<string>();
  let next: Promise<void> | null = null;
  let current: Promise<void> = Promise.resolve();
  let disposed = false;
  let changes = 0;
  const changedAt = new Map<string, number>();

  const listInSteps = async (folders: string[]): Promise<FolderListing> => {
    const listing = await list(folders, firstRows);
    const cut = Object.entries(listing).filter(([, entries]) => entries.length >= firstRows);
    if (cut.length === 0 || disposed) return listing;
    onFirstRows(cut.filter(([folder]) => !isKnown(folder)));
    const names = cut.map(([folder]) => folder);
    for (const name of names) delete listing[name];
    return Object.assign(listing, await list(names));
  };

  const readTogether = async (folders: string[]): Promise<void> => {
    const begun = changes;
    try {
      const listing = await (folders.every(isKnown) ? list(folders) : listInSteps(folders));
      const missing = folders.filter((folder) => !listing[folder]);
      // What a parent still has is there and cannot be read.
      const parents = new Set(missing.filter((folder) => folder !== '').map(parentOf));
      const unknown = [...parents].filter((parent) => !listing[parent]);
      if (unknown.length > 0 && !disposed) Object.assign(listing, await list(unknown));
      if (disposed) return;
      const unreadable = new Set(missing.filter((folder) => isListedIn(listing, folder)));
      const isOutdated = (folder: string) => (changedAt.get(folder) ?? 0) > begun;
      const outdated = [...Object.keys(listing), ...missing].filter(isOutdated);
      if (outdated.length > 0) void read(outdated);
      onRead(
        Object.entries(listing).filter(([folder]) => !isOutdated(folder)),
        missing.filter((folder) => !unreadable.has(folder) && !isOutdated(folder)),
      );
      for (const folder of unreadable) onFailed(folder, new Error(t('The folder cannot be read: no permission.')));
    } catch (error) {
      if (disposed) return;
      const [only] = folders;
      if (folders.length === 1 && only !== undefined) onFailed(only, error);
      // One of them is at fault, and the others shall not wait for it.
      else for (const folder of folders) await readTogether([folder]);
    }
  };

  function read(folders: Iterable<string>): Promise<void> {
    for (const folder of folders) pending.add(folder);
    if (pending.size === 0) return current;
    next ??= current.then(async () => {
      const batch = [...pending];
      pending = new Set();
      next = null;
      for (let start = 0; start < batch.length && !disposed; start += foldersPerCall) {
        await readTogether(batch.slice(start, start + foldersPerCall));
      }
      if (pending.size === 0) changedAt.clear();
    });
    current = next;
    return next;
  }

  return {
    read,
    changed(folders) {
      changes += 1;
      for (const folder of folders) changedAt.set(folder, changes);
    },
    dispose() {
      disposed = true;
      pending.clear();
    },
  };
}

function isListedIn(listing: FolderListing, folder: string): boolean {
  if (folder === '') return false;
  const name = nameOf(folder);
  return listing[parentOf(folder)]?.some((entry) => entry.kind === 'folder' && entry.name === name) ?? false;
}
