import { sql } from 'drizzle-orm';
import { type Database, schema } from '../../adapters/database/index.ts';

type Starter = Pick<
  typeof schema.template.$inferInsert,
  'id' | 'title' | 'description' | 'category' | 'tags' | 'licence' | 'publishedAt'
>;

const publishedAt = new Date('2026-01-01T00:00:00Z');
const licence = 'MIT';

/** The starters that the desktop brings along, so that no catalogue is empty; a test compares them with `resources/starters`. */
export const starters: readonly Starter[] = (
  [
    ['canvas-game', 'Browser game', 'Canvas, Vite, TypeScript', 'game', 'web game canvas vite typescript'],
    [
      'express-sqlite',
      'Express and SQLite',
      'Express, better-sqlite3, TypeScript',
      'api',
      'web api database node typescript',
    ],
    ['hono-api', 'Hono API', 'Hono, Zod, TypeScript', 'api', 'api node typescript'],
    ['node-cli', 'Command-line tool', 'Node, TypeScript', 'tool', 'cli node typescript'],
    ['react-app', 'React app', 'Vite, React, TypeScript', 'web', 'web react vite typescript'],
    ['static-site', 'Static site', 'HTML, CSS, no dependencies', 'web', 'web html css'],
  ] as const
).map(([id, title, description, category, tags]) => ({
  id,
  title,
  description,
  category,
  tags: tags.split(' '),
  licence,
  publishedAt,
}));

/** Puts the starters into the catalogue, and what this build says about them; any number of processes may do so at once. */
export async function seedStarters(database: Database): Promise<void> {
  const { title, description, category, tags } = schema.template;
  const given = (column: { name: string }) => sql.raw(`excluded.${column.name}`);
  await database
    .insert(schema.template)
    .values([...starters])
    .onConflictDoUpdate({
      target: schema.template.id,
      set: {
        title: given(title),
        description: given(description),
        category: given(category),
        tags: given(tags),
      },
      setWhere: sql`(${title}, ${description}, ${category}, ${tags}) is distinct from (${given(title)}, ${given(description)}, ${given(category)}, ${given(tags)})`,
    });
}
