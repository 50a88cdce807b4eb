import type Database from 'better-sqlite3';
import { embeddedMigrations } from './embedded-migrations.ts';

/** The version that this build reads and writes: how many migrations there are. Kept in `PRAGMA user_version`. */
export const schemaVersion = embeddedMigrations.length;

/** The version that a database is at; 0 for an empty one. */
export function readSchemaVersion(client: Database.Database): number {
  return client.pragma('user_version', { simple: true }) as number;
}

/** Brings a database up to this build's schema: all of it or, if one statement fails, nothing. */
export function migrate(client: Database.Database): void {
  if (readSchemaVersion(client) >= schemaVersion) return;
  // Tables that are rebuilt would otherwise take the rows that refer to them along.
  client.pragma('foreign_keys = OFF');
  try {
    client
      .transaction(() => {
        for (const statements of embeddedMigrations.slice(readSchemaVersion(client))) {
          for (const statement of statements) client.exec(statement);
        }
        client.pragma(`user_version = ${schemaVersion}`);
      })
      .immediate();
  } finally {
    client.pragma('foreign_keys = ON');
  }
}
