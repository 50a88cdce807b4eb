import type { Database } from "better-sqlite3";
import { z } from "zod";

export const NoteInput = z.object({ text: z.string().trim().min(1).max(500) });
export type NoteInput = z.infer<typeof NoteInput>;

export interface Note {
  readonly id: number;
  readonly text: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
}

/** The notes in the database. Removing one only hides it, so it can be restored. */
export function createNotes(database: Database, { now = () => new Date() } = {}) {
  const selectAll = database.prepare<[], Note>(
    `SELECT id, text, created_at AS createdAt FROM notes WHERE deleted_at IS NULL ORDER BY id DESC`,
  );
  const selectOne = database.prepare<[number], Note>(
    `SELECT id, text, created_at AS createdAt FROM notes WHERE id = ? AND deleted_at IS NULL`,
  );
  const insert = database.prepare<[string, string], Note>(
    `INSERT INTO notes (text, created_at) VALUES (?, ?) RETURNING id, text, created_at AS createdAt`,
  );
  const hide = database.prepare<[string, number]>(
    `UPDATE notes SET deleted_at = ? WHERE id = ? AND deleted_at IS NULL`,
  );
  const show = database.prepare<[number]>(
    `UPDATE notes SET deleted_at = NULL WHERE id = ? AND deleted_at IS NOT NULL`,
  );

  return {
    list: (): readonly Note[] => selectAll.all(),
    get: (id: number): Note | undefined => selectOne.get(id),
    add({ text }: NoteInput): Note {
      const note = insert.get(text, now().toISOString());
      if (!note) throw new Error("SQLite returned no row for an insert.");
      return note;
    },
    /** Returns false when no visible note has this id. */
    remove: (id: number): boolean => hide.run(now().toISOString(), id).changes === 1,
    /** Returns the note, or undefined when no removed note has this id. */
    restore: (id: number): Note | undefined =>
      show.run(id).changes === 1 ? selectOne.get(id) : undefined,
  };
}
export type Notes = ReturnType<typeof createNotes>;
