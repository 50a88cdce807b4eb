import type * as lsp from 'vscode-languageserver-protocol';
import { t } from '../../../localize.ts';

/** Where each line of a text begins, in UTF-16 units. */
function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function offsetOf(text: string, starts: readonly number[], { line, character }: lsp.Position): number {
  const start = starts[line];
  if (start === undefined) return text.length;
  const next = starts[line + 1];
  const end = next === undefined ? text.length : next - (text.charAt(next - 2) === '\r' ? 2 : 1);
  return Math.min(start + character, Math.max(start, end));
}

/** The text with all edits made at once, as the protocol has it: every range is one of the text before. Throws where two overlap. */
export function applyTextEdits(text: string, edits: readonly lsp.TextEdit[]): string {
  const starts = lineStarts(text);
  const placed = edits
    .map(({ range, newText }, index) => ({
      start: offsetOf(text, starts, range.start),
      end: offsetOf(text, starts, range.end),
      newText,
      index,
    }))
    .sort((one, other) => one.start - other.start || one.index - other.index);
  let result = '';
  let at = 0;
  for (const { start, end, newText } of placed) {
    if (start < at) throw new Error(t('The language server asked for edits that overlap.'));
    result += text.slice(at, start) + newText;
    at = Math.max(start, end);
  }
  return result + text.slice(at);
}

/** One edit as a row shows it: the line around it, before and after. */
export interface EditLine {
  /** From 1. */
  readonly line: number;
  readonly before: string;
  readonly removed: string;
  readonly added: string;
  readonly after: string;
}

const context = 60;

/** An edit within its line; of longer ones the first line is shown. */
export function describeEdit(text: string, { range, newText }: lsp.TextEdit): EditLine {
  const starts = lineStarts(text);
  const lineStart = starts[range.start.line] ?? text.length;
  const lineEnd = text.indexOf('\n', lineStart);
  const line = text.slice(lineStart, lineEnd < 0 ? text.length : lineEnd).replace(/\r$/, '');
  const endsHere = range.end.line === range.start.line;
  const end = endsHere ? range.end.character : line.length;
  const before = line.slice(0, range.start.character).trimStart();
  return {
    line: range.start.line + 1,
    before: before.length > context ? `…${before.slice(-context)}` : before,
    removed: line.slice(range.start.character, end) + (endsHere ? '' : ' …'),
    added: firstLine(newText),
    after: endsHere ? line.slice(end, end + context) : '',
  };
}

function firstLine(text: string): string {
  const [first = '', ...others] = text.split('\n');
  return others.some((line) => line.trim() !== '') ? `${first} …` : first;
}
