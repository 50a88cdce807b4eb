import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeText } from '../../../../src-main/core/files/decode-text.ts';
import { detectContent, looksBinary } from '../../../../src-main/core/files/detect-encoding.ts';
import { encodeText, supportedEncodings } from '../../../../src-main/core/files/text-encodings.ts';

/** Reads bytes as a file's and, unless they are binary, what saving the untouched text would write. */
async function roundTrip(bytes: Buffer) {
  const content = await detectContent(Buffer.from(bytes));
  if (content.kind === 'binary') return { kind: 'binary' as const };
  const decoded = await decodeText(Buffer.from(bytes), content.byteOrderMark, content.candidates);
  const text = [...decoded.pieces()].join('');
  return {
    kind: 'text' as const,
    encoding: decoded.encoding,
    problem: decoded.problem,
    text,
    save: () => encodeText(text, decoded.encoding, content.byteOrderMark),
  };
}

async function expectSafe(bytes: Buffer): Promise<void> {
  const result = await roundTrip(bytes);
  if (result.kind === 'binary') return;
  if (result.problem === null) expect((await result.save()).equals(bytes)).toBe(true);
  else expect(result.problem).toMatch(/(Reopen|Remove) .+\.$/);
}

describe('encodings', () => {
  it.each([
    ['utf-8', 'Grüße, 世界 🎉\n'],
    ['utf-16le', 'Grüße, world 🎉\n'],
    ['utf-16be', 'Grüße, world 🎉\n'],
    ['windows-1252', 'Le café est fermé jusqu’à lundi.\n'],
    ['shift_jis', 'こんにちは世界。これはテストです。\n'],
    ['euc-jp', 'こんにちは世界。これはテストです。\n'],
    ['gb18030', '你好,世界。这是一个测试文件。\n'],
    ['big5', '你好,世界。這是一個測試檔案。\n'],
    ['euc-kr', '안녕하세요 세계\n'],
    ['windows-1251', 'Привет, мир. Это проверка.\n'],
    ['koi8-r', 'Привет, мир. Это проверка.\n'],
    ['windows-1250', 'Zażółć gęślą jaźń\n'],
  ])('%s is recognised and comes back byte for byte', async (encoding, text) => {
    const bytes = await encodeText(text, encoding, false);
    const result = await roundTrip(bytes);
    expect(result).toMatchObject({ kind: 'text', encoding, text, problem: null });
    if (result.kind === 'text') expect((await result.save()).equals(bytes)).toBe(true);
  });

  it.each(['utf-8', 'utf-16le', 'utf-16be'])('%s with a byte order mark keeps it', async (encoding) => {
    const bytes = await encodeText('a\r\nß', encoding, true);
    const result = await roundTrip(bytes);
    expect(result).toMatchObject({ kind: 'text', encoding, text: 'a\r\nß', problem: null });
    await expectSafe(bytes);
  });

  it.each([
    ['UTF-8 with a broken character', Buffer.concat([Buffer.from('Grüße aus Köln, schöne Größe'), Buffer.of(0xff)])],
    ['UTF-16 cut in half', Buffer.from('fffe610062', 'hex')],
    ['two byte order marks', Buffer.from('efbbbfefbbbf61', 'hex')],
  ])('%s is shown and cannot be changed', async (_, bytes) => {
    const result = await roundTrip(bytes);
    expect(result.kind).toBe('text');
    if (result.kind === 'text') expect(result.problem).toMatch(/\.$/);
  });

  it('tell binary files', async () => {
    const program = Buffer.from('7f454c46020101000000000000000000', 'hex');
    expect(looksBinary(program)).toBe(true);
    expect(await detectContent(program)).toEqual({ kind: 'binary' });
    expect(await detectContent(Buffer.from('fffe0000610000', 'hex'))).toEqual({ kind: 'binary' });
    expect(looksBinary(Buffer.from('plain'))).toBe(false);
  });

  it('lose nothing of any bytes', async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      fc.uint8Array({ min: 1, maxLength: 400 }),
      fc.string({ unit: 'binary', maxLength: 100 }).map((text) => Buffer.from(text, 'utf16le')),
      fc.string({ unit: 'grapheme', maxLength: 100 }).map((text) => Buffer.from(text)),
      fc
        .tuple(fc.string({ unit: 'grapheme' }), fc.uint8Array({ maxLength: 4 }))
        .map(([text, tail]) => Buffer.concat([Buffer.from(text), tail])),
    );
    await fc.assert(
      fc.asyncProperty(bytes, async (sample) => expectSafe(Buffer.from(sample))),
      { numRuns: 400 },
    );
  }, 30_000);

  it('lose nothing when a reader names any of them', async () => {
    const encoding = fc.constantFrom(...supportedEncodings);
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), encoding, async (sample, name) => {
        const bytes = Buffer.from(sample);
        const decoded = await decodeText(Buffer.from(sample), false, [name]);
        if (decoded.problem !== null) return;
        expect((await encodeText([...decoded.pieces()].join(''), name, false)).equals(bytes)).toBe(true);
      }),
      { numRuns: 500 },
    );
  }, 30_000);

  it('cut large text between characters and line ends', async () => {
    const text = 'ä🎉x\r\n'.repeat(300_000);
    for (const encoding of ['utf-8', 'utf-16le', 'gb18030']) {
      const decoded = await decodeText(await encodeText(text, encoding, false), false, [encoding]);
      const pieces = [...decoded.pieces()];
      expect(pieces.length).toBeGreaterThan(2);
      expect(pieces.join('') === text).toBe(true);
      expect(pieces.every((piece) => piece.isWellFormed() && !piece.startsWith('\n'))).toBe(true);
    }
  });

  it('name the first character that they do not have', async () => {
    await expect(encodeText('a\nb ü 世\n🎉', 'windows-1252', false)).rejects.toMatchObject({
      code: 'CANNOT_ENCODE',
      data: { encoding: 'windows-1252', character: '世', line: 2 },
    });
    await expect(encodeText('a\r\n\ud800', 'utf-8', false)).rejects.toMatchObject({
      code: 'CANNOT_ENCODE',
      data: { line: 2 },
    });
    await expect(encodeText('a', 'utf-99', false)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });
});
