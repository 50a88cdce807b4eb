import { createHash, type Hash } from 'node:crypto';
import type { BigIntStats } from 'node:fs';
import { constants } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import type { FileVersion } from '../../../contract/model/file.ts';
import { hasErrorCode } from './file-errors.ts';

/** Bytes. Larger files cannot be opened as text; their version goes by size and time alone. */
export const maximumTextSize = 512 * 1024 * 1024;

/** Milliseconds within which two changes of a file may carry the same time: two seconds on FAT. */
const coarsestClock = 2000;
const maximumRemembered = 5000;
const chunkSize = 4 * 1024 * 1024;

/**
 * Opens for reading without waiting: a pipe would otherwise block until someone writes. The caller closes it. Rejects what is not
 * a regular file with EISDIR or ENXIO.
 */
export async function openRegularFile(absolute: string): Promise<{ handle: FileHandle; stats: BigIntStats }> {
  const handle = await open(absolute, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stats = await handle.stat({ bigint: true });
    if (!stats.isFile())
      throw Object.assign(new Error('not a regular file'), { code: stats.isDirectory() ? 'EISDIR' : 'ENXIO' });
    return { handle, stats };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** The start of a version's hash; update it with all bytes in order and give it to `toVersion`. */
export function startVersionHash(): Hash {
  return createHash('sha256');
}

/** The version of contents: the same bytes have the same version. */
export function toVersion(hash: Hash, size: number): FileVersion {
  return `${size}-${hash.digest('base64url').slice(0, 22)}`;
}

/** The version of bytes in memory. */
export function versionOfBytes(bytes: Uint8Array): FileVersion {
  return toVersion(startVersionHash().update(bytes), bytes.length);
}

/** The version of a file too large to read for it. */
export function versionByTime(stats: BigIntStats): FileVersion {
  return `${stats.size}-${stats.mtimeNs}-${stats.ino}`;
}

/** Whether two looks at a file saw the same file with nothing written in between. */
export function isSameState(one: BigIntStats, other: BigIntStats): boolean {
  return (
    one.ino === other.ino &&
    one.dev === other.dev &&
    one.size === other.size &&
    one.mtimeNs === other.mtimeNs &&
    one.ctimeNs === other.ctimeNs
  );
}

/** Versions of files by contents, remembered by size, times and inode so that an unchanged file is not read again. */
export interface FileVersions {
  /** The version on disk now, links followed; null when there is no such file. */
  find(absolute: string): Promise<FileVersion | null>;
  /** Keeps what reading or writing has found out. `stats` must be from when the bytes were certainly these. */
  remember(absolute: string, stats: BigIntStats, version: FileVersion): void;
}

export function createFileVersions(now: () => number = Date.now): FileVersions {
  const known = new Map<string, { stats: BigIntStats; version: FileVersion; trusted: boolean }>();

  function remember(absolute: string, stats: BigIntStats, version: FileVersion): void {
    known.delete(absolute);
    // A change within the clock's grain of the last one would not show in the times.
    known.set(absolute, { stats, version, trusted: now() - Number(stats.ctimeMs) > coarsestClock });
    if (known.size > maximumRemembered) known.delete(known.keys().next().value ?? absolute);
  }

  async function find(absolute: string): Promise<FileVersion | null> {
    try {
      const stats = await stat(absolute, { bigint: true });
      if (!stats.isFile()) return null;
      const entry = known.get(absolute);
      if (entry?.trusted && isSameState(entry.stats, stats)) return entry.version;
      const found = await hashFile(absolute);
      remember(absolute, found.stats, found.version);
      return found.version;
    } catch (error) {
      if (hasErrorCode(error, 'ENOENT', 'ENOTDIR', 'EISDIR', 'ENXIO')) return null;
      throw error;
    }
  }

  return { find, remember };
}

async function hashFile(absolute: string): Promise<{ stats: BigIntStats; version: FileVersion }> {
  const { handle, stats } = await openRegularFile(absolute);
  try {
    if (stats.size > maximumTextSize) return { stats, version: versionByTime(stats) };
    const hash = startVersionHash();
    const buffer = Buffer.allocUnsafe(Math.min(chunkSize, Number(stats.size) + 1));
    let size = 0;
    while (true) {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, size);
      if (bytesRead === 0) return { stats, version: toVersion(hash, size) };
      hash.update(buffer.subarray(0, bytesRead));
      size += bytesRead;
    }
  } finally {
    await handle.close();
  }
}
