import {
  closeSync,
  copyFileSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { openDatabase } from '../../../../src-main/core/database/index.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { addProject, keepText, keptTexts, makeDatabase, quarantined } from './database-fixture.ts';

const pageSize = 4096;
const repaired = 'The database was damaged and has been repaired';

function overwrite(path: string, offset: number, length: number): void {
  const descriptor = openSync(path, 'r+');
  writeSync(descriptor, Buffer.alloc(length, 0xa5), 0, length, offset);
  closeSync(descriptor);
}

/** A page in the middle that holds rows: its content appears in no other place. */
function pageOf(path: string, text: string): number {
  return Math.floor(readFileSync(path).indexOf(text) / pageSize);
}

test.each([
  ['the header', (main: string) => overwrite(main, 0, 100)],
  ['the whole first page', (main: string) => overwrite(main, 0, pageSize)],
  ['a page with rows', (main: string) => overwrite(main, pageOf(main, 'text 7 ') * pageSize, pageSize)],
  ['every page but the first', (main: string) => overwrite(main, pageSize, statSync(main).size - pageSize)],
  [
    'a file cut in half',
    (main: string) => truncateSync(main, Math.floor(statSync(main).size / 2 / pageSize) * pageSize),
  ],
  ['a file of no length', (main: string) => truncateSync(main, 0)],
  ['something else altogether', (main: string) => writeFileSync(main, 'this was a database once')],
])('after damage to %s everything is back from the good copy, and it says so', async (_name, damage) => {
  const folder = temporaryFolder('database');
  const files = await makeDatabase(folder);
  const good = readFileSync(files.goodCopies[0]);
  damage(files.main);
  const damaged = readFileSync(files.main);

  const database = openDatabase({ folder });
  expect(database.location).toBe('disk');
  expect(Object.keys(keptTexts(database))).toHaveLength(20);
  expect(keptTexts(database)['file-7.ts']).toBe('text 7 '.repeat(400));
  expect(database.notices).toEqual([
    { level: 'warning', title: repaired, detail: expect.stringContaining('good copy of') },
  ]);
  expect(database.notices[0]?.detail).toContain('Your files are not affected');

  // What was damaged is kept byte for byte, and so is the copy that helped.
  const [set] = readdirSync(files.quarantine);
  expect(readFileSync(join(files.quarantine, set ?? '', 'flashfusion.db')).equals(damaged)).toBe(true);
  expect(readFileSync(files.goodCopies[0]).equals(good)).toBe(true);
  await database.dispose();

  const again = openDatabase({ folder });
  expect(again.notices).toEqual([]);
  await again.dispose();
});

test('rows newer than the copy are read from the damaged database where they can be', async () => {
  const folder = temporaryFolder('database');
  const files = await makeDatabase(folder);
  const copy = join(folder, 'aside.db');
  copyFileSync(files.goodCopies[0], copy);
  const database = openDatabase({ folder });
  keepText(database, 'newer.ts', 'written after the copy', 99);
  keepText(database, 'file-1.ts', 'changed after the copy', 99);
  await database.dispose();
  copyFileSync(copy, files.goodCopies[0]);
  overwrite(files.main, pageOf(files.main, 'text 12 ') * pageSize, pageSize);

  const restored = openDatabase({ folder });
  const texts = keptTexts(restored);
  expect(texts['newer.ts']).toBe('written after the copy');
  expect(texts['file-1.ts']).toBe('changed after the copy');
  expect(texts['file-12.ts']).toBe('text 12 '.repeat(400));
  expect(restored.notices[0]?.detail).toMatch(/newer entr(y|ies) could still be read/);
  await restored.dispose();
});

test('without a copy, what can be read is saved into a new database', async () => {
  const folder = temporaryFolder('database');
  const files = await makeDatabase(folder);
  for (const copy of files.goodCopies) rmSync(copy, { force: true });
  overwrite(files.main, pageOf(files.main, 'text 9 ') * pageSize, pageSize);

  const database = openDatabase({ folder });
  const texts = keptTexts(database);
  expect(Object.keys(texts).length).toBeGreaterThan(10);
  for (const [document, text] of Object.entries(texts)) {
    expect(text).toBe(`text ${/\d+/.exec(document)?.[0]} `.repeat(400));
  }
  expect(database.notices[0]?.detail).toContain('There was no good copy');
  await database.dispose();
});

test('without a copy and with nothing readable it begins anew', async () => {
  const folder = temporaryFolder('database');
  const files = await makeDatabase(folder);
  for (const copy of files.goodCopies) rmSync(copy, { force: true });
  overwrite(files.main, 0, statSync(files.main).size);

  const database = openDatabase({ folder });
  expect(keptTexts(database)).toEqual({});
  expect(database.notices[0]?.title).toBe(repaired);
  addProject(database);
  keepText(database, 'a', 'works');
  expect(keptTexts(database)).toEqual({ a: 'works' });
  await database.dispose();
});

test('a damaged copy is passed over for the one before it', async () => {
  const folder = temporaryFolder('database');
  const files = await makeDatabase(folder);
  const database = openDatabase({ folder });
  keepText(database, 'second.ts', 'in the second copy');
  await database.dispose();
  expect(existsSync(files.goodCopies[1])).toBe(true);
  overwrite(files.goodCopies[0], 0, 100);
  overwrite(files.main, 0, 100);

  const restored = openDatabase({ folder });
  expect(Object.keys(keptTexts(restored))).toHaveLength(20);
  await restored.dispose();
});

test.each([
  ['its header', 0, 32],
  ['a frame in its middle', 32 + 24 + 4096 + 24 + 500, 1000],
])('a write-ahead log with %s overwritten is kept aside, and it says so', async (_name, offset, length) => {
  const folder = temporaryFolder('database');
  const files = await makeDatabase(folder);
  const database = openDatabase({ folder });
  for (let number = 0; number < 10; number += 1) keepText(database, `unsaved-${number}.ts`, 'unsaved');
  // As kill -9 leaves it: the log is not in the database yet.
  copyFileSync(files.main, `${files.main}.killed`);
  copyFileSync(files.writeAheadLog, `${files.main}.killed-wal`);
  await database.dispose();
  copyFileSync(`${files.main}.killed`, files.main);
  copyFileSync(`${files.main}.killed-wal`, files.writeAheadLog);
  overwrite(files.writeAheadLog, offset, length);

  const restored = openDatabase({ folder });
  expect(restored.location).toBe('disk');
  const texts = keptTexts(restored);
  for (let number = 0; number < 20; number += 1) expect(texts[`file-${number}.ts`]).toBe(`text ${number} `.repeat(400));
  expect(quarantined(folder)).toEqual(['flashfusion.db-wal']);
  expect(restored.notices).toEqual([
    { level: 'warning', title: repaired, detail: expect.stringContaining('last changes') },
  ]);
  await restored.dispose();
});

test('a database that is gone comes back from its copy', async () => {
  const folder = temporaryFolder('database');
  const files = await makeDatabase(folder);
  rmSync(files.main);
  const database = openDatabase({ folder });
  expect(Object.keys(keptTexts(database))).toHaveLength(20);
  expect(database.notices[0]?.title).toBe('The database was missing and has been restored');
  await database.dispose();
});

test('a repair that was cut off after moving the damaged file goes on with its replacement', async () => {
  const folder = temporaryFolder('database');
  const files = await makeDatabase(folder);
  copyFileSync(files.main, files.replacement);
  rmSync(files.main);
  for (const copy of files.goodCopies) rmSync(copy, { force: true });
  const database = openDatabase({ folder });
  expect(Object.keys(keptTexts(database))).toHaveLength(20);
  await database.dispose();
});

test('only the five newest quarantines are kept', async () => {
  const folder = temporaryFolder('database');
  const files = await makeDatabase(folder);
  for (let round = 0; round < 7; round += 1) {
    overwrite(files.main, 0, 100);
    await openDatabase({ folder, now: () => Date.UTC(2030, 0, 1 + round) }).dispose();
  }
  expect(readdirSync(files.quarantine).sort()).toEqual([3, 4, 5, 6, 7].map((day) => `2030-01-0${day}T00-00-00.000Z`));
});

test('damage met while running makes the next start look at every page', async () => {
  const folder = temporaryFolder('database');
  const files = await makeDatabase(folder);
  const database = openDatabase({ folder });
  const { SqliteError } = await import('better-sqlite3').then((module) => module.default);
  database.examineError(new SqliteError('database disk image is malformed', 'SQLITE_CORRUPT'));
  expect(existsSync(files.suspicion)).toBe(true);
  await database.dispose();
  await openDatabase({ folder }).dispose();
  expect(existsSync(files.suspicion)).toBe(false);
});

test('damage that happened while running never replaces the good copies', async () => {
  const folder = temporaryFolder('database');
  const files = await makeDatabase(folder);
  const good = readFileSync(files.goodCopies[0]);
  const database = openDatabase({ folder });
  // So that the page is read from the disk again.
  database.durable.run(sql`PRAGMA shrink_memory`);
  overwrite(files.main, pageOf(files.main, 'text 12 ') * pageSize, pageSize);
  keepText(database, 'later.ts', 'later');
  await database.dispose();
  expect(readFileSync(files.goodCopies[0]).equals(good)).toBe(true);
  expect(existsSync(files.suspicion)).toBe(true);
});
