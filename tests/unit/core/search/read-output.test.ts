import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../../../src-main/core/search/apply-edits.ts';
import { createLineReader, matchByMarks, matchByText } from '../../../../src-main/core/search/read-lines.ts';
import { createOutputReader, type OutputReader, toMatches } from '../../../../src-main/core/search/read-output.ts';

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

function takeInPieces(reader: OutputReader, whole: string | Buffer, size: number): void {
  const bytes = Buffer.from(whole);
  for (let at = 0; at < bytes.length; at += size) reader.take(bytes.subarray(at, at + size));
}

describe("ripgrep's lines", () => {
  const marks = { start: '\u0002a1', end: '\u0003a1' };
  const found = (text: string) => `${marks.start}${text}${marks.end}`;
  const record = (path: string, line: number, text: string) => `./${path}\0${line}\0${text}\n`;
  const summary = (files: number) => `\n9 matches\n${files} files searched\n`;

  it('are read in any pieces, with columns in UTF-16 units', () => {
    const whole = [
      record('a', 1, `😀é ${found('pier')}${found('pier')}\r`),
      record('a', 7, `\0 ${found('')} \u0002 \u0003a2`),
      record('b\nc', 2, found('pier')),
      summary(4),
    ].join('');
    for (const size of [1, 7, 64, whole.length * 2]) {
      const reader = createLineReader(matchByMarks(marks), 10);
      takeInPieces(reader, whole, size);
      expect(reader.searchedFiles()).toBe(4);
      const [a, b] = reader.finished();
      expect(a?.path).toBe('a');
      expect(a?.matches).toMatchObject([
        { line: 1, column: 5, endColumn: 9, before: '😀é ', text: 'pier', after: 'pier' },
        { line: 1, column: 9, endColumn: 13, before: '😀é pier', text: 'pier', after: '' },
        { line: 7, column: 3, endColumn: 3, text: '', after: ' \u0002 \u0003a2' },
      ]);
      expect(b).toMatchObject({ path: 'b\nc', matches: [{ line: 2, column: 1, text: 'pier' }] });
    }
  });

  it('keep the bytes of what is no valid UTF-8', () => {
    const bytes = Buffer.concat([
      Buffer.from(record('é', 1, found('é'))),
      Buffer.from(record('b', 3, `@${found('x')}`)),
    ]);
    bytes[bytes.indexOf('@')] = 0xe9;
    const reader = createLineReader(matchByMarks(marks), 10);
    reader.take(bytes);
    reader.settle();
    const [valid, legacy] = reader.finished();
    expect(valid).toMatchObject({ path: 'é', matches: [{ column: 1, endColumn: 2, text: 'é' }] });
    expect(legacy?.undecoded).toEqual([{ bytes: Buffer.from([0xe9, 0x78, 0x0a]), line: 3, ranges: [[1, 2]] }]);
  });

  it('need no signs where the text is looked for once more', () => {
    const find = (text: string, matchCase: boolean, line: string) => {
      const matcher = matchByText({ text, matchCase, regex: false, wholeWord: false });
      const piece = ([from, to]: readonly [number, number]) => line.slice(from, to);
      return { text: matcher?.text(line).ranges.map(piece), bytes: matcher?.bytes(line).ranges.map(piece) };
    };
    const latin1 = (text: string) => Buffer.from(text).toString('latin1');
    expect(find('ks', false, 'Ks kS \u212a\u017f ksks').text).toEqual(['Ks', 'kS', '\u212a\u017f', 'ks', 'ks']);
    expect(find('ks', false, latin1('Ks \u212a\u017f')).bytes).toEqual(['Ks', latin1('\u212a\u017f')]);
    expect(find('ks', true, 'Ks ks \u212as')).toEqual({ text: ['ks'], bytes: ['ks'] });
    expect(find('a.(b)[$1]-\\', true, 'a.(b)[$1]-\\ axbb').text).toEqual(['a.(b)[$1]-\\']);
    for (const needed of [{ regex: true }, { wholeWord: true }, { text: 'é' }, { text: 'a\rb' }]) {
      expect(matchByText({ text: 'a', matchCase: true, regex: false, wholeWord: false, ...needed })).toBeNull();
    }
  });

  it('leave out half of a character that looks like a match', () => {
    const [lead, trail] = Buffer.from('é');
    const bytes = Buffer.from(record('a', 1, `@${found('@')} ${found('x')}`));
    bytes[bytes.indexOf('@')] = lead ?? 0;
    bytes[bytes.indexOf('@')] = trail ?? 0;
    const reader = createLineReader(matchByMarks(marks), 10);
    reader.take(bytes);
    reader.settle();
    expect(reader.finished()[0]?.matches).toMatchObject([{ column: 3, before: 'é ', text: 'x' }]);
  });

  it('drop what stands in binary files', () => {
    const warning = (path: string) =>
      `./${path}: WARNING: stopped searching binary file after match (found "\\0" byte around offset 70000)\n`;
    const whole = `${record('a', 1, found('p'))}${warning('a')}${record('b', 1, found('p'))}${record('c', 1, found('p'))}${warning('c')}`;
    for (const size of [5, 1000]) {
      const reader = createLineReader(matchByMarks(marks), 10);
      takeInPieces(reader, whole + summary(3), size);
      expect(reader.searchedFiles()).toBe(3);
      expect(reader.finished().map(({ path }) => path)).toEqual(['b']);
    }
  });

  it('tell of a file before the next one begins when they have been still', () => {
    const reader = createLineReader(matchByMarks(marks), 10);
    reader.take(Buffer.from(record('a', 1, found('p'))));
    expect(reader.finished()).toEqual([]);
    reader.settle();
    expect(reader.finished()).toHaveLength(1);
    expect(reader.searchedFiles()).toBeNull();
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
      takeInPieces(reader, whole, size);
      const [file] = reader.finished();
      expect(file?.path).toBe('a');
      expect(file?.matches[0]).toMatchObject({ column: 5, endColumn: 9, text: 'pier' });
    }
  });

  it('drops what stands in binary files', () => {
    const reader = createOutputReader(10);
    reader.take(Buffer.from(`${match('a', 'pier\n', [[0, 4]])}\n${end(12)}\n`));
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
