import { diffLines } from '../../../monaco/line-diff.ts';

/** One line of a difference, with its number on its own side. */
export interface ConflictLine {
  readonly side: 'disk' | 'mine';
  readonly number: number;
  /** Before what differs, what differs, and after it. */
  readonly parts: readonly [string, string, string];
}

/** The first difference between the file on disk and the unsaved text, and how many there are. */
export interface ConflictSummary {
  readonly line: number;
  readonly count: number;
  readonly lines: readonly ConflictLine[];
}

const maxLinesOfSide = 4;
const maxLeadIn = 40;

/** Null when the two are equal. */
export function summariseConflict(disk: string, mine: string): ConflictSummary | null {
  const diskLines = disk.split(/\r\n|\r|\n/);
  const mineLines = mine.split(/\r\n|\r|\n/);
  const changes = diffLines(diskLines, mineLines);
  const [first] = changes;
  if (!first) return null;
  const removed = diskLines.slice(first.oldStart, Math.min(first.oldEnd, first.oldStart + maxLinesOfSide));
  const added = mineLines.slice(first.newStart, Math.min(first.newEnd, first.newStart + maxLinesOfSide));
  return {
    line: first.newStart + 1,
    count: changes.length,
    lines: [
      ...removed.map((text, index) => toLine('disk', first.oldStart + index + 1, text, added[index])),
      ...added.map((text, index) => toLine('mine', first.newStart + index + 1, text, removed[index])),
    ],
  };
}

function toLine(side: ConflictLine['side'], number: number, text: string, other: string | undefined): ConflictLine {
  if (other === undefined) return { side, number, parts: [text.trimStart(), '', ''] };
  const shorter = Math.min(text.length, other.length);
  let prefix = 0;
  while (prefix < shorter && text[prefix] === other[prefix]) prefix += 1;
  let suffix = 0;
  while (suffix < shorter - prefix && text[text.length - 1 - suffix] === other[other.length - 1 - suffix]) suffix += 1;
  const end = text.length - suffix;
  return { side, number, parts: [leadIn(text.slice(0, prefix)), text.slice(prefix, end), text.slice(end)] };
}

/** What comes before a difference, short enough that the difference is in view. */
function leadIn(text: string): string {
  const shown = text.trimStart();
  return shown.length > maxLeadIn ? `…${shown.slice(-maxLeadIn)}` : shown;
}
