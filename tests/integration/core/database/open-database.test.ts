import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync } from 'node:fs';
import Database from 'better-sqlite3';
import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { databaseFiles } from '../../../../src-main/core/database/database-files.ts';
import { openDatabase, tables } from '../../../../src-main/core/database/index.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { addProject, keepText, keptTexts, makeDatabase } from './database-fixture.ts';

test('a first start makes an empty database without a word', async () => {
  const folder = temporaryFolder('database');
  const database = openDatabase({ folder });
  expect(database.location).toBe('disk');
  expect(database.notices).toEqual([]);
  expect(database.durable.select().from(tables.projects).all()).toEqual([]);
  await database.dispose();
});

test('what people wrote is synced with every commit, caches are not; both use one write-ahead log', async () => {
  const database = openDatabase({ folder: temporaryFolder('database') });
  const pragma = (connection: typeof database.durable, name: string) =>
    Object.values(connection.get<Record<string, unknown>>(sql.raw(`PRAGMA ${name}`)) ?? {})[0];
  expect(pragma(database.durable, 'journal_mode')).toBe('wal');
  expect(pragma(database.cached, 'journal_mode')).toBe('wal');
  expect(pragma(database.durable, 'synchronous')).toBe(2);
  expect(pragma(database.cached, 'synchronous')).toBe(1);
  for (const connection of [database.durable, database.cached]) {
    expect(pragma(connection, 'foreign_keys')).toBe(1);
    expect(pragma(connection, 'busy_timeout')).toBe(5000);
  }
  await database.dispose();
});

test('rows of a project go with it', async () => {
  const database = openDatabase({ folder: temporaryFolder('database') });
  addProject(database);
  keepText(database, 'a.ts', 'a');
  database.durable.delete(tables.projects).run();
  expect(keptTexts(database)).toEqual({});
  await database.dispose();
});

test('a clean end leaves one file, and a good copy that can be read by itself', async () => {
  const folder = temporaryFolder('database');
  const files = await makeDatabase(folder);
  expect(readdirSync(folder).sort()).toEqual(['flashfusion.db', 'flashfusion.good-copy.db']);
  const copy = new Database(files.goodCopies[0], { readonly: true });
  expect(copy.prepare('SELECT count(*) FROM backups').pluck().get()).toBe(20);
  copy.close();
});

test('a session that wrote nothing makes no new copy; one that wrote keeps two', async () => {
  const folder = temporaryFolder('database');
  const files = await makeDatabase(folder);
  const first = readFileSync(files.goodCopies[0]);
  await openDatabase({ folder }).dispose();
  expect(existsSync(files.goodCopies[1])).toBe(false);
  const database = openDatabase({ folder });
  keepText(database, 'more.ts', 'more');
  await database.dispose();
  expect(readFileSync(files.goodCopies[1]).equals(first)).toBe(true);
});

test('while running, a copy is made when the last one is an hour old', async () => {
  const folder = temporaryFolder('database');
  const files = await makeDatabase(folder);
  const database = openDatabase({ folder });
  keepText(database, 'more.ts', 'more');
  await database.keepGoodCopy();
  expect(existsSync(files.goodCopies[1])).toBe(false);
  const hourAgo = Date.now() / 1000 - 3601;
  utimesSync(files.goodCopies[0], hourAgo, hourAgo);
  await database.keepGoodCopy();
  expect(existsSync(files.goodCopies[1])).toBe(true);
  await database.dispose();
});

test('a database of a newer version stays as it is; the session runs in memory and says so', async () => {
  const folder = temporaryFolder('database');
  const files = await makeDatabase(folder);
  const newer = new Database(files.main);
  newer.pragma('user_version = 999');
  newer.close();
  const before = readFileSync(files.main);

  const database = openDatabase({ folder });
  expect(database.location).toBe('memory');
  expect(database.notices).toEqual([
    {
      level: 'error',
      title: 'The database belongs to a newer FlashFusion',
      detail: expect.stringContaining('save your files'),
    },
  ]);
  addProject(database);
  keepText(database, 'a', 'works');
  expect(keptTexts(database)).toEqual({ a: 'works' });
  await database.dispose();
  expect(readFileSync(files.main).equals(before)).toBe(true);
});

test('a database that another program keeps locked is left alone', async () => {
  const folder = temporaryFolder('database');
  const files = await makeDatabase(folder);
  const other = new Database(files.main);
  other.pragma('locking_mode = EXCLUSIVE');
  other.exec('BEGIN EXCLUSIVE');
  const database = openDatabase({ folder });
  expect(database.location).toBe('memory');
  expect(database.notices[0]?.detail).toContain('Another program is using it');
  await database.dispose();
  other.exec('ROLLBACK');
  other.close();
  const again = openDatabase({ folder });
  expect(Object.keys(keptTexts(again))).toHaveLength(20);
  await again.dispose();
});

test('a place where no database can be leads to memory, not to an error', async () => {
  const folder = temporaryFolder('database');
  mkdirSync(databaseFiles(folder).main);
  const database = openDatabase({ folder });
  expect(database.location).toBe('memory');
  expect(database.notices[0]?.title).toBe('The database cannot be used');
  await database.dispose();
});

test('a database from before a migration is copied and brought up to date', async () => {
  const folder = temporaryFolder('database');
  const files = databaseFiles(folder);
  mkdirSync(folder, { recursive: true });
  const empty = new Database(files.main);
  empty.exec('CREATE TABLE something (value TEXT)');
  empty.close();
  const database = openDatabase({ folder });
  expect(database.location).toBe('disk');
  expect(database.durable.select().from(tables.secrets).all()).toEqual([]);
  await database.dispose();
});
