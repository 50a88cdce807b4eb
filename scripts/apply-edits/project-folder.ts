import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { BaseFile } from '../../src-main/core/assistant/edits/engine/index.ts';
import { decodeBytes, encodeText } from '../../src-main/core/files/index.ts';
import { locateForChange, locateForWriting } from '../../src-main/core/files/project-paths.ts';

/** Larger files are not edited. */
const largestFile = 50 * 1024 * 1024;

/** A folder whose files are read and written, and nothing beyond it. */
export interface ProjectFolder {
  read(path: string): Promise<BaseFile>;
  /** Replaces or makes a file in one step, in the encoding of the file at `like`. */
  write(path: string, text: string, like: string): Promise<void>;
  remove(path: string): Promise<void>;
}

/** Opens a folder given by its real, absolute path. Links that lead out of it are refused, and so is git's own folder. */
export function openFolder(root: string): ProjectFolder {
  const encodings = new Map<string, NonNullable<Awaited<ReturnType<typeof decodeBytes>>>>();
  const refuseGit = (path: string) => {
    if (/^\.git(?:$|[/\\])/i.test(path)) throw new Error('Git’s own folder is left alone.');
  };
  return {
    async read(path) {
      try {
        const { absolute, stats } = await locateForWriting(root, path);
        if (stats === null) return { state: 'missing' };
        if (!stats.isFile() || stats.size > largestFile) return { state: 'unreadable' };
        const decoded = await decodeBytes(await readFile(absolute));
        if (decoded === null || decoded.problem !== null) return { state: 'unreadable' };
        encodings.set(path, decoded);
        return { state: 'text', text: decoded.text };
      } catch {
        return { state: 'unreadable' };
      }
    },
    async write(path, text, like) {
      refuseGit(path);
      const { absolute, stats } = await locateForWriting(root, path);
      const known = encodings.get(like);
      const bytes = encodeText(text, known?.encoding ?? 'utf-8', known?.byteOrderMark ?? false);
      await mkdir(dirname(absolute), { recursive: true });
      const temporary = join(dirname(absolute), `.${randomBytes(8).toString('hex')}.tmp`);
      try {
        const handle = await open(temporary, 'wx', stats ? stats.mode & 0o777 : 0o666);
        try {
          await handle.writeFile(await bytes);
          await handle.sync();
        } finally {
          await handle.close();
        }
        await rename(temporary, absolute);
      } finally {
        await rm(temporary, { force: true });
      }
    },
    async remove(path) {
      refuseGit(path);
      await rm(await locateForChange(root, path));
    },
  };
}
