import { open } from 'node:fs/promises';

/** Bytes read from the end of a log. */
const tail = 64 * 1024;
const mostLines = 150;
const longestLine = 2000;

/** The last lines of a log file; empty where there is none. */
export async function readLogEnd(path: string): Promise<readonly string[]> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      const length = Math.min(size, tail);
      const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length);
      const lines = buffer.toString('utf8').split(/\r?\n/);
      // The first one may have been cut.
      const whole = size > length ? lines.slice(1) : lines;
      return whole
        .filter((line) => line.trim() !== '')
        .slice(-mostLines)
        .map((line) => (line.length > longestLine ? `${line.slice(0, longestLine)}…` : line));
    } finally {
      await file.close();
    }
  } catch {
    return [];
  }
}
