import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPictureFormat } from '../../../cloud-api/features/accounts/picture-format.ts';

const hex = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));
const png = hex('89504e470d0a1a0a 0000000d49484452 00000040 00000020 0806000000');
const jpeg = hex('ffd8 ffe0 0010 4a46494600010101004800480000 ffc4 0003 00 ffc2 0011 08 0020 0040 03012200');
const webp = (kind: string, rest: string) =>
  hex(`52494646 00000000 57454250 ${Buffer.from(kind).toString('hex')} ${rest}`);

describe('the format of a picture', () => {
  it.each([
    ['PNG', png, { contentType: 'image/png', width: 64, height: 32 }],
    ['JPEG', jpeg, { contentType: 'image/jpeg', width: 64, height: 32 }],
    ['WebP', webp('VP8 ', '00000000 000000 9d012a 4000 2000'), { contentType: 'image/webp', width: 64, height: 32 }],
    ['lossless WebP', webp('VP8L', '00000000 2f 3fc00700'), { contentType: 'image/webp', width: 64, height: 32 }],
    [
      'extended WebP',
      webp('VP8X', '0a000000 00000000 3f0000 1f0000'),
      { contentType: 'image/webp', width: 64, height: 32 },
    ],
  ])('is read from its bytes: %s', (_name, bytes, format) => {
    expect(readPictureFormat(bytes)).toEqual(format);
    // A part of something else says nothing else.
    expect(readPictureFormat(Buffer.concat([Buffer.alloc(3), bytes]).subarray(3))).toEqual(format);
    expect(readPictureFormat(bytes.subarray(0, 14))).toBeNull();
  });

  it('is none of a file that is something else', () => {
    for (const text of [
      '',
      'GIF89a',
      '<svg xmlns="http://www.w3.org/2000/svg"/>',
      '<html>',
      'RIFF0000WAVEfmt ',
      '\xff\xd8',
    ]) {
      expect(readPictureFormat(Buffer.from(text, 'latin1')), text).toBeNull();
    }
  });

  it('is read, or not, from any bytes, and in no time', () => {
    const start = fc.constantFrom(png, jpeg, webp('VP8X', ''), hex('ffd8'));
    fc.assert(
      fc.property(start, fc.uint8Array({ maxLength: 300 }), (first, rest) => {
        const format = readPictureFormat(Buffer.concat([first, rest]));
        expect(format === null || format.width >= 0).toBe(true);
      }),
    );
    const markers = Buffer.alloc(262_144, hex('fffe0002'));
    markers.writeUInt16BE(0xffd8);
    const started = performance.now();
    expect(readPictureFormat(markers)).toBeNull();
    expect(performance.now() - started).toBeLessThan(500);
  });
});
