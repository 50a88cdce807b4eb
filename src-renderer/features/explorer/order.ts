import type { FileEntry } from '../../../contract/model/file.ts';

const natural = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** The order of rows in a folder: folders first, then by name in natural order, capitals apart only where all else is equal. */
export function compareEntries(a: FileEntry, b: FileEntry): number {
  if (a.kind !== b.kind) return a.kind === 'folder' ? -1 : 1;
  return natural.compare(a.name, b.name) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
}

/** A folder's rows with one more; an entry of the same name is replaced. */
export function withEntry(entries: readonly FileEntry[], entry: FileEntry): FileEntry[] {
  const next = entries.filter((other) => other.name !== entry.name);
  const position = next.findIndex((other) => compareEntries(entry, other) < 0);
  next.splice(position < 0 ? next.length : position, 0, entry);
  return next;
}

/** A folder's rows without the one of that name. */
export function withoutEntry(entries: readonly FileEntry[], name: string): FileEntry[] {
  return entries.filter((entry) => entry.name !== name);
}
