import type { DiffHunk, ReplaceBlock, SearchReading } from './edit-block.ts';
import { findLines } from './find-lines.ts';
import { blackedOutLines, type HiddenValue, holdsMark, type RestoredText, restoreText } from './restore-marks.ts';
import type { StagedText } from './staged-text.ts';

/** A value that a block has a mark for, where it stands among lines. */
export interface LineValue {
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

/** Puts what models do not see in the place of the marks that blocks have for it. */
export interface BlockMarks {
  /** What models do not see of the file that is changed next; null where nobody has said. */
  hide(values: readonly HiddenValue[] | null): void;
  /**
   * Lines with what their marks stand for, where they take the place of some lines of a text, or of all of it; null where that is not
   * clear. `values` takes what the marks stood for.
   */
  restore(
    lines: readonly string[],
    staged: StagedText | null,
    place?: { readonly start?: number; readonly end?: number; readonly values?: LineValue[] },
  ): readonly string[] | null;
  /** A block that looks for what is really there; null where that is not clear. */
  search(block: ReplaceBlock, staged: StagedText): ReplaceBlock | null;
}

export function createBlockMarks(): BlockMarks {
  let hidden: readonly HiddenValue[] | null = null;
  /** The hunks of diffs as they look for what is really there. */
  const restoredHunks = new WeakMap<readonly DiffHunk[], readonly DiffHunk[]>();
  /** Bases as models see them, by what is hidden of them. */
  const seen = new WeakMap<readonly HiddenValue[], readonly string[] | null>();

  const restore: BlockMarks['restore'] = (
    lines,
    staged,
    { start = 0, end = staged?.lines.length, values = [] } = {},
  ) => {
    const text = lines.join('\n');
    if (hidden === null || !holdsMark(text)) return lines;
    const replaced = new Set(staged?.origin.slice(start, end));
    const part = hidden.filter(({ line }) => replaced.has(line));
    const result = restoreText(text, part, hidden);
    for (const { start: from, end: to } of result?.places ?? []) {
      const before = result?.text.slice(0, from).split('\n') ?? [];
      values.push({ line: before.length - 1, column: before.at(-1)?.length ?? 0, length: to - from });
    }
    return result?.text.split('\n') ?? null;
  };

  /** What really stands where lines are in the file as models see it; null where that is no single place. */
  const unseen = (lines: readonly string[], staged: StagedText): readonly string[] | null => {
    if (!hidden?.length || !holdsMark(lines.join('\n'))) return null;
    let base = seen.get(hidden);
    if (base === undefined) {
      base = blackedOutLines(staged.base.lines, hidden);
      seen.set(hidden, base);
    }
    if (base === null) return null;
    const shown = staged.lines.map((line, index) => base[staged.origin[index] ?? -1] ?? line);
    const [start, other] = findLines(shown, lines, { limit: 2 });
    return start === undefined || other !== undefined ? null : staged.lines.slice(start, start + lines.length);
  };

  return {
    hide(values) {
      hidden = values;
    },
    restore,
    search(block, staged) {
      const readings = block.readings.map((reading) => ({
        ...reading,
        search: unseen(reading.search, staged) ?? restore(reading.search, staged),
      }));
      if (!readings.every((reading): reading is SearchReading => reading.search !== null)) return null;
      if (block.diff === null || !hidden?.length) return { ...block, readings };
      let hunks = restoredHunks.get(block.diff.hunks);
      if (!hunks) {
        hunks = block.diff.hunks.map((hunk) => ({ ...hunk, search: restore(hunk.search, staged) ?? hunk.search }));
        restoredHunks.set(block.diff.hunks, hunks);
      }
      return { ...block, readings, diff: { ...block.diff, hunks } };
    },
  };
}

/** A text of these lines, with where values stand in it. */
export function textWithPlaces(lines: readonly string[], values: readonly LineValue[]): RestoredText {
  const starts: number[] = [];
  let at = 0;
  for (const line of lines) {
    starts.push(at);
    at += line.length + 1;
  }
  const places = values.map(({ line, column, length }) => {
    const start = (starts[line] ?? 0) + column;
    return { start, end: start + length };
  });
  return { text: lines.join('\n'), places };
}
