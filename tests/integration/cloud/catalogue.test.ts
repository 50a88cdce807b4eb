import { createRouterClient } from '@orpc/server';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type OpenDatabase, schema } from '../../../cloud-api/adapters/database/index.ts';
import { createCatalogueRouter, seedStarters } from '../../../cloud-api/features/catalogue/index.ts';
import { databases } from '../../support/accounts.ts';

const { template } = schema;
type NewTemplate = typeof template.$inferInsert;

/** Seven of each moment, and few counts of downloads, so that pages end between equals. */
function templates(count: number): NewTemplate[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `template-${String((index * 7919) % count).padStart(4, '0')}`,
    title: `Template ${index}`,
    description: 'Made for a test',
    category: index % 3 === 0 ? ('api' as const) : ('web' as const),
    tags: index % 5 === 0 ? ['react', 'vite'] : ['vite'],
    licence: 'MIT',
    downloads: index % 4,
    publishedAt: new Date(Date.UTC(2026, 0, 1) + Math.floor(index / 7) * 1001),
  }));
}

describe.each(databases)('the catalogue on $name', ({ start }) => {
  let database: OpenDatabase;
  const ask = () =>
    createRouterClient(createCatalogueRouter({ database: async () => database.db }), {
      context: { address: '203.0.113.1', requestId: 'test', userId: async () => null },
    });
  beforeAll(async () => {
    database = await start();
  }, 60_000);
  afterAll(() => database?.dispose());
  beforeEach(async () => {
    await database.db.delete(template);
  });

  type Question = Parameters<ReturnType<typeof ask>['list']>[0];
  /** All pages, one after the other; `between` is called after each. */
  async function walk(question: Question, between = async (_page: number, _last: string) => {}): Promise<string[]> {
    const ids: string[] = [];
    let after: string | undefined;
    for (let page = 0; page < 100; page += 1) {
      const { body } = await ask().list({ ...question, after });
      ids.push(...body.templates.map(({ id }) => id));
      if (body.next === null) return ids;
      expect(body.templates).toHaveLength(question.limit === undefined ? 24 : Number(question.limit));
      after = body.next;
      await between(page, ids.at(-1) ?? '');
    }
    throw new Error('the pages do not end');
  }
  const compare = (one: string | number, two: string | number) => (one < two ? 1 : one > two ? -1 : 0);

  it('shows each template once, in order, whatever the pages’ size', async () => {
    const rows = templates(100);
    await database.db.insert(template).values(rows);
    const time = ({ publishedAt }: NewTemplate) => publishedAt?.getTime() ?? 0;
    const newest = rows.toSorted((one, two) => compare(time(one), time(two)) || compare(one.id, two.id));
    const top = rows.toSorted((one, two) => compare(one.downloads ?? 0, two.downloads ?? 0) || compare(one.id, two.id));
    for (const limit of [1, 9, 10, 25, 50]) {
      expect(await walk({ order: 'new', limit })).toEqual(newest.map(({ id }) => id));
      expect(await walk({ order: 'top', limit })).toEqual(top.map(({ id }) => id));
    }
    const react = newest.filter(({ tags, category }) => tags.includes('react') && category === 'web');
    expect(await walk({ category: 'web', tag: 'react', limit: 4 })).toEqual(react.map(({ id }) => id));
    expect(await walk({ category: 'game' })).toEqual([]);
    expect(await walk({ tag: 'nothing' })).toEqual([]);
  });

  it('misses none and shows none twice while others are published and taken away', async () => {
    const rows = templates(60);
    await database.db.insert(template).values(rows);
    const [first] = templates(1) as [NewTemplate];
    let seen = await walk({ limit: 10 }, async (page) => {
      await database.db
        .insert(template)
        .values({ ...first, id: `newer-${page}`, publishedAt: new Date(2027, 0, page + 1) });
    });
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.toSorted()).toEqual(rows.map(({ id }) => id).toSorted());
    await database.db.delete(template);
    await database.db.insert(template).values(rows);
    // Each page begins after a template that is gone by then.
    seen = await walk({ limit: 10 }, async (_page, last) => {
      await database.db.delete(template).where(eq(template.id, last));
    });
    expect(seen.toSorted()).toEqual(rows.map(({ id }) => id).toSorted());
  });

  it('refuses pages that do not exist', async () => {
    const written = (text: string) => Buffer.from(text).toString('base64url');
    for (const after of [
      '',
      'x',
      written('{}'),
      written('[1]'),
      written('["1","a"]'),
      written('[-1,"a"]'),
      written('[1e300,"a"]'),
      written('[1,"a\\"; --"]'),
    ]) {
      await expect(ask().list({ after }), after).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    }
    for (const order of ['new', 'top'] as const) {
      const { body } = await ask().list({ order, after: written('[253402300799999,"z"]') });
      expect(body.next).toBeNull();
    }
  });

  it('holds the starters, as this build has them', async () => {
    await seedStarters(database.db);
    await database.db.update(template).set({ title: 'Old', downloads: 7 }).where(eq(template.id, 'react-app'));
    await database.db.update(template).set({ downloads: 3 }).where(eq(template.id, 'hono-api'));
    await Promise.all([seedStarters(database.db), seedStarters(database.db)]);
    expect(await walk({ order: 'top' })).toHaveLength(6);
    expect((await ask().template({ id: 'react-app' })).body).toMatchObject({ title: 'React app', downloads: 7 });
    expect((await ask().template({ id: 'hono-api' })).body).toMatchObject({ title: 'Hono API', downloads: 3 });
  });
});

it('finds a page by an index, however far on it is', async () => {
  const found = databases.find(({ name }) => name === 'PostgreSQL');
  if (!found) throw new Error('no PostgreSQL');
  const database = await found.start();
  try {
    for (let part = 0; part < 5; part += 1) {
      const rows = templates(2000).map((row) => ({ ...row, id: `part-${part}-${row.id}` }));
      await database.db.insert(template).values(rows);
    }
    await database.db.execute('ANALYZE templates');
    for (const [column, value] of [
      ['published_at', "'2026-01-01T00:02:00Z'::timestamptz"],
      ['downloads', '2'],
    ]) {
      const plan = await database.db.execute(
        `EXPLAIN SELECT * FROM templates WHERE (${column}, id) < (${value}, 'part-2') ORDER BY ${column} DESC, id DESC LIMIT 25`,
      );
      expect(JSON.stringify(plan)).toMatch(/Index Scan Backward using templates_(new|top)\b/);
    }
  } finally {
    await database.dispose();
  }
});
