import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api';
import { expect, test } from 'vitest';
import * as schema from '../../../cloud-api/adapters/database/schema.ts';
import { renderEmbeddedMigrations } from '../../../scripts/embed-migrations.ts';

const folder = join(import.meta.dirname, '../../../cloud-api/adapters/database');

test('the embedded migrations are what drizzle-kit wrote', () => {
  expect(readFileSync(join(folder, 'embedded-migrations.ts'), 'utf8')).toBe(renderEmbeddedMigrations(folder));
});

test('the migrations lead to the schema: drizzle-kit finds nothing to add', async () => {
  const journal = JSON.parse(readFileSync(join(folder, 'migrations', 'meta', '_journal.json'), 'utf8'));
  const last = String(journal.entries.length - 1).padStart(4, '0');
  const snapshot = JSON.parse(readFileSync(join(folder, 'migrations', 'meta', `${last}_snapshot.json`), 'utf8'));
  const wanted = generateDrizzleJson({ ...schema }, snapshot.id);
  expect(await generateMigration(snapshot, wanted)).toEqual([]);
});
