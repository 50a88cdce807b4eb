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
/** Milliseconds to wait for an answer: a database that is frozen or cut off would otherwise keep requests for ever. */
const queryPatience = 5000;
/** For readiness, which a load balancer asks for every few seconds. */
const impatient = { text: 'SELECT 1', query_timeout: 2000 };

/** Opens the PostgreSQL at `url` and brings its schema up to date. `onError` hears of idle connections that were lost. */
export async function openPostgres(url: string, onError: (error: Error) => void): Promise<OpenDatabase> {
  const [{ Client, Pool }, { drizzle }] = await Promise.all([import('pg'), import('drizzle-orm/node-postgres')]);
  const connection = { connectionString: url, connectionTimeoutMillis: connectPatience };
  // On a connection of its own, since a migration may take its time.
  const client = new Client(connection);
  client.on('error', onError);
  try {
    await client.connect();
    await migrate({
      async run(statement) {
        await client.query(statement);
      },
      readVersion: async () => (await client.query('SELECT version FROM schema_version')).rows[0]?.version ?? 0,
    });
  } finally {
    await client.end();
  }
  const pool = new Pool({ ...connection, max: poolSize, query_timeout: queryPatience });
  pool.on('error', onError);
  return {
    db: drizzle({ client: pool, schema }) as unknown as Database,
    async ping() {
      await pool.query(impatient);
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
