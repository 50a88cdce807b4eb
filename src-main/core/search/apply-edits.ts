import type { ReplaceEdit } from '../../../contract/desktop/search.ts';
import type { LineEnd } from '../../../contract/model/file.ts';

/**
 * The text with its edits made, line ends in what is put in being those of the file. Null when a place does not hold what it is expected
 * to, or two edits overlap.
 */
export function applyEdits(text: string, edits: readonly ReplaceEdit[], lineEnd: LineEnd): string | null {
  const starts = lineStarts(text);
  const pieces: string[] = [];
  let done = 0;
  const sorted = [...edits].sort((one, other) => one.line - other.line || one.column - other.column);
  for (const edit of sorted) {
    const from = starts[edit.line - 1];
    const to = starts[edit.endLine - 1];
    if (from === undefined || to === undefined) return null;
    const start = from + edit.column - 1;
    const end = to + edit.endColumn - 1;
    if (start < done || end < start || text.slice(start, end) !== edit.expected) return null;
    const put = edit.text.replace(/\r\n|\n/g, lineEnd === 'crlf' ? '\r\n' : '\n');
    pieces.push(text.slice(done, start), put);
    done = end;
  }
  return pieces.join('') + text.slice(done);
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
