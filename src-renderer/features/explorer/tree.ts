import type { FileEntry } from '../../../contract/model/file.ts';
import { ancestorsOf, isWithin, joinPath, movedPath, nameOf, parentOf } from './paths.ts';

/** One file or folder as it is shown. Rows that did not change keep their identity from one tree to the next. */
export interface EntryRow {
  readonly type: 'entry';
  readonly path: string;
  readonly name: string;
  readonly kind: 'file' | 'folder';
  readonly link: boolean;
  readonly ignored: boolean;
  /** From 0. */
  readonly depth: number;
  readonly expanded: boolean;
  /** Place among its siblings, from 1. */
  readonly position: number;
  readonly setSize: number;
}

/** Stands where the rows of a folder will be: while they are being read, or when they could not be. */
export interface StatusRow {
  readonly type: 'loading' | 'failed';
  /** The folder that is meant, with a trailing slash so that it differs from the folder's own row. */
  readonly path: string;
  readonly folder: string;
  readonly depth: number;
  readonly message: string;
}

export type TreeRow = EntryRow | StatusRow;

export type FolderStatus = { readonly type: 'loading' } | { readonly type: 'failed'; readonly message: string };

/** What is known of the project's folders, which of them are open, and the rows that follow from it. */
export interface Tree {
  /** Rows by folder, `''` for the project itself. Folders that were never opened are missing. */
  readonly listing: ReadonlyMap<string, readonly FileEntry[]>;
  /** Folders that are open, those inside closed ones included. */
  readonly expanded: ReadonlySet<string>;
  /** What to show instead of rows in folders whose rows are not known. */
  readonly status: ReadonlyMap<string, FolderStatus>;
  readonly showIgnored: boolean;
  readonly rows: readonly TreeRow[];
}

export type FolderRows = Iterable<readonly [folder: string, entries: readonly FileEntry[]]>;

/** The tree of a project from the rows of its folders. */
export function createTree(listing: FolderRows, expanded: Iterable<string>, showIgnored: boolean): Tree {
  const tree: Tree = {
    listing: new Map(listing),
    expanded: new Set(expanded),
    status: new Map(),
    showIgnored,
    rows: [],
  };
  return { ...tree, rows: buildRows(tree) };
}

/** Opens and closes folders. */
export function setExpanded(tree: Tree, paths: Iterable<string>, open: boolean): Tree {
  const changed = new Set<string>();
  const expanded = new Set(tree.expanded);
  for (const path of paths) {
    if (path === '' || expanded.has(path) === open) continue;
    changed.add(path);
    if (open) expanded.add(path);
    else expanded.delete(path);
  }
  return changed.size === 0 ? tree : withRows({ ...tree, expanded }, changed);
}

/** Closes every folder. */
export function collapseAll(tree: Tree): Tree {
  return setExpanded(tree, tree.expanded, false);
}

/**
 * Takes in fresh rows of folders. What was below an entry that is gone is forgotten; `gone` are folders that were asked for
 * and are not there any more.
 */
export function setListing(tree: Tree, fresh: FolderRows, gone: Iterable<string> = []): Tree {
  const listing = new Map(tree.listing);
  const status = new Map(tree.status);
  const changed = new Set<string>();
  const forgotten = new Set(gone);
  for (const [folder, entries] of fresh) {
    const known = listing.get(folder);
    const settled = status.delete(folder);
    if (known && !settled && sameEntries(known, entries)) continue;
    if (known) {
      const folders = new Set(entries.filter((entry) => entry.kind === 'folder').map((entry) => entry.name));
      for (const entry of known) {
        if (entry.kind === 'folder' && !folders.has(entry.name)) forgotten.add(joinPath(folder, entry.name));
      }
    }
    listing.set(folder, entries);
    changed.add(folder);
  }
  const expanded = new Set(tree.expanded);
  if (forgotten.size > 0) {
    const lost = (path: string) => forgotten.has(path) || ancestorsOf(path).some((ancestor) => forgotten.has(ancestor));
    for (const path of listing.keys()) if (path !== '' && lost(path)) listing.delete(path);
    for (const path of status.keys()) if (lost(path)) status.delete(path);
    for (const path of expanded) if (lost(path)) expanded.delete(path);
    for (const path of forgotten) {
      // The reply that names the folder as gone may come before the one about its parent.
      const parent = parentOf(path);
      const siblings = listing.get(parent);
      if (siblings?.some((entry) => entry.kind === 'folder' && entry.name === nameOf(path))) {
        listing.set(
          parent,
          siblings.filter((entry) => entry.kind !== 'folder' || entry.name !== nameOf(path)),
        );
        changed.add(parent);
      }
    }
  }
  if (changed.size === 0) return tree;
  return withRows({ ...tree, listing, status, expanded }, changed);
}

/** Says what is the matter with folders whose rows are not known; a failure also drops the rows that were. */
export function setStatus(tree: Tree, folders: Iterable<string>, next: FolderStatus): Tree {
  const status = new Map(tree.status);
  const listing = new Map(tree.listing);
  const changed = new Set<string>();
  for (const folder of folders) {
    if (next.type === 'loading' && listing.has(folder)) continue;
    status.set(folder, next);
    if (next.type === 'failed') listing.delete(folder);
    changed.add(folder);
  }
  return changed.size === 0 ? tree : withRows({ ...tree, status, listing }, changed);
}

/** Shows or hides what an ignore rule names. */
export function setShowIgnored(tree: Tree, showIgnored: boolean): Tree {
  if (tree.showIgnored === showIgnored) return tree;
  const next = { ...tree, showIgnored };
  return { ...next, rows: buildRows(next) };
}

/** Renames what is known below moved folders, so that they stay open where they are now. Rows follow with the new listing. */
export function carryOver(tree: Tree, moves: readonly { readonly from: string; readonly to: string }[]): Tree {
  const carried = (path: string) => {
    for (const { from, to } of moves) {
      const moved = movedPath(path, from, to);
      if (moved !== null) return moved;
    }
    return path;
  };
  const listing = new Map<string, readonly FileEntry[]>();
  for (const [folder, entries] of tree.listing) listing.set(carried(folder), entries);
  const expanded = new Set<string>();
  for (const folder of tree.expanded) expanded.add(carried(folder));
  const next = { ...tree, listing, expanded };
  return { ...next, rows: buildRows(next) };
}

/** The entry at a path, when its folder's rows are known. */
export function entryAt(tree: Tree, path: string): FileEntry | undefined {
  if (path === '') return undefined;
  const name = nameOf(path);
  return tree.listing.get(parentOf(path))?.find((entry) => entry.name === name);
}

/** The place of a path among the rows, or -1. */
export function indexOfPath(rows: readonly TreeRow[], path: string): number {
  return rows.findIndex((row) => row.path === path);
}

/** Where the rows below the row at `index` end. */
export function endOfSubtree(rows: readonly TreeRow[], index: number): number {
  const depth = rows[index]?.depth ?? 0;
  let end = index + 1;
  while (end < rows.length && (rows[end]?.depth ?? 0) > depth) end += 1;
  return end;
}

/** Open folders whose rows are not known and not known to be missing: what must be asked for. */
export function unknownFolders(tree: Tree): string[] {
  const wanted = ['', ...tree.expanded];
  return wanted.filter((folder) => !tree.listing.has(folder) && tree.status.get(folder)?.type !== 'failed');
}

/** All rows from scratch. The incremental changes must always come to the same. */
export function buildRows(tree: Omit<Tree, 'rows'>): TreeRow[] {
  const rows: TreeRow[] = [];
  appendFolder(tree, '', 0, rows);
  return rows;
}

function appendFolder(tree: Omit<Tree, 'rows'>, folder: string, depth: number, rows: TreeRow[]): void {
  const entries = shownEntries(tree, folder);
  if (!entries) {
    const status = statusRow(tree, folder, depth);
    if (status) rows.push(status);
    return;
  }
  for (const [index, entry] of entries.entries()) {
    const row = entryRow(tree, folder, entry, depth, index + 1, entries.length);
    rows.push(row);
    if (row.expanded) appendFolder(tree, row.path, depth + 1, rows);
  }
}

/**
 * The rows of `tree` made from those of before, when only what is directly in the `changed` folders, or whether these are
 * open, is different. Parts of the tree without a changed folder are copied as they are.
 */
function withRows(tree: Tree, changed: ReadonlySet<string>): Tree {
  const old = tree.rows;
  const touched = new Set(changed);
  for (const folder of changed) for (const ancestor of ancestorsOf(folder)) touched.add(ancestor);
  const rows: TreeRow[] = [];

  const copy = (start: number, end: number) => {
    for (let index = start; index < end; index += 1) rows.push(old[index] as TreeRow);
  };
  const rewriteEntry = (before: EntryRow, now: EntryRow, start: number, end: number) => {
    rows.push(now);
    if (!now.expanded) return;
    if (!before.expanded) appendFolder(tree, now.path, now.depth + 1, rows);
    else if (touched.has(now.path)) rewriteFolder(now.path, now.depth + 1, start, end);
    else copy(start, end);
  };
  const rewriteFolder = (folder: string, depth: number, start: number, end: number) => {
    if (!changed.has(folder)) {
      for (let index = start; index < end; ) {
        const row = old[index] as TreeRow;
        const next = endOfSubtree(old, index);
        if (row.type !== 'entry' || !touched.has(row.path)) copy(index, next);
        else {
          const expanded = row.kind === 'folder' && tree.expanded.has(row.path);
          rewriteEntry(row, expanded === row.expanded ? row : { ...row, expanded }, index + 1, next);
        }
        index = next;
      }
      return;
    }
    const entries = shownEntries(tree, folder);
    if (!entries) {
      const status = statusRow(tree, folder, depth);
      if (status) rows.push(status);
      return;
    }
    const known = new Map<string, { row: EntryRow; start: number; end: number }>();
    for (let index = start; index < end; ) {
      const row = old[index] as TreeRow;
      const next = endOfSubtree(old, index);
      if (row.type === 'entry') known.set(row.name, { row, start: index + 1, end: next });
      index = next;
    }
    for (const [index, entry] of entries.entries()) {
      const now = entryRow(tree, folder, entry, depth, index + 1, entries.length);
      const before = known.get(entry.name);
      if (before) rewriteEntry(before.row, sameRow(before.row, now) ? before.row : now, before.start, before.end);
      else {
        rows.push(now);
        if (now.expanded) appendFolder(tree, now.path, depth + 1, rows);
      }
    }
  };

  rewriteFolder('', 0, 0, old.length);
  return { ...tree, rows };
}

function shownEntries(tree: Omit<Tree, 'rows'>, folder: string): readonly FileEntry[] | undefined {
  const entries = tree.listing.get(folder);
  return entries && !tree.showIgnored ? entries.filter((entry) => !entry.ignored) : entries;
}

function entryRow(
  tree: Omit<Tree, 'rows'>,
  folder: string,
  entry: FileEntry,
  depth: number,
  position: number,
  setSize: number,
): EntryRow {
  const path = joinPath(folder, entry.name);
  return {
    type: 'entry',
    path,
    name: entry.name,
    kind: entry.kind,
    link: entry.link ?? false,
    ignored: entry.ignored ?? false,
    depth,
    expanded: entry.kind === 'folder' && tree.expanded.has(path),
    position,
    setSize,
  };
}

function statusRow(tree: Omit<Tree, 'rows'>, folder: string, depth: number): StatusRow | null {
  const status = tree.status.get(folder);
  if (!status) return null;
  return {
    type: status.type,
    path: `${folder}/`,
    folder,
    depth,
    message: status.type === 'failed' ? status.message : '',
  };
}

function sameEntries(a: readonly FileEntry[], b: readonly FileEntry[]): boolean {
  return (
    a.length === b.length &&
    a.every((entry, index) => {
      const other = b[index];
      return (
        other !== undefined &&
        entry.name === other.name &&
        entry.kind === other.kind &&
        (entry.link ?? false) === (other.link ?? false) &&
        (entry.ignored ?? false) === (other.ignored ?? false)
      );
    })
  );
}

function sameRow(a: EntryRow, b: EntryRow): boolean {
  return (
    a.kind === b.kind &&
    a.link === b.link &&
    a.ignored === b.ignored &&
    a.expanded === b.expanded &&
    a.position === b.position &&
    a.setSize === b.setSize
  );
}

/** Folders whose rows a file event may have changed, out of those that are known. */
export function affectedFolders(tree: Tree, changes: readonly { path: string; kind: string }[]): string[] {
  const affected = new Set<string>();
  for (const { path, kind } of changes) {
    const ignoreRules = nameOf(path) === '.gitignore';
    if (kind === 'changed' && !ignoreRules) continue;
    const folder = parentOf(path);
    if (ignoreRules) {
      for (const known of tree.listing.keys()) if (isWithin(folder, known)) affected.add(known);
    }
    if (tree.listing.has(folder) || tree.status.has(folder)) affected.add(folder);
    // A folder that was replaced by another one is listed anew itself.
    if (tree.listing.has(path) || tree.status.has(path)) affected.add(path);
  }
  return [...affected];
}
