import type { JsonParser } from './settings-text.ts';

/** Where something listed stands in the text: a property of an object, or an item of an array. */
export interface ListedSpan {
  readonly start: number;
  readonly end: number;
}

/**
 * Adds something behind the last of what is listed, or into the empty list, and leaves every other character as it is.
 * `render` is given the indentation that further lines of it need.
 */
export function insertListed(
  parser: JsonParser,
  text: string,
  listed: readonly ListedSpan[],
  brackets: '{}' | '[]',
  render: (indent: string) => string,
): string {
  const lineEnd = lineEndOf(text);
  const last = listed.at(-1);
  if (!last) return insertFirst(parser, text, brackets, render);

  const indent = indentationOf(text, last.start);
  const comma = commaAfter(parser, text, last.end);
  const withComma = comma === undefined ? splice(text, last.end, last.end, ',') : text;
  const afterComma = comma === undefined ? last.end + 1 : comma + 1;
  const entry = `${render(indent)}${comma === undefined ? '' : ','}`;
  if (isOnLineOfBracket(text, last, brackets)) return splice(withComma, afterComma, afterComma, ` ${entry}`);
  const at = endOfTrailingComment(parser, withComma, afterComma);
  return splice(withComma, at, at, `${lineEnd}${indent}${entry}`);
}

function insertFirst(
  parser: JsonParser,
  text: string,
  brackets: '{}' | '[]',
  render: (indent: string) => string,
): string {
  const lineEnd = lineEndOf(text);
  const root = parser.parseTree(text, [], { allowTrailingComma: true, allowEmptyContent: true });
  const entry = render('  ');
  if (!root) {
    const gap = text === '' || text.endsWith('\n') ? '' : lineEnd;
    return `${text}${gap}${brackets[0]}${lineEnd}  ${entry}${lineEnd}${brackets[1]}${lineEnd}`;
  }
  const opening = root.offset;
  const closing = root.offset + root.length - 1;
  // An empty list may hold comments: they stay where they are, and the entry goes behind them.
  const inside = text.slice(opening + 1, closing);
  const before = inside.trimEnd();
  const at = opening + 1 + before.length;
  return splice(text, at, closing, `${lineEnd}  ${entry}${lineEnd}`);
}

/** Takes one of what is listed away, with its comma and the line that it alone stood on. */
export function removeListed(
  parser: JsonParser,
  text: string,
  entry: ListedSpan,
  listed: readonly ListedSpan[],
): string {
  const comma = commaAfter(parser, text, entry.end);
  let edited = text;
  if (comma !== undefined) edited = splice(edited, comma, comma + 1, '');
  edited = splice(edited, entry.start, entry.end, '');
  const previous = listed[listed.indexOf(entry) - 1];
  if (comma === undefined && previous) {
    const before = commaAfter(parser, text, previous.end);
    if (before !== undefined) return dropBlankLine(splice(edited, before, before + 1, ''), entry.start - 1);
  }
  return dropBlankLine(edited, entry.start);
}

/** The line that an entry stood on goes with it when nothing else is there. */
function dropBlankLine(text: string, at: number): string {
  const start = text.lastIndexOf('\n', at - 1) + 1;
  const newline = text.indexOf('\n', at);
  const end = newline < 0 ? text.length : newline + 1;
  if (start === 0 || newline < 0 || text.slice(start, end).trim() !== '') return text;
  return splice(text, start, end, '');
}

/** Where the comma is that follows an entry, if there is one; comments may stand before it. */
function commaAfter(parser: JsonParser, text: string, offset: number): number | undefined {
  const scanner = parser.createScanner(text, true);
  scanner.setPosition(offset);
  scanner.scan();
  const at = scanner.getTokenOffset();
  return text[at] === ',' ? at : undefined;
}

/** The end of what stands on the rest of the line when that is only a comment; otherwise the offset itself. */
function endOfTrailingComment(parser: JsonParser, text: string, offset: number): number {
  const scanner = parser.createScanner(text, false);
  scanner.setPosition(offset);
  let end = offset;
  for (;;) {
    scanner.scan();
    const token = text.slice(scanner.getTokenOffset(), scanner.getTokenOffset() + scanner.getTokenLength());
    const comment = token.startsWith('//') || token.startsWith('/*');
    if (comment && !token.includes('\n')) end = scanner.getTokenOffset() + token.length;
    else if (token === '' || token.includes('\n') || token.trim() !== '') return end;
  }
}

function isOnLineOfBracket(text: string, last: ListedSpan, brackets: string): boolean {
  const lineStart = text.lastIndexOf('\n', last.start - 1) + 1;
  const newline = text.indexOf('\n', last.end);
  return (
    text.slice(lineStart, last.start).trim() !== '' &&
    (newline < 0 || text.slice(last.end, newline).includes(brackets.charAt(1)))
  );
}

/** The white space before what stands at an offset. */
export function indentationOf(text: string, offset: number): string {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(lineStart, offset))?.[0] ?? '';
}

/** The line end that a text uses. */
export function lineEndOf(text: string): string {
  return /\r?\n/.exec(text)?.[0] ?? '\n';
}

/** Puts text in the place of a range. */
export function splice(text: string, start: number, end: number, inserted: string): string {
  return text.slice(0, start) + inserted + text.slice(end);
}
