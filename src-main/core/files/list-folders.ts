import type { Dirent } from 'node:fs';
import { readdir, realpath, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileEntry, FolderListing } from '../../../contract/model/file.ts';
import { hasErrorCode } from './file-errors.ts';
import { type FolderRules, type IgnoreLookup, type IgnoreRules, isIgnored } from './ignore-rules.ts';
import { firstNames } from './natural-order.ts';
import { isInside, locate } from './project-paths.ts';
import { isProcessAlive, isTemporaryName, processOfTemporary } from './temporary-names.ts';

/** Folders that are read at the same time. */
const concurrency = 16;

export interface FolderLister {
  /** The rows of several folders, of each the first `maxRows`. Folders that are gone, or may not be read, are left out. */
  list(root: string, paths: readonly string[], maxRows?: number): Promise<FolderListing>;
  /**
   * The folder and all below it down to about `maximumEntries` rows, level by level; ignored folders come after everything else.
   * Links are listed and not entered.
   */
  listTree(root: string, path: string, maximumEntries: number): Promise<{ listing: FolderListing; truncated: boolean }>;
}

export function createFolderLister(ignoreRules: IgnoreRules): FolderLister {
  async function list(root: string, paths: readonly string[], maxRows?: number): Promise<FolderListing> {
    const lookup = ignoreRules.look(root);
    const listing: FolderListing = {};
    await forEach(paths, concurrency, async (path) => {
      const entries = await readFolder(root, path, lookup, maxRows);
      if (entries) listing[path] = entries;
    });
    return listing;
  }

  async function listTree(root: string, path: string, maximumEntries: number) {
    const lookup = ignoreRules.look(root);
    const listing: FolderListing = {};
    let count = 0;
    let level = [path];
    let later: string[] = [];
    let amongIgnored = false;
    while (level.length > 0 || later.length > 0) {
      if (level.length === 0) {
        level = later;
        later = [];
        amongIgnored = true;
      }
      const next: string[] = [];
      for (let index = 0; index < level.length; index += concurrency) {
        if (count >= maximumEntries) return { listing, truncated: true };
        const group = level.slice(index, index + concurrency);
        const rows = await Promise.all(group.map((folder) => readFolder(root, folder, lookup)));
        group.forEach((folder, position) => {
          const entries = rows[position];
          if (!entries || count >= maximumEntries) return;
          listing[folder] = entries;
          count += entries.length;
          for (const entry of entries) {
            if (entry.kind !== 'folder' || entry.link) continue;
            const below = folder === '' ? entry.name : `${folder}/${entry.name}`;
            if (entry.ignored && !amongIgnored) later.push(below);
            else next.push(below);
          }
        });
      }
      level = next;
    }
    return { listing, truncated: false };
  }

  return { list, listTree };
}

async function readFolder(
  root: string,
  path: string,
  lookup: IgnoreLookup,
  maxRows = Number.POSITIVE_INFINITY,
): Promise<FileEntry[] | null> {
  const absolute = locate(root, path);
  const found = await readdir(absolute, { withFileTypes: true }).catch((error: unknown) => {
    if (hasErrorCode(error, 'ENOENT', 'ENOTDIR', 'EACCES', 'EPERM', 'ELOOP')) return null;
    throw error;
  });
  if (found === null) return null;
  const rules = await lookup.rulesFor(path);
  const folders: string[] = [];
  const files: string[] = [];
  const links = new Set<string>();
  const linkEntries: Dirent[] = [];
  for (const entry of found) {
    const { name } = entry;
    if (name === '.git') continue;
    if (isTemporaryName(name)) void removeAbandoned(root, absolute, name);
    else if (entry.isSymbolicLink()) linkEntries.push(entry);
    else if (entry.isDirectory()) folders.push(name);
    else files.push(name);
  }
  await forEach(linkEntries, concurrency, async ({ name }) => {
    links.add(name);
    const target = await stat(join(absolute, name)).catch(() => null);
    (target?.isDirectory() ? folders : files).push(name);
  });
  const shown = toEntries(firstNames(folders, maxRows), 'folder', rules, links);
  const left = maxRows - shown.length;
  return left > 0 ? [...shown, ...toEntries(firstNames(files, left), 'file', rules, links)] : shown;
}

function toEntries(
  names: readonly string[],
  kind: FileEntry['kind'],
  rules: FolderRules,
  links: ReadonlySet<string>,
): FileEntry[] {
  return names.map((name) => {
    const entry: FileEntry = { name, kind };
    if (links.has(name)) entry.link = true;
    if (isIgnored(rules, name, entry.link ? 'file' : kind)) entry.ignored = true;
    return entry;
  });
}

/** Removes the temporary file of a save that was killed, should no record of it have survived. */
async function removeAbandoned(root: string, folder: string, name: string): Promise<void> {
  const pid = processOfTemporary(name);
  if (pid === null || pid === process.pid || isProcessAlive(pid)) return;
  const real = await realpath(folder).catch(() => null);
  if (real === null || !isInside(root, real)) return;
  // A folder, from a copy, is too much to remove on a glance; its record is dealt with at the start.
  await unlink(join(folder, name)).catch(() => {});
}

/** Runs work for every item, at most `limit` at a time. */
async function forEach<Item>(
  items: readonly Item[],
  limit: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const item = items[next];
      next += 1;
      if (item !== undefined) await work(item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
}
