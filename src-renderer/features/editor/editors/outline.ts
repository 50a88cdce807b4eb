import type * as monaco from 'monaco-editor/editor/editor.api';
import type { DocumentSymbol } from '../../../app/services.ts';

interface Heading {
  readonly name: string;
  readonly depth: number;
  readonly line: number;
}

/** Monaco's number for a symbol that is a piece of text. */
const stringKind = 14;

/** Flattens the symbols of a language service, in the order of the text. */
export function flattenSymbols(
  symbols: readonly monaco.languages.DocumentSymbol[],
  depth = 0,
): readonly DocumentSymbol[] {
  return symbols.flatMap((symbol) => [
    {
      name: symbol.name,
      detail: symbol.detail,
      kind: symbol.kind,
      depth,
      line: symbol.selectionRange.startLineNumber,
      column: symbol.selectionRange.startColumn,
    },
    ...flattenSymbols(symbol.children ?? [], depth + 1),
  ]);
}

/** The symbols that enclose a line, outermost first. */
export function symbolsAt(
  symbols: readonly monaco.languages.DocumentSymbol[],
  line: number,
  column: number,
): readonly monaco.languages.DocumentSymbol[] {
  for (const symbol of symbols) {
    const { startLineNumber, startColumn, endLineNumber, endColumn } = symbol.range;
    const after = line > startLineNumber || (line === startLineNumber && column >= startColumn);
    const before = line < endLineNumber || (line === endLineNumber && column <= endColumn);
    if (after && before) return [symbol, ...symbolsAt(symbol.children ?? [], line, column)];
  }
  return [];
}

/** The headings of a Markdown text as symbols that reach to the next heading of their rank. */
export function markdownOutline(lines: readonly string[]): monaco.languages.DocumentSymbol[] {
  const headings = findHeadings(lines);
  return nest(headings, 0, headings.length, lines.length);
}

function findHeadings(lines: readonly string[]): readonly Heading[] {
  const headings: Heading[] = [];
  let fence: string | null = null;
  for (const [index, text] of lines.entries()) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(text)?.[1];
    if (mark) {
      if (fence === null) fence = mark;
      else if (mark.startsWith(fence)) fence = null;
      continue;
    }
    if (fence !== null) continue;
    const heading = /^ {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$/.exec(text);
    if (heading?.[1] && heading[2]) headings.push({ name: heading[2], depth: heading[1].length, line: index + 1 });
  }
  return headings;
}

function nest(
  headings: readonly Heading[],
  start: number,
  end: number,
  lastLine: number,
): monaco.languages.DocumentSymbol[] {
  const symbols: monaco.languages.DocumentSymbol[] = [];
  for (let index = start; index < end; ) {
    const heading = headings[index];
    if (!heading) break;
    let next = index + 1;
    while (next < end && (headings[next]?.depth ?? 0) > heading.depth) next += 1;
    const endLine = next < end ? (headings[next]?.line ?? lastLine + 1) - 1 : lastLine;
    const line = { startLineNumber: heading.line, startColumn: 1, endLineNumber: heading.line, endColumn: 1 };
    symbols.push({
      name: heading.name,
      detail: '',
      kind: stringKind,
      tags: [],
      range: { ...line, endLineNumber: endLine, endColumn: Number.MAX_SAFE_INTEGER },
      selectionRange: line,
      children: nest(headings, index + 1, next, endLine),
    });
    index = next;
  }
  return symbols;
}
