import type { BigIntStats, Stats } from 'node:fs';
import { access, constants, mkdir, readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { FileVersion, LineEnd, TextEncodingName } from '../../../contract/model/file.ts';
import { t } from '../../../localization/index.ts';
import { desktopError } from '../desktop-error.ts';
import { decodeText } from './decode-text.ts';
import { replaceFile, writeInPlace } from './durable-write.ts';
import { hasErrorCode } from './file-errors.ts';
import { type FileVersions, isSameState, maximumTextSize, versionOfBytes } from './file-version.ts';
import { keepLineEnds, unifyLineEnds } from './line-ends.ts';
import { locate, locateForWriting, lstatOrNull, type WriteTarget } from './project-paths.ts';
import { byteOrderMarkOf, checkEncoding, encodeText } from './text-encodings.ts';
import type { WorkJournal } from './work-journal.ts';

export interface SaveRequest {
  readonly path: string;
  readonly text: string;
  readonly encoding: TextEncodingName;
  readonly byteOrderMark: boolean;
  readonly lineEnd: LineEnd;
  readonly keepMixedLineEnds: boolean;
  readonly baseVersion: FileVersion | null;
}

export interface Saved {
  readonly version: FileVersion;
  /** Bytes. */
  readonly size: number;
}

/** A file as it is read to be rewritten. */
export interface FileContents {
  readonly bytes: Buffer;
  readonly version: FileVersion;
  /** When its bytes or its rights last changed by the file system's clock, in milliseconds since 1970. */
  readonly changedAt: number;
}

export interface FileSaver {
  /** Saves text so that the file is the old one or the new one whatever happens. Saves of one file take turns. */
  save(root: string, request: SaveRequest): Promise<Saved>;
  /**
   * Replaces an existing file's bytes by what `change` makes of them, in the same way; null leaves it alone. A file that another program
   * writes meanwhile is left, with CHANGED_ON_DISK.
   */
  rewrite(root: string, path: string, change: (current: FileContents) => Promise<Buffer | null>): Promise<Saved | null>;
}

export interface FileSaverDependencies {
  readonly journal: WorkJournal;
  readonly versions: FileVersions;
  /** Hears, right before, of each existing file that is exchanged for a new one. `absolute` has no links. */
  readonly onExchange?: (absolute: string) => void;
}

export function createFileSaver({ journal, versions, onExchange }: FileSaverDependencies): FileSaver {
  const inTurn = createTurns();

  async function save(root: string, request: SaveRequest): Promise<Saved> {
    checkEncoding(request.encoding);
    // In the order of the calls by what they name, and one at a time by where it leads.
    return inTurn(locate(root, request.path), async () => {
      const { absolute } = await locateForWriting(root, request.path);
      return inTurn(`target ${absolute}`, async () =>
        saveInTurn({ absolute, stats: await lstatOrNull(absolute) }, request),
      );
    });
  }

  async function saveInTurn({ absolute, stats }: WriteTarget, request: SaveRequest): Promise<Saved> {
    if (stats) await checkWritable(absolute, stats, request.path);
    else await mkdir(dirname(absolute), { recursive: true });
    const bytes = await toBytes(request, stats ? absolute : null);
    const saved = { version: versionOfBytes(bytes), size: bytes.length };
    const seen = await checkBase(absolute, request.baseVersion);
    if (seen.outcome === 'changed') {
      // Another program wrote the very same.
      if (seen.version === saved.version) return saved;
      throw changedOnDisk(request.path, seen.version);
    }
    await put({ absolute, stats }, bytes, saved.version, async () => {
      if (request.baseVersion === null || isUnchanged(seen.stats, await bigStatsOf(absolute))) return;
      const again = await checkBase(absolute, request.baseVersion);
      if (again.outcome === 'changed') throw changedOnDisk(request.path, again.version);
    });
    return saved;
  }

  function rewrite(root: string, path: string, change: (current: FileContents) => Promise<Buffer | null>) {
    return inTurn(locate(root, path), async () => {
      const { absolute } = await locateForWriting(root, path);
      return inTurn(`target ${absolute}`, async (): Promise<Saved | null> => {
        const stats = await lstatOrNull(absolute);
        const seen = await bigStatsOf(absolute);
        if (!stats || !seen)
          throw desktopError('NOT_FOUND', { message: t('"{{path}}" is not there any more.', { path }) });
        await checkWritable(absolute, stats, path);
        if (seen.size > maximumTextSize)
          throw desktopError('TOO_LARGE', { message: t('"{{path}}" is too large.', { path }) });
        const current = await readFile(absolute);
        const changedAt = Math.max(Number(seen.ctimeMs), Number(seen.mtimeMs));
        const bytes = await change({ bytes: current, version: versionOfBytes(current), changedAt });
        if (bytes === null) return null;
        const saved = { version: versionOfBytes(bytes), size: bytes.length };
        await put({ absolute, stats }, bytes, saved.version, async () => {
          if (isUnchanged(seen, await bigStatsOf(absolute))) return;
          const version = await versions.find(absolute);
          throw version === null
            ? desktopError('NOT_FOUND', { message: t('"{{path}}" is not there any more.', { path }) })
            : changedOnDisk(path, version);
        });
        return saved;
      });
    });
  }

  /** `checkAgain` throws when the file is not what `bytes` grew from any more. */
  async function put(
    { absolute, stats }: WriteTarget,
    bytes: Buffer,
    version: FileVersion,
    checkAgain: () => Promise<void>,
  ): Promise<void> {
    const beforeReplacing = async () => {
      await checkAgain();
      if (stats) onExchange?.(absolute);
    };
    const inPlace = stats !== null && stats.nlink > 1;
    if (inPlace || (await replaceFile(absolute, stats, bytes, journal, beforeReplacing)) === 'notPossible') {
      await checkAgain();
      await writeInPlace(absolute, bytes, journal);
    }
    const after = await bigStatsOf(absolute);
    if (after) versions.remember(absolute, after, version);
  }

  async function checkBase(
    absolute: string,
    baseVersion: FileVersion | null,
  ): Promise<
    | { outcome: 'same'; stats: BigIntStats | null }
    | { outcome: 'changed'; version: FileVersion; stats: BigIntStats | null }
  > {
    const stats = await bigStatsOf(absolute);
    if (baseVersion === null) return { outcome: 'same', stats };
    const version = await versions.find(absolute);
    // A file that is gone holds nothing that could be lost; saving brings it back.
    if (version === null || version === baseVersion) return { outcome: 'same', stats };
    return { outcome: 'changed', version, stats };
  }

  return { save, rewrite };
}

async function toBytes(request: SaveRequest, existing: string | null): Promise<Buffer> {
  const { encoding, byteOrderMark, lineEnd } = request;
  const onDisk = request.keepMixedLineEnds && existing !== null ? await readText(existing, encoding) : null;
  const text = onDisk === null ? unifyLineEnds(request.text, lineEnd) : keepLineEnds(onDisk, request.text, lineEnd);
  return encodeText(text, encoding, byteOrderMark);
}

async function readText(absolute: string, encoding: TextEncodingName): Promise<string> {
  const bytes = await readFile(absolute);
  const mark = byteOrderMarkOf(encoding);
  const marked = mark.length > 0 && bytes.subarray(0, mark.length).equals(mark);
  const decoded = await decodeText(bytes, marked, [encoding]);
  return [...decoded.pieces()].join('');
}

async function checkWritable(absolute: string, stats: Stats, path: string): Promise<void> {
  if (!stats.isFile())
    throw desktopError('NOT_WRITABLE', { message: t('"{{path}}" is not a file that can be saved.', { path }) });
  try {
    // The administrator may write anything; a file that no one may write is still meant to stay as it is.
    if ((stats.mode & 0o222) === 0) throw Object.assign(new Error('read-only'), { code: 'EACCES' });
    await access(absolute, constants.W_OK);
  } catch (error) {
    if (!hasErrorCode(error, 'EACCES', 'EPERM')) throw error;
    throw desktopError('NOT_WRITABLE', {
      message: t('"{{path}}" is read-only. Allow writing in its permissions, or save it under another name.', { path }),
      cause: error,
    });
  }
}

function changedOnDisk(path: string, version: FileVersion) {
  return desktopError('CHANGED_ON_DISK', {
    message: t('"{{path}}" changed on disk since it was opened. Compare both, then overwrite it or load it again.', {
      path,
    }),
    data: { version },
  });
}

async function bigStatsOf(absolute: string): Promise<BigIntStats | null> {
  return stat(absolute, { bigint: true }).catch((error: unknown) => {
    if (hasErrorCode(error, 'ENOENT', 'ENOTDIR')) return null;
    throw error;
  });
}

function isUnchanged(before: BigIntStats | null, now: BigIntStats | null): boolean {
  return before === null || now === null ? before === now : isSameState(before, now);
}

/** Runs work for one key after the other, in the order in which it was asked for. */
export function createTurns() {
  const last = new Map<string, Promise<unknown>>();
  return async function inTurn<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const previous = last.get(key) ?? Promise.resolve();
    const mine = previous.then(work, work);
    last.set(key, mine);
    try {
      return await mine;
    } finally {
      if (last.get(key) === mine) last.delete(key);
    }
  };
}
