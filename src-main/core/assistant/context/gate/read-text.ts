import type { FileHandle } from 'node:fs/promises';
import { decodeBytes, openRegularFile } from '../../../files/index.ts';

/** Bytes. Nobody asks a model about a longer file as a whole. */
export const maximumFileSize = 2 * 1024 * 1024;

export interface Unreadable {
  readonly reason: 'missing' | 'binary' | 'tooLarge';
}

/** Reads a file's text as the editor would; or says why there is none. */
export async function readText(absolute: string): Promise<{ readonly text: string } | Unreadable> {
  const opened = await openRegularFile(absolute).catch(() => null);
  if (opened === null) return { reason: 'missing' };
  const { handle, stats } = opened;
  try {
    if (stats.size > maximumFileSize) return { reason: 'tooLarge' };
    const decoded = await decodeBytes(await readAtMost(handle, Number(stats.size)));
    return decoded === null ? { reason: 'binary' } : { text: decoded.text };
  } finally {
    await handle.close();
  }
}

async function readAtMost(handle: FileHandle, most: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(most);
  let length = 0;
  while (length < most) {
    const { bytesRead } = await handle.read(buffer, length, most - length, length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return buffer.subarray(0, length);
}
