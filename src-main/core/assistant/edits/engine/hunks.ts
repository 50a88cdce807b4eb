import { alignLines } from './carry-over.ts';
import type { BaseRange, StagedText } from './staged-text.ts';

/** One change of a text, as lines. Positions count from 0; `newStart` is in the text with all hunks made. */
export interface TextHunk {
  readonly oldStart: number;
  readonly oldLines: readonly string[];
  readonly newStart: number;
  readonly newLines: readonly string[];
}

/** Changes with no more lines than this between them are one hunk. */
const joinedGap = 2;
const contextLines = 3;

/** The lines of a text with LF ends as hunks count them: a line end at the end begins one more, empty line. */
export function splitLines(text: string): string[] {
  return text.split('\n');
}

/**
 * What differs between two texts with LF line ends. With `staged`, as the edits made it; else as the shortest difference has it. Changes that stand
 * close together are one, unless one of `apart` is in between.
 */
export function hunksBetween(
  before: string,
  after: string,
  staged?: StagedText,
  apart: readonly TextHunk[] = [],
): TextHunk[] {
  if (before === after) return [];
  const old = splitLines(before);
  const current = splitLines(after);
  const origin = staged ? originWithEnd(staged, old, current) : alignLines(old, current);
  const changes: TextHunk[] = [];
  let oldIndex = 0;
  let newIndex = 0;
  while (oldIndex < old.length || newIndex < current.length) {
    const from = newIndex < current.length ? (origin[newIndex] ?? -1) : -1;
    if (from === oldIndex) {
      oldIndex += 1;
      newIndex += 1;
      continue;
    }
    let newEnd = newIndex;
    while (newEnd < current.length && (origin[newEnd] ?? -1) < oldIndex) newEnd += 1;
    const oldEnd = newEnd < current.length ? (origin[newEnd] ?? old.length) : old.length;
    changes.push({
      oldStart: oldIndex,
      oldLines: old.slice(oldIndex, oldEnd),
      newStart: newIndex,
      newLines: current.slice(newIndex, newEnd),
    });
    oldIndex = oldEnd;
    newIndex = newEnd;
  }
  return joinNear(changes, old, apart);
}

/** Staged lines as `splitLines` counts them. */
function originWithEnd(staged: StagedText, old: readonly string[], current: readonly string[]): number[] {
  const origin = [...staged.origin];
  if (staged.lines.length === 0) return alignLines(old, current);
  // The empty line behind the last line end.
  if (current.length > staged.lines.length) origin.push(old.length > staged.base.lines.length ? old.length - 1 : -1);
  return origin;
}

function joinNear(changes: readonly TextHunk[], old: readonly string[], apart: readonly TextHunk[]): TextHunk[] {
  const joined: TextHunk[] = [];
  for (const change of changes) {
    const last = joined.at(-1);
    const lastEnd = last ? last.oldStart + last.oldLines.length : 0;
    const isApart = apart.some(({ oldStart }) => oldStart >= lastEnd && oldStart < change.oldStart);
    if (!last || isApart || change.oldStart - lastEnd > joinedGap) {
      joined.push(change);
      continue;
    }
    const between = old.slice(lastEnd, change.oldStart);
    joined[joined.length - 1] = {
      ...last,
      oldLines: [...last.oldLines, ...between, ...change.oldLines],
      newLines: [...last.newLines, ...between, ...change.newLines],
    };
  }
  return joined;
}

/** Up to three lines before and after a hunk, as the base has them. */
export function contextOf(base: string, hunk: TextHunk): { readonly before: string[]; readonly after: string[] } {
  const lines = splitLines(base);
  if (lines.at(-1) === '') lines.pop();
  const end = hunk.oldStart + hunk.oldLines.length;
  return {
    before: lines.slice(Math.max(0, hunk.oldStart - contextLines), hunk.oldStart),
    after: lines.slice(end, end + contextLines),
  };
}

/** The base with some of its hunks made. They must not overlap. */
export function makeHunks(base: string, hunks: readonly TextHunk[]): string {
  const lines = splitLines(base);
  const result: string[] = [];
  let last = 0;
  for (const hunk of [...hunks].sort((a, b) => a.oldStart - b.oldStart)) {
    for (let index = last; index < hunk.oldStart; index++) result.push(lines[index] ?? '');
    for (const line of hunk.newLines) result.push(line);
    last = hunk.oldStart + hunk.oldLines.length;
  }
  for (let index = last; index < lines.length; index++) result.push(lines[index] ?? '');
  return result.join('\n');
}

/** The same hunks in their order, each where it is in the text with all of them made. */
export function placeHunks<Hunk extends TextHunk>(hunks: readonly Hunk[]): Hunk[] {
  let shift = 0;
  return [...hunks]
    .sort((a, b) => a.oldStart - b.oldStart)
    .map((hunk) => {
      const newStart = hunk.oldStart + shift;
      shift += hunk.newLines.length - hunk.oldLines.length;
      return { ...hunk, newStart };
    });
}

/** Whether two hunks of one base cannot both be made. */
export function overlap(a: TextHunk, b: TextHunk): boolean {
  const end = ({ oldStart, oldLines }: TextHunk) => oldStart + oldLines.length;
  return a.oldStart === b.oldStart || (a.oldStart < end(b) && b.oldStart < end(a));
}

/** Whether two hunks put the same in the place of the same lines. */
export function isSameHunk(a: TextHunk, b: TextHunk): boolean {
  const text = (lines: readonly string[]) => lines.join('\n');
  return (
    a.oldStart === b.oldStart &&
    a.oldLines.length === b.oldLines.length &&
    a.newLines.length === b.newLines.length &&
    text(a.oldLines) === text(b.oldLines) &&
    text(a.newLines) === text(b.newLines)
  );
}

/** Whether a hunk touches lines that were flagged. */
export function touches(hunk: TextHunk, ranges: readonly BaseRange[]): boolean {
  const end = hunk.oldStart + hunk.oldLines.length;
  return ranges.some((range) => hunk.oldStart <= range.end && end >= range.start);
}
