import type { TextChange } from '../../../app/services.ts';

/** A change from one whole text to another; lines end with LF. */
export function wholeChange(before: string, text: string): TextChange {
  const lastBreak = before.lastIndexOf('\n');
  return {
    line: 1,
    column: 1,
    endLine: before.split('\n').length,
    endColumn: before.length - lastBreak,
    expected: before,
    text,
  };
}
