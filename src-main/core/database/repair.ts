import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import Database from 'better-sqlite3';
import { findDamage } from './check.ts';
import { type DatabaseFiles, removeDatabaseFile, replaceDurably, syncPath } from './database-files.ts';
import { migrate, readSchemaVersion, schemaVersion } from './migrate.ts';
import { salvageRows } from './salvage.ts';

/** Damaged files of this many repairs are kept. */
const keptQuarantines = 5;

/** What a repair made of a damaged database. */
export interface Repair {
  /** When the copy was made that was restored, in milliseconds since 1970; null when there was none to restore. */
  readonly restoredFrom: number | null;
  /** Rows that were newer than the copy, or all when there was none, and could still be read. */
  readonly salvaged: number;
  readonly quarantine: string;
}

/**
 * Replaces a damaged database: the last good copy, or an empty one, plus every newer row that can still be read. The
 * damaged files go to `quarantine/`. Whenever it is cut off, the next start finds either the damaged file or the finished
 * replacement.
 */
export function repairDatabase(files: DatabaseFiles, now: number): Repair {
  removeDatabaseFile(files.replacement);
  const restoredFrom = copyGood(files);
  const replacement = new Database(files.replacement);
  let salvaged: number;
  try {
    migrate(replacement);
    salvaged = salvageFromCopy(files, replacement);
    // A file of its own, with nothing beside it, can be renamed as one.
    replacement.pragma('journal_mode = DELETE');
  } finally {
    replacement.close();
  }
  syncPath(files.replacement);
  const quarantine = moveToQuarantine(files, now);
  replaceDurably(files, files.replacement, files.main);
  rmSync(files.suspicion, { force: true });
  return { restoredFrom, salvaged, quarantine };
}

/**
 * Takes up a replacement that an interrupted repair left finished, or restores the last good copy where the database is gone
 * altogether. Returns what was restored, or undefined when there is nothing.
 */
export function restoreMissing(files: DatabaseFiles): { readonly restoredFrom: number } | undefined {
  removeDatabaseFile(files.main);
  if (existsSync(files.replacement) && isSound(files.replacement)) {
    const restoredFrom = statSync(files.replacement).mtimeMs;
    replaceDurably(files, files.replacement, files.main);
    return { restoredFrom };
  }
  const restoredFrom = copyGood(files);
  if (restoredFrom === null) return undefined;
  replaceDurably(files, files.replacement, files.main);
  return { restoredFrom };
}

/** Keeps what is being set aside under `quarantine/<time>/`, and only the newest few of those. Returns the folder. */
export function quarantineFolder(files: DatabaseFiles, now: number): string {
  const folder = join(files.quarantine, new Date(now).toISOString().replaceAll(':', '-'));
  mkdirSync(folder, { recursive: true });
  const older = readdirSync(files.quarantine).sort().slice(0, -keptQuarantines);
  for (const name of older) rmSync(join(files.quarantine, name), { recursive: true, force: true });
  return folder;
}

function copyGood(files: DatabaseFiles): number | null {
  for (const copy of files.goodCopies) {
    if (!existsSync(copy)) continue;
    removeDatabaseFile(files.replacement);
    copyFileSync(copy, files.replacement);
    if (isSound(files.replacement)) return statSync(copy).mtimeMs;
  }
  removeDatabaseFile(files.replacement);
  return null;
}

function isSound(path: string): boolean {
  let client: Database.Database | undefined;
  try {
    client = new Database(path);
    const version = readSchemaVersion(client);
    return version > 0 && version <= schemaVersion && findDamage(client, true) === undefined;
  } catch {
    return false;
  } finally {
    client?.close();
  }
}

// Opening a database may change it, and the damaged one is evidence.
function salvageFromCopy(files: DatabaseFiles, target: Database.Database): number {
  const copy = join(files.folder, 'flashfusion.salvage.db');
  removeDatabaseFile(copy);
  try {
    copyFileSync(files.main, copy);
    if (existsSync(files.writeAheadLog)) copyFileSync(files.writeAheadLog, `${copy}-wal`);
    return salvageRows(copy, target);
  } finally {
    removeDatabaseFile(copy);
  }
}

function moveToQuarantine(files: DatabaseFiles, now: number): string {
  const folder = quarantineFolder(files, now);
  // The log goes first: a log without its database is harmless, a database without its log is an older one.
  for (const path of [files.sharedMemory, files.writeAheadLog, files.main]) {
    if (existsSync(path)) renameSync(path, join(folder, basename(path)));
  }
  syncPath(folder);
  return folder;
}
