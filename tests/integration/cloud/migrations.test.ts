import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { embeddedMigrations } from '../../../cloud-api/adapters/database/embedded-migrations.ts';
import { openPostgres, schema } from '../../../cloud-api/adapters/database/index.ts';
import { startPostgres, type TestPostgres } from '../../support/postgres.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startPostgres();
}, 60_000);
afterAll(() => postgres?.dispose());

/** A database as a build with so many migrations left it, with one person in it. */
async function databaseOf(version: number): Promise<{ url: string; ask(statement: string): Promise<pg.QueryResult> }> {
  const url = await postgres.createDatabase();
  const ask = async (statement: string) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    return client.query(statement).finally(() => client.end());
  };
  for (const statement of embeddedMigrations.slice(0, version).flat()) await ask(statement);
  await ask('CREATE TABLE schema_version (version integer NOT NULL)');
  await ask(`INSERT INTO schema_version VALUES (${version})`);
  await ask(`INSERT INTO users (id, name, email) VALUES ('1', 'Ada', 'ada@example.com')`);
  return { url, ask };
}

const versionOf = async (ask: (statement: string) => Promise<pg.QueryResult>) =>
  (await ask('SELECT version FROM schema_version')).rows;

it('a database of any earlier build is brought up to date, by several processes at once, and keeps what is in it', async () => {
  for (let version = 1; version <= embeddedMigrations.length; version += 1) {
    const { url, ask } = await databaseOf(version);
    const opened = await Promise.all([1, 2, 3].map(() => openPostgres(url, () => {})));
    expect(await opened[0]?.db.select({ name: schema.user.name }).from(schema.user)).toEqual([{ name: 'Ada' }]);
    expect(await opened[0]?.db.$count(schema.template)).toBe(0);
    expect(await versionOf(ask)).toEqual([{ version: embeddedMigrations.length }]);
    for (const each of opened) await each.dispose();
  }
});

it('a migration that fails changes nothing', async () => {
  const { url, ask } = await databaseOf(1);
  await ask('CREATE TABLE templates (id text)');
  await expect(openPostgres(url, () => {})).rejects.toThrow('already exists');
  expect(await versionOf(ask)).toEqual([{ version: 1 }]);
  expect((await ask(`SELECT 1 FROM pg_indexes WHERE indexname = 'sessions_end'`)).rowCount).toBe(0);
  await ask('DROP TABLE templates');
  await (await openPostgres(url, () => {})).dispose();
  expect(await versionOf(ask)).toEqual([{ version: embeddedMigrations.length }]);
});

it('a database of a newer build is left alone', async () => {
  const { url, ask } = await databaseOf(embeddedMigrations.length);
  await ask('UPDATE schema_version SET version = 99');
  await expect(openPostgres(url, () => {})).rejects.toThrow('Run a newer server');
  expect(await versionOf(ask)).toEqual([{ version: 99 }]);
});
