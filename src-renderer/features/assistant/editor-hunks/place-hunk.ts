import type { EditHunk } from '../../../../contract/model/chat.ts';

type HunkLines = Pick<EditHunk, 'oldLines' | 'contextBefore' | 'contextAfter'>;

/**
 * Where a hunk's old lines are in a text, from 0; for one that only adds, the line that it goes before. `hint` is where they were last
 * seen, and wins where it still fits. Elsewhere they are only found together with their context, and only once; else null.
 */
export function placeHunk(lines: readonly string[], hunk: HunkLines, hint: number): number | null {
  const at = Math.min(Math.max(hint, 0), lines.length);
  if (hunk.oldLines.length > 0 ? holds(lines, at, hunk.oldLines) : touches(lines, at, hunk)) return at;
  let found: number | null = null;
  const last = lines.length - hunk.oldLines.length;
  for (let start = 0; start <= last; start += 1) {
    if (!holds(lines, start, hunk.oldLines) || !hasContext(lines, start, hunk)) continue;
    if (found !== null) return null;
    found = start;
  }
  return found;
}

function holds(lines: readonly string[], start: number, wanted: readonly string[]): boolean {
  return start + wanted.length <= lines.length && wanted.every((line, index) => lines[start + index] === line);
}

/** Whether a line beside the place is the one that was beside it. */
function touches(lines: readonly string[], at: number, { contextBefore, contextAfter }: HunkLines): boolean {
  const before = contextBefore.at(-1);
  const after = contextAfter[0];
  if (before === undefined && after === undefined) return lines.every((line) => line === '');
  return (before !== undefined && lines[at - 1] === before) || (after !== undefined && lines[at] === after);
}

function hasContext(lines: readonly string[], start: number, hunk: HunkLines): boolean {
  const { oldLines, contextBefore, contextAfter } = hunk;
  if (contextBefore.length + contextAfter.length === 0) return oldLines.length > 0;
  return (
    start >= contextBefore.length &&
    holds(lines, start - contextBefore.length, contextBefore) &&
    holds(lines, start + oldLines.length, contextAfter)
  );
}

/** Where a hunk is expected in a text in which some of the file's hunks have been kept, from 0. */
export function expectedStart(hunk: EditHunk, hunks: readonly EditHunk[]): number {
  const moved = hunks
    .filter(({ status, oldStart }) => status === 'kept' && oldStart < hunk.oldStart)
    .reduce((sum, { oldLines, newLines }) => sum + newLines.length - oldLines.length, 0);
  return hunk.oldStart - 1 + moved;
}

/** A hunk with its place in a text, from 0. */
export interface PlacedHunk {
  readonly hunk: EditHunk;
  readonly start: number;
}

/** A text as it would be with these hunks, and where their new lines are in it, from 0. */
export function withHunks(
  lines: readonly string[],
  placed: readonly PlacedHunk[],
): { readonly lines: readonly string[]; readonly places: readonly PlacedHunk[] } {
  const result: string[] = [];
  const places: PlacedHunk[] = [];
  let at = 0;
  for (const { hunk, start } of [...placed].sort((one, other) => one.start - other.start)) {
    if (start < at) continue;
    result.push(...lines.slice(at, start));
    places.push({ hunk, start: result.length });
    result.push(...hunk.newLines);
    at = start + hunk.oldLines.length;
  }
  result.push(...lines.slice(at));
  return { lines: result, places };
}

/** The hunk to go to from a line (from 0): the next one below, or above; null when there is none on that side. */
export function neighbourHunk(placed: readonly PlacedHunk[], line: number, step: 1 | -1): PlacedHunk | null {
  const inOrder = [...placed].sort((one, other) => one.start - other.start);
  return (
    (step === 1 ? inOrder.find(({ start }) => start > line) : inOrder.findLast(({ start }) => start < line)) ?? null
  );
}

/** The hunk at a line (from 0): the one whose old lines hold it, or the nearest one. */
export function hunkAt(placed: readonly PlacedHunk[], line: number): PlacedHunk | null {
  const distance = ({ hunk, start }: PlacedHunk) => {
    const end = start + Math.max(hunk.oldLines.length, 1) - 1;
    return line < start ? start - line : line > end ? line - end : 0;
  };
  return placed.reduce<PlacedHunk | null>(
    (best, each) => (best === null || distance(each) < distance(best) ? each : best),
    null,
  );
}
