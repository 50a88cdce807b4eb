import type { Stats } from 'node:fs';
import { type FileHandle, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { hasErrorCode } from './file-errors.ts';
import { temporaryName } from './temporary-names.ts';
import type { WorkJournal } from './work-journal.ts';

/** Writes a new file of ours and returns when it would survive a power cut. */
export async function writeDurably(path: string, bytes: Uint8Array, mode = 0o600): Promise<void> {
  const handle = await open(path, 'wx', mode);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes what was created, renamed or removed in a folder survive a power cut. Windows has no such call and needs none. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch (error) {
    // Some network file systems cannot do it for folders.
    if (!hasErrorCode(error, 'EINVAL', 'ENOTSUP')) throw error;
  } finally {
    await handle.close();
  }
}

export type ReplaceOutcome = 'replaced' | 'notPossible';

/**
 * Puts new contents in a file's place in one step: whoever looks, at any time and after any crash, finds the old file or the new
 * one. Mode and owner stay. `notPossible`, with nothing changed, where only writing into the file itself would keep its owner or
 * is allowed. `beforeReplacing` may throw to call it off at the last moment.
 */
export async function replaceFile(
  target: string,
  existing: Stats | null,
  bytes: Uint8Array,
  journal: WorkJournal,
  beforeReplacing: () => Promise<void>,
): Promise<ReplaceOutcome> {
  const folder = dirname(target);
  const temporary = join(folder, temporaryName());
  // Noted while it is being written: whoever lists the folder removes what a process killed in between leaves.
  const noted = journal.begin(temporary);
  let replaced = false;
  try {
    const handle = await openTemporary(temporary, existing);
    if (handle === null) return 'notPossible';
    try {
      if (existing && !(await takeOwnerAndMode(handle, existing))) return 'notPossible';
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await beforeReplacing();
    replaced = await renameOver(temporary, target);
    return replaced ? 'replaced' : 'notPossible';
  } finally {
    if (!replaced) await rm(temporary, { force: true });
    const work = await noted;
    await Promise.all([replaced ? syncFolder(folder) : null, work.end()]);
  }
}

async function openTemporary(temporary: string, existing: Stats | null): Promise<FileHandle | null> {
  try {
    return await open(temporary, 'wx', existing ? 0o600 : 0o666);
  } catch (error) {
    if (existing && hasErrorCode(error, 'EACCES', 'EPERM')) return null;
    throw error;
  }
}

/** False when the file would come to belong to someone else. */
async function takeOwnerAndMode(handle: FileHandle, existing: Stats): Promise<boolean> {
  if (process.platform === 'win32') return true;
  const own = await handle.stat();
  try {
    if (own.uid !== existing.uid || own.gid !== existing.gid) await handle.chown(existing.uid, existing.gid);
  } catch (error) {
    if (hasErrorCode(error, 'EPERM', 'EACCES', 'EINVAL', 'ENOTSUP')) return false;
    throw error;
  }
  await handle.chmod(existing.mode & 0o7777);
  return true;
}

/** False where the target is a mount point of its own, as single files in containers are. */
async function renameOver(temporary: string, target: string): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    try {
      await rename(temporary, target);
      return true;
    } catch (error) {
      // On Windows whoever reads the file, often a virus scanner, holds it for a moment.
      if (process.platform === 'win32' && attempt < 10 && hasErrorCode(error, 'EPERM', 'EACCES', 'EBUSY')) {
        await delay(20 * attempt);
        continue;
      }
      if (hasErrorCode(error, 'EBUSY', 'EXDEV')) return false;
      throw error;
    }
  }
}

/**
 * Writes new contents into an existing file, keeping its inode: for hard links, and files of other owners. Both contents are kept
 * durably first; when writing fails the old ones are put back, and when the process dies the next start does it.
 */
export async function writeInPlace(target: string, bytes: Uint8Array, journal: WorkJournal): Promise<void> {
  const before = await readFile(target);
  const work = await journal.beginInPlace(target, before, bytes);
  try {
    await overwrite(target, before.length, bytes);
  } catch (error) {
    // If even this fails the entry stays, for the next start.
    await overwrite(target, 0, before);
    await work.end();
    throw error;
  }
  await work.end();
}

/** Writes what is new at the end first: if the disk is full, it fails before anything old is touched. */
export async function overwrite(target: string, oldSize: number, bytes: Uint8Array): Promise<void> {
  const handle = await open(target, 'r+');
  try {
    const kept = Math.min(oldSize, bytes.length);
    await writeAt(handle, bytes.subarray(kept), kept);
    await handle.sync();
    await writeAt(handle, bytes.subarray(0, kept), 0);
    await handle.truncate(bytes.length);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function writeAt(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    const { bytesWritten } = await handle.write(bytes, written, bytes.length - written, position + written);
    written += bytesWritten;
  }
}
