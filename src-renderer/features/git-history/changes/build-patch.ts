import { diffLines, type LineChange } from '../../../monaco/line-diff.ts';
import { toLines, toRawLines } from './text-lines.ts';

/** Lines around a change that git compares before it applies a hunk. */
const contextLines = 3;

/** A file in the repository and the text that parts of it shall become. */
export interface PatchTexts {
  /** As the index holds it, line ends and all. */
  readonly base: string;
  /** The text now, whatever its line ends: new lines get those of the base. */
  readonly next: string;
  readonly byteOrderMark?: boolean;
}

/** Lines from 0, end excluded. */
export interface LineRange {
  readonly start: number;
  readonly end: number;
}

/** The runs of lines in which a text differs from its base, whatever their line ends. */
export function findChanges(base: string, next: string): LineChange[] {
  return diffLines(toLines(base), toLines(next));
}

/** Changes that lie in, or with missing lines at the edge of, lines of the new text. */
export function changesIn(changes: readonly LineChange[], { start, end }: LineRange): LineChange[] {
  return changes.filter(({ newStart, newEnd }) =>
    newStart === newEnd ? newStart >= start && newStart <= end : newStart < end && newEnd > start,
  );
}

/**
 * The parts of changes that lie in the chosen lines of the new text. Lines that replace others are taken one by one, the first
 * with the first; old lines beyond them go with the last one, and new lines beyond them stand for themselves.
 */
export function selectLines(changes: readonly LineChange[], { start, end }: LineRange): LineChange[] {
  return changesIn(changes, { start, end }).flatMap((change): LineChange[] => {
    const { oldStart, oldEnd, newStart, newEnd } = change;
    if (newStart === newEnd) return [change];
    const from = Math.max(start, newStart);
    const to = Math.min(end, newEnd);
    if (from >= to) return [];
    const paired = Math.min(oldEnd - oldStart, newEnd - newStart);
    const first = Math.min(from - newStart, paired);
    const last = to === newEnd ? oldEnd : oldStart + Math.min(to - newStart, paired);
    return [{ oldStart: oldStart + first, oldEnd: Math.max(oldStart + first, last), newStart: from, newEnd: to }];
  });
}

/**
 * The base with the given changes made, as hunks that `git apply --cached` takes: from the first `@@` on, without the file's head.
 * Empty where nothing changes.
 */
export function buildHunks({ base, next, byteOrderMark = false }: PatchTexts, changes: readonly LineChange[]): string {
  const rawBase = withMark(toRawLines(base), byteOrderMark);
  const end = lineEndOf(rawBase);
  const rawNext = withMark(
    toLines(next).map((line) => (line.endsWith('\n') ? line.slice(0, -1) + end : line)),
    byteOrderMark,
  );
  let shift = 0;
  let text = '';
  for (const hunk of groupChanges(changes)) {
    const first = hunk[0] as LineChange;
    const last = hunk.at(-1) as LineChange;
    const from = Math.max(0, first.oldStart - contextLines);
    const to = Math.min(rawBase.length, last.oldEnd + contextLines);
    const lines: string[] = [];
    let oldCount = 0;
    let newCount = 0;
    const put = (mark: ' ' | '-' | '+', line: string) => {
      if (mark !== '+') oldCount += 1;
      if (mark !== '-') newCount += 1;
      lines.push(line.endsWith('\n') ? mark + line : `${mark}${line}\n\\ No newline at end of file\n`);
    };
    let at = from;
    for (const change of hunk) {
      for (; at < change.oldStart; at += 1) put(' ', rawBase[at] ?? '');
      for (; at < change.oldEnd; at += 1) put('-', rawBase[at] ?? '');
      for (let line = change.newStart; line < change.newEnd; line += 1) {
        // Appending to a base without a line end at its end gives its last line one.
        put('+', rawNext[line] ?? '');
      }
    }
    for (; at < to; at += 1) put(' ', rawBase[at] ?? '');
    text += `@@ -${position(from, oldCount)} +${position(from + shift, newCount)} @@\n${lines.join('')}`;
    shift += newCount - oldCount;
  }
  return text;
}

/** Changes whose surroundings touch belong to one hunk. */
function groupChanges(changes: readonly LineChange[]): LineChange[][] {
  const groups: LineChange[][] = [];
  for (const change of changes) {
    const group = groups.at(-1);
    const before = group?.at(-1);
    if (group && before && change.oldStart - before.oldEnd <= 2 * contextLines) group.push(change);
    else groups.push([change]);
  }
  return groups;
}

/** Where nothing is, git names the line before. */
function position(start: number, count: number): string {
  const line = count === 0 ? start : start + 1;
  return count === 1 ? String(line) : `${line},${count}`;
}

function lineEndOf(lines: readonly string[]): '\n' | '\r\n' {
  let windows = 0;
  let ended = 0;
  for (const line of lines) {
    if (line.endsWith('\n')) ended += 1;
    if (line.endsWith('\r\n')) windows += 1;
  }
  return windows * 2 > ended ? '\r\n' : '\n';
}

function withMark(lines: string[], byteOrderMark: boolean): string[] {
  if (byteOrderMark && lines.length > 0) lines[0] = `\ufeff${lines[0]}`;
  return lines;
}
