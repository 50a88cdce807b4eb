import { embeddedMigrations } from './embedded-migrations.ts';

/** The least that migrating needs of a database: statements one after the other on one connection. */
export interface MigrationConnection {
  run(statement: string): Promise<void>;
  readVersion(): Promise<number>;
}

/** The version that this build reads and writes: how many migrations there are. */
export const schemaVersion = embeddedMigrations.length;

/** Any number, so long as everybody who migrates this database takes the same one. */
const lock = 4_400_001;

/**
 * Brings a database up to this build's schema, all of it or nothing. Processes that start at the same time wait for each other.
 * Rejects when the database is newer than this build.
 */
export async function migrate(connection: MigrationConnection): Promise<void> {
  await connection.run('BEGIN');
  try {
    await connection.run(`SELECT pg_advisory_xact_lock(${lock})`);
    await connection.run('CREATE TABLE IF NOT EXISTS schema_version (version integer NOT NULL)');
    const version = await connection.readVersion();
    if (version > schemaVersion) {
      throw new Error(`The database is at version ${version}; this server knows ${schemaVersion}. Run a newer server.`);
    }
    for (const statements of embeddedMigrations.slice(version)) {
      for (const statement of statements) await connection.run(statement);
    }
    if (version < schemaVersion) {
      await connection.run('DELETE FROM schema_version');
      await connection.run(`INSERT INTO schema_version VALUES (${schemaVersion})`);
    }
    await connection.run('COMMIT');
  } catch (error) {
    await connection.run('ROLLBACK');
    throw error;
  }
}
