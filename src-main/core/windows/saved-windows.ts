import { asc, ne } from 'drizzle-orm';
import { USER_FOLDER_ID } from '../../../contract/model/project.ts';
import type { SavedWindow } from '../../../contract/shell.ts';
import { type CoreDatabase, tables } from '../database/index.ts';

/** The windows of the last session. */
export interface SavedWindows {
  /** `firstStart` is true as long as no folder was ever opened. */
  restore(): { windows: SavedWindow[]; firstStart: boolean };
  save(windows: readonly SavedWindow[]): void;
}

/** Makes the store of windows. */
export function createSavedWindows(dependencies: { database: CoreDatabase }): SavedWindows {
  const { durable, cached } = dependencies.database;
  return {
    restore() {
      const windows = durable
        .select({ projectPath: tables.windows.projectPath, bounds: tables.windows.bounds })
        .from(tables.windows)
        .orderBy(asc(tables.windows.position))
        .all();
      const opened = durable
        .select({ id: tables.projects.id })
        .from(tables.projects)
        .where(ne(tables.projects.id, USER_FOLDER_ID))
        .limit(1)
        .all();
      return { windows, firstStart: windows.length === 0 && opened.length === 0 };
    },
    save(windows) {
      cached.transaction((transaction) => {
        transaction.delete(tables.windows).run();
        for (const [position, window] of windows.entries()) {
          transaction
            .insert(tables.windows)
            .values({ position, ...window })
            .run();
        }
      });
    },
  };
}
