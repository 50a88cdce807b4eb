import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Every file that the database has in the data folder. */
export interface DatabaseFiles {
  readonly folder: string;
  readonly main: string;
  readonly writeAheadLog: string;
  readonly sharedMemory: string;
  /** The last copy that passed the check, and the one before it. */
  readonly goodCopies: readonly [newest: string, previous: string];
  /** A finished replacement that only waits to be renamed into place. */
  readonly replacement: string;
  /** Present when something read wrong while Core ran, so that the next start looks at every page. */
  readonly suspicion: string;
  readonly quarantine: string;
}

/** Names the database's files in a data folder. */
export function databaseFiles(folder: string): DatabaseFiles {
  const main = join(folder, 'flashfusion.db');
  return {
    folder,
    main,
    writeAheadLog: `${main}-wal`,
    sharedMemory: `${main}-shm`,
    goodCopies: [join(folder, 'flashfusion.good-copy.db'), join(folder, 'flashfusion.good-copy.previous.db')],
    replacement: join(folder, 'flashfusion.replacement.db'),
    suspicion: join(folder, 'flashfusion.suspicion'),
    quarantine: join(folder, 'quarantine'),
  };
}

/** Removes a database file with what SQLite keeps beside it. */
export function removeDatabaseFile(path: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(path + suffix, { force: true });
}

/** Flushes a file, or the names in a folder, to the disk. */
export function syncPath(path: string): void {
  // Windows can't open a folder for this and writes renames through on its own.
  if (process.platform === 'win32' && !path.endsWith('.db')) return;
  const descriptor = openSync(path, process.platform === 'win32' ? 'r+' : 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Puts a finished database in the place of another, atomically and durably. */
export function replaceDurably(files: DatabaseFiles, from: string, to: string): void {
  syncPath(from);
  renameSync(from, to);
  syncPath(files.folder);
}

/** Makes a finished copy the newest good one; the newest becomes the previous one. */
export function rotateGoodCopies(files: DatabaseFiles, copy: string): void {
  const [newest, previous] = files.goodCopies;
  syncPath(copy);
  if (existsSync(newest)) renameSync(newest, previous);
  renameSync(copy, newest);
  syncPath(files.folder);
}
