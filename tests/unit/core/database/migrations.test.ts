import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { generateSQLiteDrizzleJson, generateSQLiteMigration } from 'drizzle-kit/api';
import { getTableConfig, type SQLiteTable } from 'drizzle-orm/sqlite-core';
import { expect, test } from 'vitest';
import { renderEmbeddedMigrations } from '../../../../scripts/embed-migrations.ts';
import { migrate, readSchemaVersion, schemaVersion } from '../../../../src-main/core/database/migrate.ts';
import * as schema from '../../../../src-main/core/database/schema.ts';

const folder = join(import.meta.dirname, '..', '..', '..', '..', 'src-main', 'core', 'database');

test('the embedded migrations are what drizzle-kit wrote', () => {
  expect(readFileSync(join(folder, 'embedded-migrations.ts'), 'utf8')).toBe(renderEmbeddedMigrations(folder));
});

test('the migrations lead to the schema: drizzle-kit finds nothing to add', async () => {
  const journal = JSON.parse(readFileSync(join(folder, 'migrations', 'meta', '_journal.json'), 'utf8'));
  const last = String(journal.entries.length - 1).padStart(4, '0');
  const snapshot = JSON.parse(readFileSync(join(folder, 'migrations', 'meta', `${last}_snapshot.json`), 'utf8'));
  const wanted = await generateSQLiteDrizzleJson({ ...schema }, snapshot.id);
  expect(await generateSQLiteMigration(snapshot, wanted)).toEqual([]);
});

test('a migrated database has every table and column of the schema', () => {
  const client = new Database(':memory:');
  migrate(client);
  for (const table of Object.values<SQLiteTable>(schema)) {
    const { name, columns } = getTableConfig(table);
    const found = client.prepare<[string], { name: string }>('SELECT name FROM pragma_table_info(?)').all(name);
    expect(found.map((column) => column.name).sort()).toEqual(columns.map((column) => column.name).sort());
  }
  expect(readSchemaVersion(client)).toBe(schemaVersion);
  client.close();
});

test('migrating twice changes nothing', () => {
  const client = new Database(':memory:');
  migrate(client);
  migrate(client);
  expect(readSchemaVersion(client)).toBe(schemaVersion);
  client.close();
});
