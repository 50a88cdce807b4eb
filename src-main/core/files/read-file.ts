import type { BigIntStats } from 'node:fs';
import { type FileHandle, realpath } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FileReadPart } from '../../../contract/desktop/files.ts';
import type { FileVersion, TextEncodingName, TextFileHead } from '../../../contract/model/file.ts';
import { t } from '../../../localization/index.ts';
import { desktopError } from '../desktop-error.ts';
import { decodeText } from './decode-text.ts';
import { detectContent, looksBinary } from './detect-encoding.ts';
import { hasErrorCode } from './file-errors.ts';
import {
  type FileVersions,
  isSameState,
  maximumTextSize,
  openRegularFile,
  startVersionHash,
  toVersion,
  versionByTime,
} from './file-version.ts';
import { sniffImage } from './media-types.ts';
import { isInside, locate } from './project-paths.ts';
import { byteOrderMarkOf, checkEncoding } from './text-encodings.ts';

/** Bytes of text that come along with the head. */
const textWithHead = 1024 * 1024;
const maximumImageSize = 32 * 1024 * 1024;
const chunkSize = 4 * 1024 * 1024;
const startSize = 64 * 1024;
/** How often a file that changes under the reader is begun anew. */
const readAttempts = 3;

export interface ReadRequest {
  readonly root: string;
  readonly path: string;
  readonly encoding?: TextEncodingName | undefined;
  readonly versions: FileVersions;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads a file: its head, then its text. All of it comes from one open file, so that a save by another program meanwhile
 * gives the old text or the new. Links that lead out of the project are followed, and what they show is read-only.
 */
export async function* readProjectFile(request: ReadRequest): AsyncGenerator<FileReadPart, void, void> {
  const { root, path, signal } = request;
  if (request.encoding !== undefined) checkEncoding(request.encoding);
  const absolute = locate(root, path);
  const contents = await readContents(absolute, request);
  if (contents.kind !== 'text') {
    const { kind, version, size, mediaType } = contents;
    yield { type: 'head', head: { kind, path, version, size, mediaType } };
    yield { type: 'done' };
    return;
  }
  const { bytes, version } = contents;
  const size = bytes.length;
  const decoded = await decodeText(bytes, contents.byteOrderMark, contents.candidates, signal);
  const outside = isInside(root, await realpath(absolute).catch(() => absolute)) ? null : reachedByLink();
  const reason = outside ?? decoded.problem;
  const head: TextFileHead = {
    kind: 'text',
    path,
    version,
    size,
    encoding: decoded.encoding,
    byteOrderMark: contents.byteOrderMark,
    lineEnd: decoded.lineEnd,
    mixedLineEnds: decoded.mixedLineEnds,
    ...(reason === null ? {} : { readOnly: { reason } }),
  };
  if (size <= textWithHead) {
    yield { type: 'head', head, text: [...decoded.pieces()].join('') };
  } else {
    yield { type: 'head', head };
    for (const text of decoded.pieces()) {
      signal?.throwIfAborted();
      yield { type: 'text', text };
      await nextTurn();
    }
  }
  yield { type: 'done' };
}

const reachedByLink = () =>
  t(
    'This file is reached through a link that leads outside the project, so it is shown only. Open its own folder to change it.',
  );

type Contents =
  | {
      readonly kind: 'text';
      readonly bytes: Buffer;
      readonly version: FileVersion;
      readonly byteOrderMark: boolean;
      readonly candidates: readonly TextEncodingName[];
    }
  | {
      readonly kind: 'image' | 'binary';
      readonly version: FileVersion;
      readonly size: number;
      readonly mediaType: string;
    };

async function readContents(absolute: string, request: ReadRequest): Promise<Contents> {
  const { versions, encoding, signal } = request;
  for (let attempt = 1; ; attempt++) {
    const { handle, stats } = await openForReading(absolute, request.path);
    try {
      const start = await readStart(handle, stats);
      const image = sniffImage(start);
      const binary = encoding === undefined && (image !== null || looksBinary(start));
      if (stats.size > maximumTextSize) {
        if (!binary) throw tooLarge(request.path, stats);
        return { ...binaryKind(image), version: versionByTime(stats), size: Number(stats.size) };
      }
      // Bytes of a picture or program are read for their version only.
      const kept = binary ? null : Buffer.allocUnsafeSlow(Number(stats.size));
      const { version, size } = await readAll(handle, stats, kept, signal);
      if (!isSameState(stats, await handle.stat({ bigint: true }))) {
        if (attempt < readAttempts) continue;
      } else {
        versions.remember(absolute, stats, version);
      }
      if (kept === null) return { ...binaryKind(image), version, size };
      const bytes = kept.subarray(0, size);
      if (encoding !== undefined) {
        const mark = byteOrderMarkOf(encoding);
        const byteOrderMark = mark.length > 0 && bytes.subarray(0, mark.length).equals(mark);
        return { kind: 'text', bytes, version, byteOrderMark, candidates: [encoding] };
      }
      const content = await detectContent(bytes);
      if (content.kind === 'binary') return { ...binaryKind(null), version, size };
      return { ...content, bytes, version };
    } finally {
      await handle.close();
    }
  }
}

async function openForReading(absolute: string, path: string) {
  try {
    return await openRegularFile(absolute);
  } catch (error) {
    if (!hasErrorCode(error, 'EISDIR', 'ENXIO')) throw error;
    throw desktopError('NOT_READABLE', {
      message: t('"{{path}}" is not a file that can be opened.', { path }),
      cause: error,
    });
  }
}

function binaryKind(image: string | null) {
  return image === null
    ? ({ kind: 'binary', mediaType: 'application/octet-stream' } as const)
    : ({ kind: 'image', mediaType: image } as const);
}

function tooLarge(path: string, stats: BigIntStats) {
  const megabytes = Math.ceil(Number(stats.size) / 1024 / 1024);
  return desktopError('TOO_LARGE', {
    message: t('"{{path}}" has {{megabytes}} MB; up to {{limit}} MB can be opened as text.', {
      path,
      megabytes,
      limit: maximumTextSize / 1024 / 1024,
    }),
  });
}

async function readStart(handle: FileHandle, stats: BigIntStats): Promise<Buffer> {
  const start = Buffer.alloc(Math.min(startSize, Number(stats.size)));
  const { bytesRead } = await handle.read(start, 0, start.length, 0);
  return start.subarray(0, bytesRead);
}

/** Reads as many bytes as the file had when it was opened, into `kept` if given. */
async function readAll(handle: FileHandle, stats: BigIntStats, kept: Buffer | null, signal: AbortSignal | undefined) {
  const expected = Number(stats.size);
  const hash = startVersionHash();
  const buffer = kept ?? Buffer.allocUnsafe(Math.min(chunkSize, expected));
  let size = 0;
  while (size < expected) {
    signal?.throwIfAborted();
    const at = kept ? size : 0;
    const { bytesRead } = await handle.read(buffer, at, Math.min(chunkSize, expected - size), size);
    if (bytesRead === 0) break;
    hash.update(buffer.subarray(at, at + bytesRead));
    size += bytesRead;
  }
  return { version: toVersion(hash, size), size };
}

/** Reads a picture for showing. Throws NOT_READABLE for what is not one and TOO_LARGE beyond 32 MB. */
export async function readProjectImage(
  root: string,
  path: string,
): Promise<{ readonly mediaType: string; readonly base64: string }> {
  const { handle, stats } = await openForReading(locate(root, path), path);
  try {
    if (stats.size > maximumImageSize) {
      throw desktopError('TOO_LARGE', {
        message: t('"{{path}}" is too large to show: pictures up to 32 MB are.', { path }),
      });
    }
    const bytes = await handle.readFile();
    const mediaType = sniffImage(bytes) ?? (/\.svg$/i.test(path) ? 'image/svg+xml' : null);
    if (mediaType === null)
      throw desktopError('NOT_READABLE', { message: t('"{{path}}" is not a picture that can be shown.', { path }) });
    return { mediaType, base64: bytes.toString('base64') };
  } finally {
    await handle.close();
  }
}
