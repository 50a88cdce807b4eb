import { existsSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { getTableName } from 'drizzle-orm';
import { connect } from './connection.ts';
import type { DatabaseFiles } from './database-files.ts';
import * as schema from './schema.ts';

/** What a start finds: `absent` also for a file that was created and never written; a sound one comes opened. */
export type DatabaseState =
  | { readonly kind: 'absent' }
  | { readonly kind: 'sound'; readonly client: Database.Database }
  | { readonly kind: 'damaged'; readonly reason: string };

/** Up to this many bytes every page is looked at; it takes some 50 ms. */
const largestFullyChecked = 64 * 1024 * 1024;

/** Milliseconds that the check at start waits for another process. */
const startTimeout = 1500;

/**
 * Checks the database before anything else uses it. Throws when it cannot be reached at all (locked, no permission), which
 * is no damage.
 */
export function inspectDatabase(files: DatabaseFiles): DatabaseState {
  if (!existsSync(files.main)) return { kind: 'absent' };
  const { size } = statSync(files.main);
  if (size === 0) {
    return files.goodCopies.some((copy) => existsSync(copy))
      ? { kind: 'damaged', reason: 'it was empty' }
      : { kind: 'absent' };
  }
  const everyPage = size <= largestFullyChecked || existsSync(files.suspicion);
  let client: Database.Database | undefined;
  try {
    client = connect(files.main, 'full', startTimeout);
    const reason = findDamage(client, everyPage);
    if (reason === undefined) return { kind: 'sound', client };
    client.close();
    return { kind: 'damaged', reason };
  } catch (error) {
    client?.close();
    if (isDamage(error)) return { kind: 'damaged', reason: (error as Error).message };
    throw error;
  }
}

/** The first thing that is wrong in a database. Without `everyPage` the large table, unsaved text, is left out. */
export function findDamage(client: Database.Database, everyPage: boolean): string | undefined {
  if (everyPage) return firstFinding(client, 'PRAGMA quick_check(1)');
  for (const table of Object.values(schema)) {
    if (table === schema.backups) continue;
    const finding = firstFinding(client, `PRAGMA quick_check('${getTableName(table)}')`);
    if (finding !== undefined) return finding;
  }
}

function firstFinding(client: Database.Database, pragma: string): string | undefined {
  const finding = client.prepare<[], string>(pragma).pluck().get();
  return finding === 'ok' ? undefined : (finding ?? 'the check gave no answer');
}

/** Whether an error means that the file's contents are wrong, not that it can't be reached. */
export function isDamage(error: unknown): boolean {
  const code = sqliteErrorCode(error) ?? '';
  return code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB';
}

/** SQLite's extended result code of an error, also where a query wraps it. */
export function sqliteErrorCode(error: unknown): string | undefined {
  if (error instanceof Database.SqliteError) return error.code;
  return error instanceof Error && error.cause !== undefined ? sqliteErrorCode(error.cause) : undefined;
}
