import type { FileRecord, HunkRecord } from './edit-records.ts';
import { placeHunks } from './engine/index.ts';

/** Where a file is before its edits. */
export function startOf({ path, from }: FileRecord): string {
  return from ?? path;
}

/** The files that nothing else of the message has been made over; all others hold what was kept before it was changed once more. */
export function openFiles(files: readonly FileRecord[]): FileRecord[] {
  return files.filter((file, index) => !files.slice(index + 1).some((later) => startOf(later) === file.path));
}

/** A person has dropped all of it. */
export function isDropped({ hunks }: FileRecord): boolean {
  return hunks.length > 0 && hunks.every(({ state }) => state === 'undone');
}

export function isWhole({ kind }: FileRecord): boolean {
  return kind === 'create' || kind === 'delete';
}

/** What of a file is kept, and what is still open over that. */
export function splitKept(file: FileRecord): { kept: HunkRecord[]; open: HunkRecord[] } {
  const kept = placeHunks(isWhole(file) ? file.hunks : file.hunks.filter(({ state }) => state === 'kept'));
  const isKept = new Set(kept.map(({ id }) => id));
  const shift = ({ oldStart }: HunkRecord) =>
    kept
      .filter((other) => other.oldStart < oldStart)
      .reduce((sum, { oldLines, newLines }) => sum + newLines.length - oldLines.length, 0);
  const open = file.hunks
    .filter(({ id }) => !isKept.has(id))
    .map((hunk) => ({ ...hunk, oldStart: hunk.oldStart + shift(hunk) }));
  return { kept, open };
}
