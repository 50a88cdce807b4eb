import { implement } from '@orpc/server';
import { and, arrayContains, desc, eq, type SQL, sql } from 'drizzle-orm';
import type { TemplateSummary } from '../../../contract/cloud/catalogue.ts';
import { cloudContract } from '../../../contract/cloud/index.ts';
import { type Database, schema } from '../../adapters/database/index.ts';
import type { RequestContext } from '../../context.ts';
import { readPageMark, writePageMark } from './page-mark.ts';

const contract = implement(cloudContract.catalogue).$context<RequestContext>();

/** Anybody may see it, so caches between here and there may keep it for a minute, and an older one while they ask for another. */
const headers = { 'cache-control': 'public, max-age=60, stale-while-revalidate=300' };

/** Serves the catalogue of templates, to anybody. `database` is opened when it is first needed. */
export function createCatalogueRouter({ database }: { database(): Promise<Database> }) {
  const { template } = schema;

  return contract.router({
    list: contract.list.handler(async ({ input: { category, tag, order, limit, after }, errors }) => {
      const mark = after === undefined ? null : readPageMark(after);
      if (after !== undefined && mark === null) throw errors.BAD_REQUEST();
      const column = order === 'new' ? template.publishedAt : template.downloads;
      const conditions: SQL[] = [];
      if (category) conditions.push(eq(template.category, category));
      if (tag) conditions.push(arrayContains(template.tags, [tag]));
      if (mark) {
        const value =
          order === 'new' ? sql`${new Date(mark.value).toISOString()}::timestamptz` : sql`${mark.value}::bigint`;
        conditions.push(sql`(${column}, ${template.id}) < (${value}, ${mark.id})`);
      }
      const db = await database();
      // One more than asked for tells whether there is another page.
      const rows = await db
        .select()
        .from(template)
        .where(and(...conditions))
        .orderBy(desc(column), desc(template.id))
        .limit(limit + 1);
      const page = rows.slice(0, limit);
      const last = rows.length > limit ? page.at(-1) : undefined;
      const next = last
        ? writePageMark({ value: order === 'new' ? last.publishedAt.getTime() : last.downloads, id: last.id })
        : null;
      return { headers, body: { templates: page.map(summaryOf), next } };
    }),
    template: contract.template.handler(async ({ input: { id }, errors }) => {
      const db = await database();
      const [found] = await db.select().from(template).where(eq(template.id, id));
      if (!found) throw errors.NOT_FOUND();
      return { headers, body: summaryOf(found) };
    }),
  });
}

function summaryOf(row: typeof schema.template.$inferSelect): TemplateSummary {
  return { ...row, publishedAt: row.publishedAt.toISOString() };
}
