import { blob, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { LineEnd } from '../../../contract/model/file.ts';
import type { WindowBounds, WindowLayout } from '../../../contract/model/layout.ts';

/** Folders opened at least once. Forgetting one only takes it off the list: its unsaved text and its trust stay. */
export const projects = sqliteTable('projects', {
  id: text().primaryKey(),
  path: text().notNull().unique(),
  name: text().notNull(),
  pinned: integer({ mode: 'boolean' }).notNull(),
  trusted: integer({ mode: 'boolean' }).notNull(),
  listed: integer({ mode: 'boolean' }).notNull(),
  /** Milliseconds since 1970. */
  lastOpenedAt: integer('last_opened_at').notNull(),
});

/** The windows of the last session, in the order in which they are opened again. */
export const windows = sqliteTable('windows', {
  position: integer().primaryKey(),
  projectPath: text('project_path'),
  bounds: text({ mode: 'json' }).$type<WindowBounds>(),
});

export const layouts = sqliteTable('layouts', {
  projectId: text('project_id')
    .primaryKey()
    .references(() => projects.id, { onDelete: 'cascade' }),
  layout: text({ mode: 'json' }).$type<WindowLayout>().notNull(),
  savedAt: integer('saved_at').notNull(),
});

/** Unsaved text, a row a document. */
export const backups = sqliteTable(
  'backups',
  {
    projectId: text('project_id')
      .notNull()
      .references(() => projects.id, { onDelete: 'cascade' }),
    document: text().notNull(),
    text: text().notNull(),
    encoding: text().notNull(),
    byteOrderMark: integer('byte_order_mark', { mode: 'boolean' }).notNull(),
    lineEnd: text('line_end').$type<LineEnd>().notNull(),
    baseVersion: text('base_version'),
    savedAt: integer('saved_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.document] })],
);

/** State of this machine that is no preference and so in no `settings.json`. */
export const settings = sqliteTable('settings', {
  key: text().primaryKey(),
  value: text({ mode: 'json' }).notNull(),
});

/** Ciphertext only; the key is in the system's key store. */
export const secrets = sqliteTable('secrets', {
  name: text().primaryKey(),
  cipher: blob({ mode: 'buffer' }).notNull(),
  savedAt: integer('saved_at').notNull(),
});

/** When each file was last opened, for the quick-open list. */
export const openedFiles = sqliteTable(
  'opened_files',
  {
    projectId: text('project_id')
      .notNull()
      .references(() => projects.id, { onDelete: 'cascade' }),
    path: text().notNull(),
    openedAt: integer('opened_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.projectId, table.path] }),
    index('opened_files_by_time').on(table.projectId, table.openedAt),
  ],
);
