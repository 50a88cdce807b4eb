import { mkdir } from 'node:fs/promises';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import { migrate } from './migrate.ts';
import * as schema from './schema.ts';

export { schema };
export type Database = PgDatabase<PgQueryResultHKT, typeof schema>;

/** PostgreSQL, or PGlite inside this process: the same schema and the same statements. */
export interface OpenDatabase {
  readonly db: Database;
  /** Rejects when the database does not answer. */
  ping(): Promise<void>;
  dispose(): Promise<void>;
}

/** A pool's connections; PostgreSQL allows 100 by default, for all processes together. */
const poolSize = 10;
/** Milliseconds to wait for a connection before a request fails. */
const connectPatience = 5000;

/** Opens the PostgreSQL at `url` and brings its schema up to date. `onError` hears of idle connections that were lost. */
export async function openPostgres(url: string, onError: (error: Error) => void): Promise<OpenDatabase> {
  const [{ Pool }, { drizzle }] = await Promise.all([import('pg'), import('drizzle-orm/node-postgres')]);
  const pool = new Pool({ connectionString: url, max: poolSize, connectionTimeoutMillis: connectPatience });
  pool.on('error', onError);
  try {
    const client = await pool.connect();
    try {
      await migrate({
        async run(statement) {
          await client.query(statement);
        },
        readVersion: async () => (await client.query('SELECT version FROM schema_version')).rows[0]?.version ?? 0,
      });
    } finally {
      client.release();
    }
  } catch (error) {
    await pool.end();
    throw error;
  }
  return {
    db: drizzle({ client: pool, schema }) as unknown as Database,
    async ping() {
      await pool.query('SELECT 1');
    },
    dispose: () => pool.end(),
  };
}

/** Opens PGlite in a folder, or in memory where that is null, and brings its schema up to date. One process at a time. */
export async function openPGlite(folder: string | null): Promise<OpenDatabase> {
  const [{ PGlite }, { drizzle }] = await Promise.all([import('@electric-sql/pglite'), import('drizzle-orm/pglite')]);
  if (folder !== null) await mkdir(folder, { recursive: true, mode: 0o700 });
  const client = await PGlite.create(folder ?? 'memory://');
  try {
    await migrate({
      async run(statement) {
        await client.exec(statement);
      },
      readVersion: async () =>
        (await client.query<{ version: number }>('SELECT version FROM schema_version')).rows[0]?.version ?? 0,
    });
  } catch (error) {
    await client.close();
    throw error;
  }
  return {
    db: drizzle({ client, schema }) as unknown as Database,
    async ping() {
      await client.query('SELECT 1');
    },
    dispose: () => client.close(),
  };
}
