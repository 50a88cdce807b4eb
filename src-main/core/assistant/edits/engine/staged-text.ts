import { alignLines } from './carry-over.ts';
import { type FileText, joinFileText, readFileText } from './file-text.ts';
import type { TextHunk } from './hunks.ts';
import type { LineSplice } from './match-lines.ts';

/** Lines of the base, `start` to before `end`. */
export interface BaseRange {
  readonly start: number;
  readonly end: number;
}

/** A text with edits on it that knows where each line came from. */
export interface StagedText {
  readonly base: FileText;
  readonly lines: readonly string[];
  /** For each line, the line of the base that it is, or -1. */
  readonly origin: readonly number[];
  /** For each line, where it was when `watchLines` was called, or -1 where it came since; null while nobody asks. */
  readonly since: readonly number[] | null;
  readonly endsWithNewline: boolean | null;
  /** What only resembled what was looked for. */
  readonly flagged: readonly BaseRange[];
}

/** A text before any edits. */
export function startStagedText(text: string): StagedText {
  const base = readFileText(text);
  const origin = base.lines.map((_, index) => index);
  return { base, lines: base.lines, origin, since: null, endsWithNewline: null, flagged: [] };
}

/** The same, where lines know from now on where they are now. */
export function watchLines(staged: StagedText): StagedText {
  return { ...staged, since: staged.lines.map((_, index) => index) };
}

/** A text with edits on it that were made earlier. */
export function resumeStagedText(base: string, staged: string): StagedText {
  const start = startStagedText(base);
  if (base === staged) return start;
  const { lines, ends } = readFileText(staged);
  const endsWithNewline = lines.length === 0 ? null : ends.at(-1) !== '';
  return { ...start, lines, origin: alignLines(start.base.lines, lines), endsWithNewline };
}

/** The same text over another base: what its base becomes with some hunks made. */
export function rebaseStagedText(staged: StagedText, base: string, made: readonly TextHunk[]): StagedText {
  const start = startStagedText(base);
  const flagged = staged.flagged.map((range) => ({
    start: lineWith(made, range.start, 'first'),
    end: lineWith(made, range.end, 'last'),
  }));
  return { ...staged, base: start.base, origin: alignLines(start.base.lines, staged.lines), flagged };
}

/** Where a line of the base is once hunks are made; within one of them, its `first` line or the one behind its `last`. */
function lineWith(made: readonly TextHunk[], line: number, side: 'first' | 'last'): number {
  let shift = 0;
  for (const { oldStart, oldLines, newLines } of [...made].sort((a, b) => a.oldStart - b.oldStart)) {
    const end = oldStart + oldLines.length;
    if (end > line || (end === line && oldStart === line && side === 'first')) {
      if (oldStart >= line) break;
      return oldStart + shift + (side === 'first' ? 0 : newLines.length);
    }
    shift += newLines.length - oldLines.length;
  }
  return line + shift;
}

/** Puts other lines in place of some. */
export function spliceStagedText(
  staged: StagedText,
  splices: readonly LineSplice[],
  options: { readonly flagged: boolean; readonly endsWithNewline: boolean | null },
): StagedText {
  let { lines, origin, since } = staged;
  const flagged = [...staged.flagged];
  // From the end, so that the places of those before stay what they are.
  for (const { start, end, lines: added } of [...splices].reverse()) {
    if (options.flagged) flagged.push(baseRange(staged, start, end));
    const same = alignLines(staged.lines.slice(start, end), added);
    const from = same.map((at) => (at < 0 ? -1 : (staged.origin[start + at] ?? -1)));
    lines = lines.slice(0, start).concat(added, lines.slice(end));
    origin = origin.slice(0, start).concat(from, origin.slice(end));
    if (since) {
      const kept = same.map((at) => (at < 0 ? -1 : (staged.since?.[start + at] ?? -1)));
      since = since.slice(0, start).concat(kept, since.slice(end));
    }
  }
  const atEnd = splices.at(-1)?.end === staged.lines.length;
  const endsWithNewline = atEnd && options.endsWithNewline !== null ? options.endsWithNewline : staged.endsWithNewline;
  return { base: staged.base, lines, origin, since, endsWithNewline, flagged };
}

/** Where staged lines are in the base; lines that came with an edit are where it was made. */
export function baseRange(staged: StagedText, start: number, end: number): BaseRange {
  let from = 0;
  for (let index = start - 1; index >= 0; index--) {
    const origin = staged.origin[index] ?? -1;
    if (origin < 0) continue;
    from = origin + 1;
    break;
  }
  let to = staged.base.lines.length;
  for (let index = end; index < staged.origin.length; index++) {
    const origin = staged.origin[index] ?? -1;
    if (origin < 0) continue;
    to = origin;
    break;
  }
  return { start: from, end: Math.max(from, to) };
}

/** The whole text, with the line ends that its lines have in the base. */
export function renderStagedText(staged: StagedText): string {
  return joinFileText(staged.base, staged.lines, staged.origin, staged.endsWithNewline);
}
