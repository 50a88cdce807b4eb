import { ORPCError } from '@orpc/contract';
import type { TextEncodingName } from '../../../contract/model/file.ts';
import { t } from '../../../localization/index.ts';
import { desktopError } from '../desktop-error.ts';

/** Encodings beyond Unicode's, by the names of the WHATWG Encoding Standard where it has one, and what iconv-lite calls them. */
const legacyEncodings: Readonly<Record<string, string>> = {
  'windows-1250': 'windows-1250',
  'windows-1251': 'windows-1251',
  'windows-1252': 'windows-1252',
  'windows-1253': 'windows-1253',
  'windows-1254': 'windows-1254',
  'windows-1255': 'windows-1255',
  'windows-1256': 'windows-1256',
  'windows-1257': 'windows-1257',
  'windows-1258': 'windows-1258',
  'windows-874': 'windows-874',
  'iso-8859-1': 'iso-8859-1',
  'iso-8859-2': 'iso-8859-2',
  'iso-8859-3': 'iso-8859-3',
  'iso-8859-4': 'iso-8859-4',
  'iso-8859-5': 'iso-8859-5',
  'iso-8859-6': 'iso-8859-6',
  'iso-8859-7': 'iso-8859-7',
  'iso-8859-8': 'iso-8859-8',
  'iso-8859-10': 'iso-8859-10',
  'iso-8859-13': 'iso-8859-13',
  'iso-8859-14': 'iso-8859-14',
  'iso-8859-15': 'iso-8859-15',
  'iso-8859-16': 'iso-8859-16',
  'koi8-r': 'koi8-r',
  'koi8-u': 'koi8-u',
  macintosh: 'macintosh',
  'x-mac-cyrillic': 'maccyrillic',
  ibm866: 'cp866',
  cp437: 'cp437',
  cp850: 'cp850',
  cp852: 'cp852',
  shift_jis: 'shift_jis',
  'euc-jp': 'euc-jp',
  gbk: 'gbk',
  gb18030: 'gb18030',
  big5: 'big5',
  'euc-kr': 'euc-kr',
};

/** Every encoding that text can be read and written in. */
export const supportedEncodings: readonly TextEncodingName[] = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  ...Object.keys(legacyEncodings),
];

/** The mark that may begin text of an encoding; empty where there is none. */
export function byteOrderMarkOf(encoding: TextEncodingName): Buffer {
  switch (encoding) {
    case 'utf-8':
      return Buffer.of(0xef, 0xbb, 0xbf);
    case 'utf-16le':
      return Buffer.of(0xff, 0xfe);
    case 'utf-16be':
      return Buffer.of(0xfe, 0xff);
    default:
      return Buffer.alloc(0);
  }
}

/** Throws BAD_REQUEST for an encoding that is not among `supportedEncodings`. */
export function checkEncoding(encoding: TextEncodingName): void {
  if (!supportedEncodings.includes(encoding)) {
    throw new ORPCError('BAD_REQUEST', { message: t('The encoding "{{encoding}}" is not known.', { encoding }) });
  }
}

/** Turns bytes into text piece by piece, and text into bytes. */
export interface LegacyCodec {
  createDecoder(): { write(bytes: Uint8Array): string; end(): string };
  createEncoder(): { write(text: string): Uint8Array; end(): Uint8Array };
}

/** The codec of an encoding that is not one of Unicode's; loaded on first use. */
export async function loadLegacyCodec(encoding: TextEncodingName): Promise<LegacyCodec> {
  const name = legacyEncodings[encoding];
  if (name === undefined)
    throw new ORPCError('BAD_REQUEST', { message: t('The encoding "{{encoding}}" is not known.', { encoding }) });
  const { default: iconv } = await import('@vscode/iconv-lite-umd');
  return {
    createDecoder() {
      const decoder = iconv.getDecoder(name);
      return { write: (bytes) => decoder.write(bytes), end: () => decoder.end() ?? '' };
    },
    createEncoder() {
      const encoder = iconv.getEncoder(name);
      return { write: (text) => encoder.write(text), end: () => encoder.end() ?? new Uint8Array() };
    },
  };
}

/**
 * Text as bytes, after the byte order mark if one is wanted and the encoding has one. Throws CANNOT_ENCODE with the first
 * character (and its line, from 1) that would not come back as it was.
 */
export async function encodeText(text: string, encoding: TextEncodingName, byteOrderMark: boolean): Promise<Buffer> {
  const mark = byteOrderMark ? byteOrderMarkOf(encoding) : Buffer.alloc(0);
  switch (encoding) {
    case 'utf-8':
      if (!text.isWellFormed()) throw cannotEncode(text, encoding, (part) => part.isWellFormed());
      return joined(mark, Buffer.from(text, 'utf8'));
    case 'utf-16le':
      return joined(mark, Buffer.from(text, 'utf16le'));
    case 'utf-16be':
      return joined(mark, Buffer.from(text, 'utf16le').swap16());
    default: {
      const codec = await loadLegacyCodec(encoding);
      const bytes = encodeWith(codec, text);
      if (decodeWith(codec, bytes) !== text) {
        throw cannotEncode(text, encoding, (part) => decodeWith(codec, encodeWith(codec, part)) === part);
      }
      return joined(mark, bytes);
    }
  }
}

function joined(mark: Buffer, bytes: Buffer): Buffer {
  return mark.length === 0 ? bytes : Buffer.concat([mark, bytes]);
}

function encodeWith(codec: LegacyCodec, text: string): Buffer {
  const encoder = codec.createEncoder();
  return Buffer.concat([encoder.write(text), encoder.end()]);
}

function decodeWith(codec: LegacyCodec, bytes: Uint8Array): string {
  const decoder = codec.createDecoder();
  return decoder.write(bytes) + decoder.end();
}

function cannotEncode(text: string, encoding: TextEncodingName, survives: (part: string) => boolean) {
  let line = 0;
  for (const content of text.split(/\r\n|\r|\n/)) {
    line += 1;
    if (survives(content)) continue;
    const character = Array.from(content).find((candidate) => !survives(candidate)) ?? content.slice(0, 1);
    const shown = character.isWellFormed() ? character : '\u{fffd}';
    return desktopError('CANNOT_ENCODE', {
      message: t(
        '"{{shown}}" in line {{line}} cannot be written in {{encoding}}. Save with UTF-8, or replace the character.',
        { shown, line, encoding },
      ),
      data: { encoding, character: shown, line },
    });
  }
  return desktopError('CANNOT_ENCODE', { data: { encoding, character: '', line: 1 } });
}
