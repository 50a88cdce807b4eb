import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { findDamage } from './check.ts';
import { type DatabaseFiles, removeDatabaseFile, rotateGoodCopies } from './database-files.ts';

/** While the program runs, a copy is made at most this often, in milliseconds. */
export const copyInterval = 60 * 60 * 1000;

/** Whether the newest copy is old enough for another one. */
export function isCopyDue(files: DatabaseFiles, now: number): boolean {
  const [newest] = files.goodCopies;
  return !existsSync(newest) || now - statSync(newest).mtimeMs >= copyInterval;
}

/**
 * Copies the database page by page, without blocking, and makes the copy the newest good one if it passes the check. False
 * when it does not: the database was damaged while the program ran, and the copies from before are kept.
 */
export async function keepGoodCopy(files: DatabaseFiles, client: Database.Database): Promise<boolean> {
  const copy = join(files.folder, 'flashfusion.copy.db');
  removeDatabaseFile(copy);
  try {
    // Whatever a damaged log could take away later is in the database itself from here on, never only in the copy.
    client.pragma('wal_checkpoint(PASSIVE)');
    await client.backup(copy);
    if (!passesCheck(copy)) return false;
    rotateGoodCopies(files, copy);
    return true;
  } finally {
    removeDatabaseFile(copy);
  }
}

/** The same in one go, for the moment before a migration, when nothing else can happen anyway. */
export function keepGoodCopyNow(files: DatabaseFiles, client: Database.Database): void {
  const copy = join(files.folder, 'flashfusion.copy.db');
  removeDatabaseFile(copy);
  client.prepare('VACUUM INTO ?').run(copy);
  rotateGoodCopies(files, copy);
}

function passesCheck(path: string): boolean {
  const client = new Database(path);
  try {
    client.pragma('journal_mode = DELETE');
    return findDamage(client, true) === undefined;
  } finally {
    client.close();
  }
}
