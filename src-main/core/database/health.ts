import { statSync } from 'node:fs';
import { sql } from 'drizzle-orm';
import { databaseFiles } from './database-files.ts';
import type { CoreDatabase } from './open-database.ts';
import * as schema from './schema.ts';

/** How the database is, in numbers. */
export interface DatabaseHealth {
  readonly location: CoreDatabase['location'];
  /** SQLite's own words: `ok`, or what it found first. */
  readonly check: string;
  /** Bytes. */
  readonly size: number;
  readonly logSize: number;
  /** Milliseconds since 1970; null when there is no good copy yet. */
  readonly copiedAt: number | null;
  readonly rows: readonly { readonly table: string; readonly count: number }[];
  /** What happened while it was opened. */
  readonly notices: readonly string[];
}

const { projects, windows, layouts, backups, secrets, openedFiles } = schema;
const counted = { projects, windows, layouts, backups, secrets, openedFiles };

/** Looks at the database of a data folder while it is in use. What fails is told as the check's outcome. */
export function describeHealth(database: CoreDatabase, folder: string): DatabaseHealth {
  const files = databaseFiles(folder);
  return {
    location: database.location,
    check: checkPages(database),
    size: sizeOf(files.main),
    logSize: sizeOf(files.writeAheadLog),
    copiedAt: statSync(files.goodCopies[0], { throwIfNoEntry: false })?.mtimeMs ?? null,
    rows: Object.entries(counted).map(([table, definition]) => ({ table, count: countRows(database, definition) })),
    notices: database.notices.map(({ title }) => title),
  };
}

function checkPages(database: CoreDatabase): string {
  try {
    const [row] = database.cached.all<{ quick_check: string }>(sql`PRAGMA quick_check(1)`);
    return row?.quick_check ?? 'no answer';
  } catch (error) {
    return error instanceof Error ? error.message : 'failed';
  }
}

function countRows(database: CoreDatabase, table: (typeof counted)[keyof typeof counted]): number {
  try {
    return database.cached.get<{ count: number }>(sql`SELECT count(*) AS count FROM ${table}`)?.count ?? 0;
  } catch {
    return -1;
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
