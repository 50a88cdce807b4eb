import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { databaseFiles } from '../../../../src-main/core/database/database-files.ts';
import { type CoreDatabase, openDatabase, tables } from '../../../../src-main/core/database/index.ts';

/** A backup of one document of the one project, with a text of its own. */
export function keepText(database: CoreDatabase, document: string, text: string, savedAt = 1): void {
  const row = {
    projectId: 'project',
    document,
    text,
    encoding: 'utf-8',
    byteOrderMark: false,
    lineEnd: 'lf' as const,
    baseVersion: null,
    savedAt,
  };
  database.durable
    .insert(tables.backups)
    .values(row)
    .onConflictDoUpdate({ target: [tables.backups.projectId, tables.backups.document], set: row })
    .run();
}

export function addProject(database: CoreDatabase, id = 'project'): void {
  database.durable
    .insert(tables.projects)
    .values({ id, path: `/${id}`, name: id, pinned: false, trusted: false, listed: true, lastOpenedAt: 1 })
    .run();
}

/** Document to text. */
export function keptTexts(database: CoreDatabase): Record<string, string> {
  const rows = database.durable.select().from(tables.backups).all();
  return Object.fromEntries(rows.map(({ document, text }) => [document, text]));
}

/** A closed database with twenty texts and a good copy of them. */
export async function makeDatabase(folder: string): Promise<ReturnType<typeof databaseFiles>> {
  const database = openDatabase({ folder });
  addProject(database);
  for (let number = 0; number < 20; number += 1) keepText(database, `file-${number}.ts`, `text ${number} `.repeat(400));
  await database.dispose();
  return databaseFiles(folder);
}

/** Names of the files in the newest quarantine. */
export function quarantined(folder: string): string[] {
  const quarantine = join(folder, 'quarantine');
  const newest = existsSync(quarantine) ? readdirSync(quarantine).sort().at(-1) : undefined;
  return newest === undefined ? [] : readdirSync(join(quarantine, newest)).sort();
}
