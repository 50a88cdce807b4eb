import { and, asc, eq, inArray } from 'drizzle-orm';
import type { DocumentBackup } from '../../../contract/desktop/editor.ts';
import { type CoreDatabase, sqliteErrorCode, tables } from '../database/index.ts';
import { desktopError } from '../desktop-error.ts';

/** Unsaved text of every project, so that nothing is lost when the program is killed. */
export interface Backups {
  /** Keeps the text of one document in place of what was kept for it; on the disk when it returns. */
  keep(projectId: string, backup: Omit<DocumentBackup, 'savedAt'>): void;
  list(projectId: string): DocumentBackup[];
  discard(projectId: string, documents: readonly string[]): void;
}

/** Makes the store of unsaved text. Fails with PROJECT_NOT_FOUND for a project that was never opened. */
export function createBackups(dependencies: { database: CoreDatabase; now?: () => number }): Backups {
  const { durable } = dependencies.database;
  const now = dependencies.now ?? Date.now;
  const { projectId: project, document, ...content } = columns();

  return {
    keep(projectId, backup) {
      const row = { ...backup, projectId, savedAt: now() };
      try {
        durable
          .insert(tables.backups)
          .values(row)
          .onConflictDoUpdate({ target: [project, document], set: row })
          .run();
      } catch (error) {
        const code = sqliteErrorCode(error);
        if (code === 'SQLITE_CONSTRAINT_FOREIGNKEY') throw desktopError('PROJECT_NOT_FOUND', { cause: error });
        if (code === 'SQLITE_FULL') throw desktopError('NO_SPACE', { cause: error });
        throw error;
      }
    },
    list: (projectId) =>
      durable
        .select({ document, ...content })
        .from(tables.backups)
        .where(eq(project, projectId))
        .orderBy(asc(tables.backups.savedAt))
        .all(),
    discard(projectId, documents) {
      for (let start = 0; start < documents.length; start += 500) {
        const some = documents.slice(start, start + 500);
        durable
          .delete(tables.backups)
          .where(and(eq(project, projectId), inArray(document, some)))
          .run();
      }
    },
  };
}

function columns() {
  const { projectId, document, text, encoding, byteOrderMark, lineEnd, baseVersion, savedAt } = tables.backups;
  return { projectId, document, text, encoding, byteOrderMark, lineEnd, baseVersion, savedAt };
}
