import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  countLineEnds,
  keepLineEnds,
  summarizeLineEnds,
  unifyLineEnds,
} from '../../../../src-main/core/files/line-ends.ts';

const end = fc.constantFrom('\n', '\r\n', '\r');
const mixedText = fc
  .array(fc.tuple(fc.constantFrom('', 'a', 'b', 'words', 'x y'), end), { maxLength: 30 })
  .chain((lines) =>
    fc.constantFrom('', 'last').map((last) => lines.map(([line, mark]) => line + mark).join('') + last),
  );
const editorEnd = fc.constantFrom('lf' as const, 'crlf' as const);

describe('line ends', () => {
  it('of unchanged text are written back byte for byte, whatever the mix', () => {
    fc.assert(
      fc.property(mixedText, editorEnd, (onDisk, lineEnd) => {
        expect(keepLineEnds(onDisk, unifyLineEnds(onDisk, lineEnd), lineEnd)).toBe(onDisk);
      }),
      { numRuns: 3000 },
    );
  });

  it('never change the text itself', () => {
    fc.assert(
      fc.property(mixedText, mixedText, editorEnd, (onDisk, text, lineEnd) => {
        const kept = keepLineEnds(onDisk, unifyLineEnds(text, lineEnd), lineEnd);
        expect(unifyLineEnds(kept, 'lf')).toBe(unifyLineEnds(text, 'lf'));
      }),
      { numRuns: 2000 },
    );
  });

  it('of lines around a change stay, and new lines take their neighbour’s', () => {
    expect(keepLineEnds('a\r\nb\nc\rd', 'a\nb\nNEW\nc\nd', 'lf')).toBe('a\r\nb\nNEW\nc\rd');
    expect(keepLineEnds('a\r\nb\nc', 'a\nX\nc', 'lf')).toBe('a\r\nX\r\nc');
    expect(keepLineEnds('a\r\nb\n', 'TOP\na\nb\n', 'lf')).toBe('TOP\r\na\r\nb\n');
    expect(keepLineEnds('a\nb', 'a\nb\nc', 'lf')).toBe('a\nb\nc');
    expect(keepLineEnds('', 'a\nb', 'crlf')).toBe('a\r\nb');
  });

  it('are counted the same however the bytes are cut', () => {
    fc.assert(
      fc.property(mixedText, fc.integer({ min: 1, max: 9 }), (text, step) => {
        const bytes = Buffer.from(text);
        const total = { lf: 0, crlf: 0, cr: 0 };
        for (let start = 0; start < bytes.length; start += step) {
          const part = countLineEnds(bytes.subarray(start, start + step), bytes[start + step]);
          total.lf += part.lf;
          total.crlf += part.crlf;
          total.cr += part.cr;
        }
        const ends = text.match(/\r\n|\r|\n/g) ?? [];
        expect(total).toEqual({
          lf: ends.filter((mark) => mark === '\n').length,
          crlf: ends.filter((mark) => mark === '\r\n').length,
          cr: ends.filter((mark) => mark === '\r').length,
        });
      }),
    );
  });

  it('are called mixed when one kind of them would not give the file back', () => {
    expect(summarizeLineEnds({ lf: 3, crlf: 0, cr: 0 })).toEqual({ lineEnd: 'lf', mixedLineEnds: false });
    expect(summarizeLineEnds({ lf: 0, crlf: 3, cr: 0 })).toEqual({ lineEnd: 'crlf', mixedLineEnds: false });
    expect(summarizeLineEnds({ lf: 1, crlf: 3, cr: 0 })).toEqual({ lineEnd: 'crlf', mixedLineEnds: true });
    expect(summarizeLineEnds({ lf: 0, crlf: 0, cr: 2 })).toEqual({ lineEnd: 'lf', mixedLineEnds: true });
  });
});
