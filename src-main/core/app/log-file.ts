import { closeSync, existsSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** Bytes after which a log file becomes the previous one. */
export const largestLogFile = 2 * 1024 * 1024;

/** Where log lines go: one file, and the one before it. Writing never throws; a log that can't be written is no reason to fail. */
export function createLogFile(path: string, limit = largestLogFile): { write(line: string): void; dispose(): void } {
  let descriptor: number | undefined;
  let size = 0;

  const open = () => {
    mkdirSync(dirname(path), { recursive: true });
    descriptor = openSync(path, 'a', 0o600);
    size = fstatSync(descriptor).size;
  };
  const close = () => {
    if (descriptor !== undefined) closeSync(descriptor);
    descriptor = undefined;
  };

  return {
    write(line) {
      try {
        if (descriptor === undefined) open();
        const bytes = Buffer.from(line);
        if (size > 0 && size + bytes.length > limit) {
          close();
          if (existsSync(path)) renameSync(path, path.replace(/(\.[^.]*)?$/, '.previous$1'));
          open();
        }
        if (descriptor !== undefined) size += writeSync(descriptor, bytes);
      } catch {
        close();
      }
    },
    dispose: close,
  };
}
