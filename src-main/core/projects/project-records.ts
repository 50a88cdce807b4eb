import { randomUUID } from 'node:crypto';
import { and, desc, eq, ne } from 'drizzle-orm';
import type { WindowLayout } from '../../../contract/model/layout.ts';
import { USER_FOLDER_ID } from '../../../contract/model/project.ts';
import { type CoreDatabase, tables } from '../database/index.ts';
import { desktopError } from '../desktop-error.ts';

/** A project as it is remembered; whether its folder is still there is not. */
export type ProjectRecord = typeof tables.projects.$inferSelect;

/** Files remembered for the quick-open list, of each project. */
const keptOpenedFiles = 200;

/** The remembered projects, their layouts and the files opened in them. */
export interface ProjectRecords {
  /** Pinned first, then the one opened last. */
  list(): ProjectRecord[];
  /** Fails with PROJECT_NOT_FOUND. */
  get(projectId: string): ProjectRecord;
  find(projectId: string): ProjectRecord | undefined;
  /** Puts a folder, given by its real path, on the list as opened now. */
  opened(folder: { path: string; name: string; trusted?: boolean }): ProjectRecord;
  change(projectId: string, change: Partial<Pick<ProjectRecord, 'pinned' | 'trusted' | 'listed'>>): ProjectRecord;
  layout(projectId: string): WindowLayout | null;
  saveLayout(projectId: string, layout: WindowLayout): void;
  recordOpenedFile(projectId: string, path: string): void;
  /** Project paths, the one opened last first. */
  openedFiles(projectId: string): string[];
}

/** Makes the store. The user's own folder is a row too, never listed, so that its documents have backups and history. */
export function createProjectRecords(dependencies: {
  database: CoreDatabase;
  userFolder: string;
  now?: () => number;
}): ProjectRecords {
  const { durable, cached } = dependencies.database;
  const now = dependencies.now ?? Date.now;
  const { projects, layouts, openedFiles } = tables;
  keepUserFolder();

  const find = (projectId: string) => durable.select().from(projects).where(eq(projects.id, projectId)).get();
  const get = (projectId: string) => {
    const record = find(projectId);
    if (!record) throw desktopError('PROJECT_NOT_FOUND');
    return record;
  };

  return {
    get,
    find,
    list: () =>
      durable
        .select()
        .from(projects)
        .where(and(eq(projects.listed, true), ne(projects.id, USER_FOLDER_ID)))
        .orderBy(desc(projects.pinned), desc(projects.lastOpenedAt))
        .all(),
    // When it was opened last may be lost with the power; the row itself is on the disk as soon as anything of it is.
    opened: ({ path, name, trusted }) =>
      cached
        .insert(projects)
        .values({
          id: randomUUID(),
          path,
          name,
          pinned: false,
          trusted: trusted ?? false,
          listed: true,
          lastOpenedAt: now(),
        })
        .onConflictDoUpdate({
          target: projects.path,
          set: { name, lastOpenedAt: now(), listed: true, ...(trusted === undefined ? {} : { trusted }) },
        })
        .returning()
        .get(),
    change(projectId, change) {
      const record = durable.update(projects).set(change).where(eq(projects.id, projectId)).returning().get();
      if (!record) throw desktopError('PROJECT_NOT_FOUND');
      return record;
    },
    layout: (projectId) => cached.select().from(layouts).where(eq(layouts.projectId, projectId)).get()?.layout ?? null,
    saveLayout(projectId, layout) {
      get(projectId);
      const row = { layout, savedAt: now() };
      cached
        .insert(layouts)
        .values({ projectId, ...row })
        .onConflictDoUpdate({ target: layouts.projectId, set: row })
        .run();
    },
    recordOpenedFile(projectId, path) {
      if (!find(projectId)) return;
      cached
        .insert(openedFiles)
        .values({ projectId, path, openedAt: now() })
        .onConflictDoUpdate({ target: [openedFiles.projectId, openedFiles.path], set: { openedAt: now() } })
        .run();
    },
    openedFiles: (projectId) =>
      cached
        .select({ path: openedFiles.path })
        .from(openedFiles)
        .where(eq(openedFiles.projectId, projectId))
        .orderBy(desc(openedFiles.openedAt))
        .limit(keptOpenedFiles)
        .all()
        .map(({ path }) => path),
  };

  function keepUserFolder(): void {
    const row = { path: dependencies.userFolder, name: 'Settings', trusted: true, listed: false };
    const known = durable.select().from(projects).where(eq(projects.id, USER_FOLDER_ID)).get();
    if (known?.path === row.path) return;
    cached.transaction((transaction) => {
      transaction
        .delete(projects)
        .where(and(eq(projects.path, row.path), ne(projects.id, USER_FOLDER_ID)))
        .run();
      transaction
        .insert(projects)
        .values({ id: USER_FOLDER_ID, pinned: false, lastOpenedAt: 0, ...row })
        .onConflictDoUpdate({ target: projects.id, set: row })
        .run();
    });
  }
}
