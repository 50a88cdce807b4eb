/** What pictures begin with. SVG is text and known by its name alone. */
const signatures: readonly { readonly mediaType: string; matches(bytes: Buffer): boolean }[] = [
  {
    mediaType: 'image/png',
    matches: (bytes) => bytes.subarray(0, 8).equals(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')),
  },
  { mediaType: 'image/jpeg', matches: (bytes) => bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff },
  { mediaType: 'image/gif', matches: (bytes) => /^GIF8[79]a/.test(bytes.toString('latin1', 0, 6)) },
  { mediaType: 'image/webp', matches: (bytes) => /^RIFF[\s\S]{4}WEBP/.test(bytes.toString('latin1', 0, 12)) },
  { mediaType: 'image/avif', matches: (bytes) => /^[\s\S]{4}ftypavi[fs]/.test(bytes.toString('latin1', 0, 12)) },
  // An ICO's first two units are 0 and 1; the third counts its pictures, and no one has hundreds.
  {
    mediaType: 'image/x-icon',
    matches: (bytes) => bytes.length > 22 && bytes.readUInt32LE(0) === 0x00010000 && bytes[4] !== 0 && bytes[5] === 0,
  },
  // Two letters are too few to go by; the header's reserved fields are zero and its own size is one of few.
  {
    mediaType: 'image/bmp',
    matches: (bytes) =>
      bytes.length > 26 &&
      bytes.toString('latin1', 0, 2) === 'BM' &&
      bytes.readUInt32LE(6) === 0 &&
      [12, 40, 52, 56, 64, 108, 124].includes(bytes.readUInt32LE(14)),
  },
];

/** The media type of a picture that a browser can show, told from the file's first bytes; null for anything else. */
export function sniffImage(start: Buffer): string | null {
  return signatures.find(({ matches }) => matches(start))?.mediaType ?? null;
}
