import type { Text as YText } from 'yjs';
import { minimalEdits } from '../../../../monaco/line-diff.ts';

/** The units from `start` to `end` of a text become `text`. Counted in UTF-16 units, line ends are LF. */
export interface OffsetEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The edits that turn one text into the other, in order, none touching another. */
export function diffTexts(from: string, to: string): OffsetEdit[] {
  if (from === to) return [];
  const lines = from.split('\n');
  const starts = [0];
  for (const line of lines) starts.push((starts.at(-1) ?? 0) + line.length + 1);
  const offset = (line: number, column: number) => (starts[line - 1] ?? 0) + column - 1;
  return minimalEdits(lines, to.split('\n'))
    .map(({ startLine, startColumn, endLine, endColumn, text }) => ({
      start: offset(startLine, startColumn),
      end: offset(endLine, endColumn),
      text,
    }))
    .reverse();
}

/**
 * What `edits`, made on a text, come to after `over` was made on that same text: they remove what is left of what they removed, and
 * nothing that `over` has put there. In order, none touching another.
 */
export function rebaseEdits(edits: readonly OffsetEdit[], over: readonly OffsetEdit[]): OffsetEdit[] {
  return edits.flatMap(({ start, end, text }) => {
    const left = piecesLeft(start, end, over).map((piece) => {
      const from = placeAfter(piece.start, over);
      return { start: from, end: from + piece.end - piece.start, text: '' };
    });
    const last = left.pop();
    if (last) return [...left, { ...last, text }];
    const place = placeAfter(end, over);
    return text ? [{ start: place, end: place, text }] : [];
  });
}

/** The parts from `start` to `end` that `over` has left, cut where it has put something in. */
function piecesLeft(start: number, end: number, over: readonly OffsetEdit[]): { start: number; end: number }[] {
  const pieces: { start: number; end: number }[] = [];
  let from = start;
  for (const edit of over) {
    if (edit.end < from || edit.start >= end) continue;
    if (edit.start > from) pieces.push({ start: from, end: edit.start });
    from = Math.max(from, edit.end);
  }
  if (from < end) pieces.push({ start: from, end });
  return pieces;
}

/** Where a position is after some edits; behind what they put right there. */
function placeAfter(position: number, edits: readonly OffsetEdit[]): number {
  let moved = 0;
  for (const { start, end, text } of edits) {
    if (position < start || (position === start && end > start)) break;
    if (position < end) return start + moved + text.length;
    moved += text.length - (end - start);
  }
  return position + moved;
}

/** Makes edits of `diffTexts` or `rebaseEdits` in a shared text, inside of a transaction. */
export function applyEdits(text: YText, edits: readonly OffsetEdit[]): void {
  for (const edit of edits.toReversed()) {
    if (edit.end > edit.start) text.delete(edit.start, edit.end - edit.start);
    if (edit.text) text.insert(edit.start, edit.text);
  }
}
