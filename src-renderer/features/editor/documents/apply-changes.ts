import type { TextChange } from '../../../app/services.ts';

/** The text with its changes made; null when a place does not hold what is expected, or two changes overlap. */
export function applyChanges(text: string, changes: readonly TextChange[]): string | null {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const inOrder = [...changes].sort((one, other) => one.line - other.line || one.column - other.column);
  let result = '';
  let done = 0;
  for (const change of inOrder) {
    const start = (starts[change.line - 1] ?? Number.NaN) + change.column - 1;
    const end = (starts[change.endLine - 1] ?? Number.NaN) + change.endColumn - 1;
    if (!(start >= done && end >= start) || text.slice(start, end) !== change.expected) return null;
    result += text.slice(done, start) + change.text;
    done = end;
  }
  return result + text.slice(done);
}
