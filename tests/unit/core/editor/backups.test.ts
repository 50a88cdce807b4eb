import { sql } from 'drizzle-orm';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase, tables } from '../../../../src-main/core/database/index.ts';
import { createBackups } from '../../../../src-main/core/editor/index.ts';
import { createProjectRecords } from '../../../../src-main/core/projects/index.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

function setUp() {
  const folder = temporaryFolder('backups');
  const database = openDatabase({ folder });
  onTestFinished(() => database.dispose());
  const records = createProjectRecords({ database, userFolder: `${folder}/user` });
  const { id } = records.opened({ path: '/project', name: 'project' });
  let time = 0;
  const backups = createBackups({ database, now: () => (time += 1) });
  const keep = (document: string, text: string) =>
    backups.keep(id, { document, text, encoding: 'utf-16le', byteOrderMark: true, lineEnd: 'crlf', baseVersion: 'v1' });
  return { database, backups, keep, id };
}

test('the last text of each document is kept, with how it is to be saved', () => {
  const { backups, keep, id } = setUp();
  keep('a.ts', 'first');
  keep('untitled:1', '');
  keep('a.ts', 'second \u0000 \ud83d\ude00');
  expect(backups.list(id)).toEqual([
    {
      document: 'untitled:1',
      text: '',
      encoding: 'utf-16le',
      byteOrderMark: true,
      lineEnd: 'crlf',
      baseVersion: 'v1',
      savedAt: 2,
    },
    {
      document: 'a.ts',
      text: 'second \u0000 \ud83d\ude00',
      encoding: 'utf-16le',
      byteOrderMark: true,
      lineEnd: 'crlf',
      baseVersion: 'v1',
      savedAt: 3,
    },
  ]);
});

test('thousands are discarded at once, and only those', () => {
  const { database, backups, keep, id } = setUp();
  const documents = Array.from({ length: 1200 }, (_, number) => `file-${number}`);
  keep('kept', 'text');
  const [row] = database.durable.select().from(tables.backups).all();
  database.durable.transaction((transaction) => {
    for (const document of documents) {
      if (row)
        transaction
          .insert(tables.backups)
          .values({ ...row, document })
          .run();
    }
  });
  expect(backups.list(id)).toHaveLength(1201);
  backups.discard(id, [...documents, 'never there']);
  expect(backups.list(id).map(({ document }) => document)).toEqual(['kept']);
});

test('text of a project that was never opened is refused', () => {
  const { backups } = setUp();
  const backup = {
    document: 'a',
    text: '',
    encoding: 'utf-8',
    byteOrderMark: false,
    lineEnd: 'lf' as const,
    baseVersion: null,
  };
  expect(() => backups.keep('unknown', backup)).toThrow(expect.objectContaining({ code: 'PROJECT_NOT_FOUND' }));
});

test('a full disk is said in words, and what was kept before stays', () => {
  const { database, backups, keep, id } = setUp();
  keep('a.ts', 'small');
  const pages = database.durable.get<{ page_count: number }>(sql`PRAGMA page_count`)?.page_count ?? 0;
  database.durable.run(sql.raw(`PRAGMA max_page_count = ${pages + 1}`));
  expect(() => keep('a.ts', 'x'.repeat(1_000_000))).toThrow(expect.objectContaining({ code: 'NO_SPACE' }));
  expect(backups.list(id)[0]?.text).toBe('small');
});
