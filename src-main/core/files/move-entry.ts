import type { Stats } from 'node:fs';
import { link, lstat, mkdir, readdir, readlink, rename, rm, rmdir, symlink, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { copyEntry } from './copy-entry.ts';
import { hasErrorCode } from './file-errors.ts';
import { lstatOrNull } from './project-paths.ts';
import { temporaryName } from './temporary-names.ts';
import type { WorkJournal } from './work-journal.ts';

/**
 * Moves a file, link or folder to a place where nothing is, across disks too. Never replaces anything, not even when it appears
 * at the last moment: throws EEXIST (or ENOTEMPTY) instead, with nothing changed.
 */
export async function moveWithoutReplacing(from: string, to: string, journal: WorkJournal): Promise<void> {
  const stats = await lstat(from);
  const existing = await lstatOrNull(to);
  if (existing) {
    if (await isSameEntry(from, stats, to, existing)) return rename(from, to);
    throw alreadyExists(to);
  }
  try {
    if (process.platform === 'win32') await rename(from, to);
    else if (stats.isDirectory()) await moveFolder(from, to);
    else if (stats.isSymbolicLink()) await moveLink(from, to);
    else await moveFile(from, to);
  } catch (error) {
    if (!hasErrorCode(error, 'EXDEV')) throw error;
    await moveAcrossDisks(from, to, journal);
  }
}

/** Whether two names that both answer are one entry, spelt differently, on a disk that ignores case. */
async function isSameEntry(from: string, stats: Stats, to: string, existing: Stats): Promise<boolean> {
  if (from === to || stats.ino !== existing.ino || stats.dev !== existing.dev) return false;
  const fold = (path: string) => path.normalize('NFC').toLowerCase();
  if (fold(from) !== fold(to)) return false;
  const names = await readdir(dirname(to));
  return !(names.includes(basename(from)) && names.includes(basename(to)));
}

/** Renaming puts a folder in the place of an empty one; making that one first fails if anything is there. */
async function moveFolder(from: string, to: string): Promise<void> {
  await mkdir(to);
  try {
    await rename(from, to);
  } catch (error) {
    await rmdir(to).catch(() => {});
    throw error;
  }
}

/** A second name can only be given where there is none. */
async function moveFile(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    // Disks without hard links, and files of other owners.
    if (!hasErrorCode(error, 'EPERM', 'EACCES', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK')) throw error;
    if (await lstatOrNull(to)) throw alreadyExists(to);
    return rename(from, to);
  }
  await removingOnFailure(to, () => unlink(from));
}

async function moveLink(from: string, to: string): Promise<void> {
  await symlink(await readlink(from), to);
  await removingOnFailure(to, () => unlink(from));
}

async function moveAcrossDisks(from: string, to: string, journal: WorkJournal): Promise<void> {
  await placeCopy(from, to, journal);
  // Its old place is given up in one step; removing what was there may take long.
  const abandoned = join(dirname(from), temporaryName());
  const work = await journal.begin(abandoned);
  try {
    await rename(from, abandoned);
  } catch (error) {
    await rm(to, { recursive: true, force: true });
    await work.end();
    throw error;
  }
  await rm(abandoned, { recursive: true, force: true });
  await work.end();
}

/** Copies to a place where nothing is. The copy appears there when it is complete. Throws like `moveWithoutReplacing`. */
export async function placeCopy(from: string, to: string, journal: WorkJournal): Promise<void> {
  const temporary = join(dirname(to), temporaryName());
  const work = await journal.begin(temporary);
  try {
    await copyEntry(from, temporary);
    await moveWithoutReplacing(temporary, to, journal);
  } finally {
    await rm(temporary, { recursive: true, force: true });
    await work.end();
  }
}

async function removingOnFailure(made: string, step: () => Promise<void>): Promise<void> {
  try {
    await step();
  } catch (error) {
    await unlink(made);
    throw error;
  }
}

function alreadyExists(path: string): Error {
  return Object.assign(new Error(`EEXIST: file already exists, '${path}'`), { code: 'EEXIST' });
}
