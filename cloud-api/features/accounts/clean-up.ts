import { inArray, lt } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import { type Database, schema } from '../../adapters/database/index.ts';

/** Rows that one statement deletes, and statements for each table at a time: what is left waits for the next time. */
const usualBounds = { rows: 1000, statements: 100 };

const day = 24 * 60 * 60 * 1000;

/** How many were deleted. */
export interface CleanUp {
  readonly sessions: number;
  readonly links: number;
  readonly deviceCodes: number;
  readonly auditEvents: number;
}

/**
 * Deletes what has ended: sessions, links in mails, codes of devices, and audit events that are older than `auditDays`. Any number of
 * processes may do so at the same time, each takes rows of its own.
 */
export async function cleanUp(
  database: Database,
  options: { auditDays: number; now: number; bounds?: { rows: number; statements: number }; signal?: AbortSignal },
): Promise<CleanUp> {
  const { auditDays, now, bounds = usualBounds, signal } = options;

  const deleteBefore = async (table: PgTable & { id: PgColumn }, time: PgColumn, before: Date): Promise<number> => {
    let deleted = 0;
    for (let statement = 0; statement < bounds.statements && !signal?.aborted; statement += 1) {
      const ended = database
        .select({ id: table.id })
        .from(table)
        .where(lt(time, before))
        .limit(bounds.rows)
        .for('update', { skipLocked: true });
      const gone = await database.delete(table).where(inArray(table.id, ended)).returning({ id: table.id });
      deleted += gone.length;
      if (gone.length < bounds.rows) break;
    }
    return deleted;
  };

  const { session, verification, deviceCode, auditEvent } = schema;
  return {
    sessions: await deleteBefore(session, session.expiresAt, new Date(now)),
    links: await deleteBefore(verification, verification.expiresAt, new Date(now)),
    deviceCodes: await deleteBefore(deviceCode, deviceCode.expiresAt, new Date(now)),
    auditEvents: await deleteBefore(auditEvent, auditEvent.happenedAt, new Date(now - auditDays * day)),
  };
}
