import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../../../src-main/core/search/apply-edits.ts';
import { createOutputReader, toMatches } from '../../../../src-main/core/search/read-output.ts';

describe('matches in lines', () => {
  it('leave line ends out', () => {
    expect(toMatches('a pier\r\n', 7, [[2, 7]])).toEqual([
      { line: 7, column: 3, endLine: 7, endColumn: 7, before: 'a ', text: 'pier', after: '' },
    ]);
    expect(toMatches('pier\r\n', 1, [[4, 5]])).toEqual([]);
  });

  it('go over several lines', () => {
    expect(toMatches('one two\r\nthree\n', 4, [[4, 12]])).toEqual([
      { line: 4, column: 5, endLine: 5, endColumn: 4, before: 'one ', text: 'two\r\nthr', after: 'ee' },
    ]);
  });

  it('are cut where lines or matches are very long', () => {
    const long = `${'a'.repeat(10_000)}pier${'b'.repeat(10_000)}\n`;
    const [match] = toMatches(long, 1, [[10_000, 10_004]]);
    expect(match).toMatchObject({ column: 10_001, text: 'pier' });
    expect(match?.before.length).toBeLessThan(500);
    expect(match?.after.length).toBeLessThan(500);
    expect(toMatches(long, 1, [[0, 10_000]])[0]).toMatchObject({ cut: true, endColumn: 10_001 });
  });
});

describe("ripgrep's output", () => {
  const match = (path: string, text: string, submatches: readonly [number, number][]) =>
    JSON.stringify({
      type: 'match',
      data: {
        path: { text: `./${path}` },
        lines: { text },
        line_number: 1,
        submatches: submatches.map(([start, end]) => ({ match: { text: 'x' }, start, end })),
      },
    });
  const end = (offset: number | null) => `{"type":"end","data":{"path":{"text":"./a"},"binary_offset":${offset}}}`;

  it('is read in any pieces, with columns in UTF-16 units', () => {
    const whole = `${match('a', '😀é pier\n', [[7, 11]])}\n${end(null)}\n`;
    for (const size of [1, 7, 64, whole.length]) {
      const reader = createOutputReader(10);
      for (let at = 0; at < whole.length; at += size) reader.take(whole.slice(at, at + size));
      const [file] = reader.finished();
      expect(file?.path).toBe('a');
      expect(file?.matches[0]).toMatchObject({ column: 5, endColumn: 9, text: 'pier' });
    }
  });

  it('drops what stands in binary files', () => {
    const reader = createOutputReader(10);
    reader.take(`${match('a', 'pier\n', [[0, 4]])}\n${end(12)}\n`);
    expect(reader.finished()).toEqual([]);
  });
});

describe('edits', () => {
  const edit = (line: number, column: number, expected: string, text: string) => ({
    line,
    column,
    endLine: line,
    endColumn: column + expected.length,
    expected,
    text,
  });

  it('are made together, each where the old text has it', () => {
    const text = 'pier pier\r\nquay pier\r\n';
    expect(
      applyEdits(text, [edit(2, 6, 'pier', 'p\n'), edit(1, 1, 'pier', ''), edit(1, 6, 'pier', 'long')], 'crlf'),
    ).toBe(' long\r\nquay p\r\n\r\n');
  });

  it('are refused where something else stands, or they overlap', () => {
    expect(applyEdits('pier', [edit(1, 1, 'quay', '')], 'lf')).toBeNull();
    expect(applyEdits('pier', [edit(2, 1, 'pier', '')], 'lf')).toBeNull();
    expect(applyEdits('pier', [edit(1, 1, 'pie', ''), edit(1, 3, 'er', '')], 'lf')).toBeNull();
  });
});
