import { isUtf8 } from 'node:buffer';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { LineEnd, TextEncodingName } from '../../../contract/model/file.ts';
import { t } from '../../../localization/index.ts';
import { countLineEnds, summarizeLineEnds } from './line-ends.ts';
import { byteOrderMarkOf, loadLegacyCodec } from './text-encodings.ts';

/** Bytes that become one piece of text. */
const pieceSize = 1024 * 1024;

/** The text of a file, and what keeps it from being written back as it was. */
export interface DecodedText {
  readonly encoding: TextEncodingName;
  readonly lineEnd: LineEnd;
  readonly mixedLineEnds: boolean;
  /** Why saving would change bytes that no one touched, and what to do; null when it would not. */
  readonly problem: string | null;
  /** The text without its byte order mark, about 1 MB at a time, never cut inside a character or a line end. */
  pieces(): Iterable<string>;
}

/**
 * Decodes a file's bytes by the first of the encodings that gives them back unchanged, or by the first of all with a `problem`.
 * Throws the signal's reason when aborted.
 */
export async function decodeText(
  bytes: Buffer,
  byteOrderMark: boolean,
  candidates: readonly TextEncodingName[],
  signal?: AbortSignal,
): Promise<DecodedText> {
  const [first = 'utf-8'] = candidates;
  const body = byteOrderMark ? bytes.subarray(byteOrderMarkOf(first).length) : bytes;
  if (first === 'utf-8') return decodeUtf8(body, signal);
  if (first === 'utf-16le' || first === 'utf-16be') return decodeUtf16(body, first, signal);
  let best: DecodedText | null = null;
  for (const encoding of candidates) {
    const decoded = await decodeLegacy(body, encoding, signal);
    if (decoded.problem === null) return decoded;
    best ??= decoded;
  }
  return best ?? decodeUtf8(body, signal);
}

async function decodeUtf8(body: Buffer, signal?: AbortSignal): Promise<DecodedText> {
  const valid = isUtf8(body);
  return {
    encoding: 'utf-8',
    ...(await surveyLineEnds(body, signal)),
    problem: !valid
      ? t(
          'Some bytes of this file are not valid UTF-8, and saving would change them. Reopen it with the encoding it was written in to edit it.',
        )
      : body.subarray(0, 3).equals(byteOrderMarkOf('utf-8'))
        ? secondMark()
        : null,
    *pieces() {
      for (let start = 0; start < body.length; ) {
        let end = Math.min(start + pieceSize, body.length);
        // Continuation bytes go with what they belong to; more than three in a row belong to nothing.
        for (let back = 0; back < 3 && end < body.length && isContinuation(body[end]); back++) end -= 1;
        if (isPair(body, end)) end -= 1;
        yield body.toString('utf8', start, end);
        start = end;
      }
    },
  };
}

async function decodeUtf16(body: Buffer, encoding: TextEncodingName, signal?: AbortSignal): Promise<DecodedText> {
  const even = body.length - (body.length % 2);
  const aligned = Buffer.from(body.buffer.slice(body.byteOffset, body.byteOffset + even));
  if (encoding === 'utf-16be') aligned.swap16();
  const units = new Uint16Array(aligned.buffer, 0, even / 2);
  return {
    encoding,
    ...(await surveyLineEnds(units, signal)),
    problem:
      even !== body.length
        ? t(
            'The last character of this UTF-16 file is cut in half, and saving would change it. Reopen it with another encoding to edit it.',
          )
        : units[0] === 0xfeff
          ? secondMark()
          : null,
    *pieces() {
      for (let start = 0; start < units.length; ) {
        let end = Math.min(start + pieceSize / 2, units.length);
        if (isSurrogatePair(units, end) || isPair(units, end)) end -= 1;
        yield aligned.toString('utf16le', start * 2, end * 2);
        start = end;
      }
    },
  };
}

const secondMark = () =>
  t(
    'This file begins with two byte order marks, and the editor would drop one of them. Remove one with another program to edit it.',
  );

async function decodeLegacy(body: Buffer, encoding: TextEncodingName, signal?: AbortSignal): Promise<DecodedText> {
  const codec = await loadLegacyCodec(encoding);
  const decoder = codec.createDecoder();
  const encoder = codec.createEncoder();
  const texts: string[] = [];
  let held = '';
  let compared = 0;
  let same = true;
  const take = (text: string, last: boolean) => {
    const encoded = last ? Buffer.concat([encoder.write(text), encoder.end()]) : encoder.write(text);
    same &&= body.subarray(compared, compared + encoded.length).equals(encoded);
    compared += encoded.length;
    const whole = held + text;
    // A character beyond the first plane, or CR LF, may be completed by the next bytes.
    const cut = !last && /[\ud800-\udbff\r]$/.test(whole) ? whole.length - 1 : whole.length;
    held = whole.slice(cut);
    if (cut > 0) texts.push(whole.slice(0, cut));
  };
  for (let start = 0; start < body.length; start += pieceSize) {
    signal?.throwIfAborted();
    take(decoder.write(body.subarray(start, start + pieceSize)), false);
    await nextTurn();
  }
  take(decoder.end(), true);
  return {
    encoding,
    ...(await surveyLineEnds(body, signal)),
    problem:
      same && compared === body.length
        ? null
        : t(
            'Some bytes of this file mean nothing in {{encoding}}, and saving would change them. Reopen it with the encoding it was written in to edit it.',
            { encoding },
          ),
    pieces: () => texts,
  };
}

async function surveyLineEnds(units: Uint8Array | Uint16Array, signal?: AbortSignal) {
  // Without a single carriage return there is nothing to count, and looking for one is fast.
  if (!units.includes(0x0d)) return summarizeLineEnds({ lf: 0, crlf: 0, cr: 0 });
  const step = 8 * pieceSize;
  const total = { lf: 0, crlf: 0, cr: 0 };
  for (let start = 0; start < units.length; start += step) {
    signal?.throwIfAborted();
    const { lf, crlf, cr } = countLineEnds(units.subarray(start, start + step), units[start + step]);
    total.lf += lf;
    total.crlf += crlf;
    total.cr += cr;
    await nextTurn();
  }
  return summarizeLineEnds(total);
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}

function isSurrogatePair(units: Uint16Array, end: number): boolean {
  const before = units[end - 1] ?? 0;
  const after = units[end] ?? 0;
  return before >= 0xd800 && before <= 0xdbff && after >= 0xdc00 && after <= 0xdfff;
}

/** Whether CR LF stands across a cut. */
function isPair(units: ArrayLike<number>, end: number): boolean {
  return units[end] === 0x0a && units[end - 1] === 0x0d;
}
