import { diffWordsWithSpace } from 'diff';
import type { EditHunk } from '../../../../contract/model/chat.ts';

/** A line of a change as it is drawn. `marked` are the parts (from, to) that differ from the line it replaces. */
export interface HunkLine {
  readonly kind: 'same' | 'added' | 'removed';
  readonly line: number;
  readonly text: string;
  readonly marked: readonly (readonly [number, number])[];
}

/** Words are compared in lines up to this long, in characters. */
const longestCompared = 500;
/** Lines that share less than this are other lines, not changed ones. */
const leastShared = 0.35;

/** A hunk's lines in the order in which they are drawn, with as many lines around it as `around` says. */
export function hunkLines(hunk: EditHunk, around = 2): readonly HunkLine[] {
  const { oldStart, oldLines, newStart, newLines, contextBefore, contextAfter } = hunk;
  const before = contextBefore.slice(-around);
  const after = contextAfter.slice(0, around);
  const marks = markWords(oldLines, newLines);
  const same = (text: string, line: number): HunkLine => ({ kind: 'same', line, text, marked: [] });
  return [
    ...before.map((text, index) => same(text, newStart - before.length + index)),
    ...oldLines.map(
      (text, index): HunkLine => ({
        kind: 'removed',
        line: oldStart + index,
        text,
        marked: marks.old[index] ?? [],
      }),
    ),
    ...newLines.map(
      (text, index): HunkLine => ({
        kind: 'added',
        line: newStart + index,
        text,
        marked: marks.new[index] ?? [],
      }),
    ),
    ...after.map((text, index) => same(text, newStart + newLines.length + index)),
  ];
}

type Marks = Record<number, readonly (readonly [number, number])[]>;

/** Each new line is compared with the line it most resembles, in order. */
function markWords(oldLines: readonly string[], newLines: readonly string[]): { old: Marks; new: Marks } {
  const marks: { old: Marks; new: Marks } = { old: {}, new: {} };
  const pairs = Math.min(oldLines.length, newLines.length);
  if (oldLines.length > 40 || newLines.length > 40) return marks;
  for (let index = 0; index < pairs; index += 1) {
    const before = oldLines[index] ?? '';
    const after = newLines[index] ?? '';
    if (Math.max(before.length, after.length) > longestCompared) continue;
    const compared = compareWords(before, after);
    if (compared === null) continue;
    marks.old[index] = compared.old;
    marks.new[index] = compared.new;
  }
  return marks;
}

/** The parts of two lines in which they differ; null when they share too little for that to say anything. */
export function compareWords(before: string, after: string) {
  const old: [number, number][] = [];
  const fresh: [number, number][] = [];
  let oldAt = 0;
  let newAt = 0;
  let shared = 0;
  for (const { value, added, removed } of diffWordsWithSpace(before, after)) {
    if (added) {
      fresh.push([newAt, newAt + value.length]);
      newAt += value.length;
    } else if (removed) {
      old.push([oldAt, oldAt + value.length]);
      oldAt += value.length;
    } else {
      shared += value.trim().length;
      oldAt += value.length;
      newAt += value.length;
    }
  }
  const length = Math.max(before.trim().length, after.trim().length);
  return length === 0 || shared / length < leastShared ? null : { old, new: fresh };
}
