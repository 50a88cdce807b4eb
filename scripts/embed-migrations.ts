import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';

/**
 * The text of a database folder's `embedded-migrations.ts`: what drizzle-kit wrote into its `migrations/`, as a module, so that
 * no file is read for it at run time and it runs the same from a bundle and from its sources.
 */
export function renderEmbeddedMigrations(databaseFolder: string): string {
  const folder = join(databaseFolder, 'migrations');
  const journal: { entries: { tag: string }[] } = JSON.parse(
    readFileSync(join(folder, 'meta', '_journal.json'), 'utf8'),
  );
  const migrations = journal.entries.map(({ tag }) => {
    const statements = readFileSync(join(folder, `${tag}.sql`), 'utf8')
      .split('--> statement-breakpoint')
      .map((statement) => `    \`${statement.trim().replaceAll('\\', '\\\\').replaceAll('`', '"')}\`,`);
    return `  [\n${statements.join('\n')}\n  ],`;
  });
  return `// Written by scripts/embed-migrations.ts from migrations/. Each entry is one migration: its statements in order.
export const embeddedMigrations: readonly (readonly string[])[] = [
${migrations.join('\n')}
];
`;
}

// After `drizzle-kit generate --config <folder>/drizzle.config.ts`: node scripts/embed-migrations.ts <folder>
if (argv[1] === fileURLToPath(import.meta.url)) {
  const folder = resolve(argv[2] ?? '.');
  writeFileSync(join(folder, 'embedded-migrations.ts'), renderEmbeddedMigrations(folder));
}
