import { type OpenDatabase, schema } from '../../../cloud-api/adapters/database/index.ts';

const categories = ['web', 'api', 'tool', 'game'] as const;
const tags = ['react', 'vite', 'node', 'typescript', 'database', 'css', 'canvas', 'cli'];

/** Fills the catalogue with templates that differ in category, tags, downloads and time, the same ones each time. */
export async function seedCatalogue({ db }: OpenDatabase, count: number): Promise<void> {
  const rows = Array.from({ length: count }, (_, index) => ({
    id: `template-${index}`,
    title: `Template ${index}`,
    description: 'A project that somebody has made and that others begin with, said in a sentence or two.',
    category: categories[index % categories.length] ?? 'web',
    tags: [0, 1, 3].map((step) => tags[(index + step * (index % 5)) % tags.length] ?? 'node'),
    licence: 'MIT',
    // Few have most of the downloads.
    downloads: Math.floor(1_000_000 / (1 + ((index * 7919) % count))),
    publishedAt: new Date(Date.UTC(2026, 0, 1) + index * 60_000),
  }));
  for (let start = 0; start < count; start += 1000) {
    await db.insert(schema.template).values(rows.slice(start, start + 1000));
  }
}
