import { chmod, constants, copyFile, lstat, mkdir, readdir, readlink, symlink, utimes } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { t } from '../../../localization/index.ts';
import { desktopError } from '../desktop-error.ts';
import { isTemporaryName } from './temporary-names.ts';

/** Files copied at the same time in one folder. */
const concurrency = 8;

/** Copies a file, link or folder with all that is in it to a place where nothing is. Modes stay; links keep their target. */
export async function copyEntry(from: string, to: string): Promise<void> {
  const stats = await lstat(from);
  if (stats.isSymbolicLink()) return symlink(await readlink(from), to);
  if (stats.isFile()) {
    await copyFile(from, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    return utimes(to, stats.atime, stats.mtime);
  }
  if (!stats.isDirectory()) {
    throw desktopError('NOT_READABLE', {
      message: t('"{{from}}" is a pipe or device and cannot be copied.', { from: basename(from) }),
    });
  }
  // Writable while it is filled.
  await mkdir(to, 0o700);
  const names = (await readdir(from)).filter((name) => !isTemporaryName(name));
  for (let index = 0; index < names.length; index += concurrency) {
    await settled(names.slice(index, index + concurrency).map((name) => copyEntry(join(from, name), join(to, name))));
  }
  await chmod(to, stats.mode & 0o7777);
}

/** Waits for all, so that nothing is still being written when the first failure is thrown. */
async function settled(work: readonly Promise<void>[]): Promise<void> {
  for (const result of await Promise.allSettled(work)) {
    if (result.status === 'rejected') throw result.reason;
  }
}

/** The bytes and entries of a file or folder; stops counting beyond the limits. */
export async function measureEntry(
  path: string,
  limits: { readonly bytes: number; readonly entries: number },
): Promise<{ bytes: number; entries: number }> {
  const total = { bytes: 0, entries: 0 };
  const visit = async (place: string): Promise<void> => {
    if (total.bytes > limits.bytes || total.entries > limits.entries) return;
    const stats = await lstat(place);
    total.entries += 1;
    if (stats.isFile()) total.bytes += stats.size;
    if (!stats.isDirectory()) return;
    for (const name of await readdir(place)) await visit(join(place, name));
  };
  await visit(path);
  return total;
}
