import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';

/**
 * The unsaved text that is safe on disk now, by document: what would be there after a power cut. Read from the running app's
 * own database, without writing to it.
 */
export function readUnsavedText(userData: string): Record<string, string> {
  const file = join(userData, 'flashfusion.db');
  if (!existsSync(file)) return {};
  const database = new Database(file, { readonly: true });
  try {
    const rows = database.prepare('SELECT document, text FROM backups').all() as { document: string; text: string }[];
    return Object.fromEntries(rows.map(({ document, text }) => [document, text]));
  } finally {
    database.close();
  }
}
