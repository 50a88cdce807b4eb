import Database from 'better-sqlite3';
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3';
import * as schema from './schema.ts';

/** Queries over one connection, typed by the schema. */
export type Connection = BetterSQLite3Database<typeof schema>;

/** Milliseconds that a statement waits for another process to let go of the database. */
export const busyTimeout = 5000;

/**
 * Opens one connection in WAL mode. A commit with `full` is on the disk when it returns; with `normal` a power cut may
 * take the last ones back (never a crash of the program, and never half of one). One log serves both: each FULL commit also
 * carries every NORMAL one before it to the disk.
 */
export function connect(path: string, synchronous: 'full' | 'normal', timeout = busyTimeout): Database.Database {
  const client = new Database(path, { timeout });
  try {
    client.pragma('journal_mode = WAL');
    client.pragma(`synchronous = ${synchronous}`);
    client.pragma('foreign_keys = ON');
    client.pragma('journal_size_limit = 16777216');
  } catch (error) {
    client.close();
    throw error;
  }
  return client;
}

/** Puts typed queries on a connection. */
export function query(client: Database.Database): Connection {
  return drizzle({ client, schema });
}
