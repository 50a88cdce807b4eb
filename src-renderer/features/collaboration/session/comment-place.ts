/** Where a comment is to go, in UTF-16 units from the beginning of a text with LF at line ends. */
export interface CommentPlace {
  readonly start: number;
  readonly end: number;
  /** It is about the line, not a part of it. */
  readonly wholeLine: boolean;
}

/** Quotes shorter than this are found in too many places to say where a text has gone. */
const shortestTelling = 8;

/** The place of a comment on a selection, or on the whole line where nothing is selected; null in an empty text. */
export function placeOfComment(
  text: string,
  selection: { readonly start: number; readonly end: number },
): CommentPlace | null {
  if (text === '') return null;
  if (selection.end > selection.start) return { ...selection, wholeLine: false };
  const start = lineStart(text, selection.start);
  const next = text.indexOf('\n', selection.start);
  const end = next < 0 ? text.length : next;
  if (end > start) return { start, end, wholeLine: true };
  // An empty line has nothing of its own but its end, the last one not even that.
  return end < text.length ? { start, end: end + 1, wholeLine: true } : { start: start - 1, end, wholeLine: true };
}

/** Where a quoted text is now that it is no longer where it was; null when it is gone or could be in several places. */
export function findQuote(text: string, quote: string): { readonly start: number; readonly end: number } | null {
  if (quote.trim().length < shortestTelling) return null;
  const start = text.indexOf(quote);
  if (start < 0 || text.indexOf(quote, start + 1) >= 0) return null;
  return { start, end: start + quote.length };
}

/** The lines, from 1, that a range is in. */
export function linesOf(
  text: string,
  range: { readonly start: number; readonly end: number },
): { readonly first: number; readonly last: number } {
  const first = countLines(text, 0, range.start) + 1;
  // The end of a line belongs to it.
  const until = text[range.end - 1] === '\n' ? range.end - 1 : range.end;
  return { first, last: first + countLines(text, range.start, Math.max(range.start, until)) };
}

function countLines(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

/** The columns, from 1, at which a range begins and ends in its first and last line. */
export function columnsOf(
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
): { readonly first: number; readonly last: number } {
  const until = text[end - 1] === '\n' ? end - 1 : end;
  return { first: start - lineStart(text, start) + 1, last: until - lineStart(text, until) + 1 };
}

/** Where a line and a column, both from 1, are in a text; at its end for what is behind it. */
export function offsetAt(text: string, line: number, column: number): number {
  let start = 0;
  for (let number = 1; number < line; number += 1) {
    const end = text.indexOf('\n', start);
    if (end < 0) return text.length;
    start = end + 1;
  }
  const end = text.indexOf('\n', start);
  return Math.min(start + column - 1, end < 0 ? text.length : end);
}

function lineStart(text: string, at: number): number {
  return at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1;
}
