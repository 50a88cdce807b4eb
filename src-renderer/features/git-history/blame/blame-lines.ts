import type { BlamePart } from '../../../../contract/desktop/git/history.ts';
import { t } from '../../../localize.ts';

/** Replaced lines of a text, as its editor tells: from 1, both ends counted, and how many lines stand there now. */
export interface LineEdit {
  readonly startLine: number;
  readonly endLine: number;
  readonly newLines: number;
  /** Nothing of the first line is left as it was, or lines were put before it. */
  readonly atStart: boolean;
}

/** Who wrote each line; null where that is not committed yet, undefined where it is not known yet. */
export type BlameLines = (string | null | undefined)[];

/** Takes up a part of the answer. */
export function addBlame(lines: BlameLines, part: BlamePart): void {
  for (const { line, count, commit } of part.lines) {
    for (let at = line - 1; at < line - 1 + count; at += 1) lines[at] = commit;
  }
}

/** Keeps in step with edits: lines that were touched are nobody's yet, the others move. */
export function moveBlame(lines: BlameLines, edits: readonly LineEdit[]): void {
  for (const { startLine, endLine, newLines, atStart } of edits) {
    const touched: BlameLines = Array.from({ length: newLines }, () => null);
    // A line end put in at a line's start leaves the line itself whole, one further down.
    if (atStart && startLine === endLine && newLines > 1) touched[newLines - 1] = lines[startLine - 1];
    lines.splice(startLine - 1, endLine - startLine + 1, ...touched);
  }
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** How long ago in words, as beside a line: "3 months ago". */
export function longAgo(at: number, now = Date.now()): string {
  const passed = Math.max(0, now - at);
  if (passed < minute) return t('just now');
  if (passed < hour) return t('{{count}} minutes ago', { count: Math.floor(passed / minute) });
  if (passed < day) return t('{{count}} hours ago', { count: Math.floor(passed / hour) });
  if (passed < 30 * day) return t('{{count}} days ago', { count: Math.floor(passed / day) });
  if (passed < 365 * day) return t('{{count}} months ago', { count: Math.floor(passed / (30 * day)) });
  return t('{{count}} years ago', { count: Math.floor(passed / (365 * day)) });
}
