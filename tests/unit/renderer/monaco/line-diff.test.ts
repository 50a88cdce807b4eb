import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffLines, minimalEdits, type TextEdit } from '../../../../src-renderer/monaco/line-diff.ts';

function apply(text: string, edits: readonly TextEdit[]): string {
  let result = text;
  for (const edit of edits) {
    const lines = result.split('\n');
    const offset = (line: number, column: number) =>
      lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0) + column - 1;
    result =
      result.slice(0, offset(edit.startLine, edit.startColumn)) +
      edit.text +
      result.slice(offset(edit.endLine, edit.endColumn));
  }
  return result;
}

const line = fc.constantFrom('', 'a', 'b', 'ab', 'aab', '  x', '🙂', '🙃', 'a🙂b');
const text = fc.array(line, { minLength: 1, maxLength: 12 }).map((lines) => lines.join('\n'));

describe('minimalEdits', () => {
  it('turns the old text into the new one', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        expect(apply(before, minimalEdits(before.split('\n'), after.split('\n')))).toBe(after);
      }),
      { numRuns: 3_000 },
    );
  });

  it('answers nothing for equal texts', () => {
    expect(minimalEdits(['a', 'b'], ['a', 'b'])).toEqual([]);
  });

  it('touches only the characters that differ', () => {
    const edits = minimalEdits(['first', 'const a = 1;', 'last'], ['first', 'const abc = 1;', 'last']);
    expect(edits).toEqual([{ startLine: 2, startColumn: 8, endLine: 2, endColumn: 8, text: 'bc' }]);
  });

  it('keeps far apart changes apart, last first', () => {
    const before = Array.from({ length: 40 }, (_, index) => `line ${index}`);
    const after = before.with(3, 'changed').toSpliced(30, 1);
    expect(minimalEdits(before, after).map((edit) => edit.startLine)).toEqual([31, 4]);
  });

  it('never splits a character of two halves', () => {
    const edits = minimalEdits(['x🙂y'], ['x🙃y']);
    expect(edits).toEqual([{ startLine: 1, startColumn: 2, endLine: 1, endColumn: 4, text: '🙃' }]);
  });

  it('replaces as a whole what differs beyond measure', () => {
    const before = Array.from({ length: 3_000 }, (_, index) => `old ${index}`);
    const after = Array.from({ length: 3_000 }, (_, index) => `new ${index}`);
    expect(minimalEdits(before, after)).toHaveLength(1);
    expect(apply(before.join('\n'), minimalEdits(before, after))).toBe(after.join('\n'));
  });
});

describe('diffLines', () => {
  it('names the lines on both sides', () => {
    expect(diffLines(['a', 'b', 'c'], ['a', 'x', 'y', 'c', 'd'])).toEqual([
      { oldStart: 1, oldEnd: 2, newStart: 1, newEnd: 3 },
      { oldStart: 3, oldEnd: 3, newStart: 4, newEnd: 5 },
    ]);
  });
});
