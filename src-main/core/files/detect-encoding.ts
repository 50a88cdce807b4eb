import { isUtf8 } from 'node:buffer';
import type { TextEncodingName } from '../../../contract/model/file.ts';
import { byteOrderMarkOf } from './text-encodings.ts';

/** How far into a file a NUL byte makes it binary: as far as git looks. */
const binaryProbe = 8000;
/** How much of a file is given to statistics. */
const detectionSample = 64 * 1024;

/** What the bytes of a file seem to be. */
export type DetectedContent =
  | { readonly kind: 'binary' }
  | {
      readonly kind: 'text';
      readonly byteOrderMark: boolean;
      /** Best first; the first one that the bytes survive is taken. */
      readonly candidates: readonly TextEncodingName[];
    };

/** Tells from the first bytes whether a file is certainly binary, so that the rest need not be kept. */
export function looksBinary(start: Uint8Array): boolean {
  const probe = start.subarray(0, binaryProbe);
  return probe.includes(0) && detectByMark(probe) === null && detectUtf16(probe) === null;
}

/** Decides between binary and text, and for text on its encoding, from all bytes of a file. */
export async function detectContent(bytes: Buffer): Promise<DetectedContent> {
  const marked = detectByMark(bytes);
  if (marked) return { kind: 'text', byteOrderMark: true, candidates: [marked] };
  const probe = bytes.subarray(0, binaryProbe);
  if (probe.includes(0)) {
    const utf16 = detectUtf16(probe);
    return utf16 ? { kind: 'text', byteOrderMark: false, candidates: [utf16] } : { kind: 'binary' };
  }
  if (isUtf8(bytes)) return { kind: 'text', byteOrderMark: false, candidates: ['utf-8'] };
  if (bytes.includes(0)) return { kind: 'binary' };
  if (isMostlyUtf8(bytes)) return { kind: 'text', byteOrderMark: false, candidates: ['utf-8'] };
  const candidates = await detectByStatistics(bytes);
  return candidates.length === 0 ? { kind: 'binary' } : { kind: 'text', byteOrderMark: false, candidates };
}

function detectByMark(bytes: Uint8Array): TextEncodingName | null {
  for (const encoding of ['utf-8', 'utf-16le', 'utf-16be']) {
    const mark = byteOrderMarkOf(encoding);
    if (bytes.length >= mark.length && mark.every((byte, index) => bytes[index] === byte)) {
      // UTF-32's little-endian mark begins with UTF-16's; UTF-32 is shown as binary.
      if (encoding === 'utf-16le' && bytes[2] === 0 && bytes[3] === 0) return null;
      return encoding;
    }
  }
  return null;
}

/**
 * UTF-16 without a mark: ASCII characters have a NUL as their other half, always on the same side, and text of other scripts
 * still has spaces and line ends.
 */
function detectUtf16(probe: Uint8Array): TextEncodingName | null {
  let atEven = 0;
  let atOdd = 0;
  for (let index = 0; index < probe.length; index++) {
    if (probe[index] !== 0) continue;
    if (probe[index ^ 1] === 0) return null;
    if (index % 2 === 0) atEven += 1;
    else atOdd += 1;
  }
  const enough = probe.length / 20;
  if (atEven === 0 && atOdd >= enough) return hasControlUnits(probe, 0) ? null : 'utf-16le';
  if (atOdd === 0 && atEven >= enough) return hasControlUnits(probe, 1) ? null : 'utf-16be';
  return null;
}

/** Whether any unit with a zero half is a control character that text does not have. */
function hasControlUnits(probe: Uint8Array, lowHalf: 0 | 1): boolean {
  for (let index = lowHalf; index < probe.length; index += 2) {
    const low = probe[index] ?? 0;
    if (probe[index ^ 1] === 0 && low < 0x20 && !(low >= 0x08 && low <= 0x0d) && low !== 0x1b) return true;
  }
  return false;
}

/**
 * Whether bytes that are not valid UTF-8 were meant to be: far more characters of several bytes are right than wrong. Text of
 * other encodings hardly ever holds even one right one.
 */
function isMostlyUtf8(bytes: Buffer): boolean {
  let right = 0;
  let wrong = 0;
  const length = Math.min(bytes.length, detectionSample);
  for (let index = 0; index < length; ) {
    const byte = bytes[index] ?? 0;
    if (byte < 0x80) {
      index += 1;
      continue;
    }
    const expected =
      byte >= 0xc2 && byte <= 0xdf ? 2 : byte >= 0xe0 && byte <= 0xef ? 3 : byte >= 0xf0 && byte <= 0xf4 ? 4 : 1;
    if (expected > 1 && isUtf8(bytes.subarray(index, index + expected))) {
      right += 1;
      index += expected;
    } else {
      wrong += 1;
      index += 1;
    }
  }
  return wrong === 0 || right >= 4 * wrong;
}

/** jschardet's names of what is looked for, and ours. Rare ones that Western text is mistaken for are left out. */
const detectable: Readonly<Record<string, TextEncodingName>> = {
  shift_jis: 'shift_jis',
  cp932: 'shift_jis',
  'euc-jp': 'euc-jp',
  gb18030: 'gb18030',
  big5: 'big5',
  'euc-kr': 'euc-kr',
  cp949: 'euc-kr',
  'koi8-r': 'koi8-r',
  'koi8-u': 'koi8-u',
  ibm866: 'ibm866',
  maccyrillic: 'x-mac-cyrillic',
  cp874: 'windows-874',
  'windows-1250': 'windows-1250',
  'windows-1251': 'windows-1251',
  'windows-1252': 'windows-1252',
  'windows-1253': 'windows-1253',
  'windows-1254': 'windows-1254',
  'windows-1255': 'windows-1255',
  'windows-1256': 'windows-1256',
  'windows-1257': 'windows-1257',
  'windows-1258': 'windows-1258',
  'iso-8859-2': 'iso-8859-2',
  'iso-8859-5': 'iso-8859-5',
  'iso-8859-7': 'iso-8859-7',
};

async function detectByStatistics(bytes: Buffer): Promise<TextEncodingName[]> {
  const { detectAll } = await import('jschardet');
  const ranked = detectAll(sampleAroundLetters(bytes), {
    minimumThreshold: 0,
    detectEncodings: Object.keys(detectable),
  });
  const found = ranked.flatMap(({ encoding }) => detectable[encoding?.toLowerCase() ?? ''] ?? []).slice(0, 4);
  // A few accented letters fit several Western encodings about equally; then the common one is meant.
  const western = ranked.find(({ encoding }) => encoding?.toLowerCase() === 'windows-1252');
  if (western && western.confidence >= 0.8 * (ranked[0]?.confidence ?? 0)) found.unshift('windows-1252');
  // Latin-1 has a character for every byte, so whatever is text can be shown and kept.
  return found.length === 0 ? [] : [...new Set([...found, 'windows-1252', 'iso-8859-1'])];
}

/** A part of the file that holds the bytes beyond ASCII, where all that can be told about an encoding is. */
function sampleAroundLetters(bytes: Buffer): Buffer {
  if (bytes.length <= detectionSample) return bytes;
  const first = bytes.findIndex((byte) => byte >= 0x80);
  const start = Math.max(0, Math.min(first - 1024, bytes.length - detectionSample));
  return bytes.subarray(start, start + detectionSample);
}
