import { and, asc, eq, gt, inArray, lte } from 'drizzle-orm';
import {
  type DocumentUpdate,
  largestUpdatePiece,
  type SessionDocument,
} from '../../../contract/desktop/collaboration.ts';
import { type CoreDatabase, tables } from '../database/index.ts';

/** Bytes of an update in one row and one message. */
const largestPiece = (largestUpdatePiece / 4) * 3;
/** Rows of a document after which they are merged into one update, and the newest ones that are left as they came. */
const mergeAfter = 500;
const leftUnmerged = 64;

interface Row {
  readonly id: number;
  readonly bytes: Buffer;
  readonly continues: boolean;
  readonly savedAt: number;
}

/** The documents of sessions as what was added to them. */
export interface DocumentUpdates {
  append(sessionId: string, updates: readonly DocumentUpdate[]): Promise<void>;
  /** All that is kept of a session's documents, in order. What was cut off in the middle of an update is dropped. */
  read(sessionId: string): Generator<DocumentUpdate, void, void>;
}

/** Makes the store: rows are only added, and merged into one now and then. */
export function createDocumentUpdates(dependencies: {
  database: CoreDatabase;
  now: () => number;
  onFailed: (error: unknown, where: string) => void;
}): DocumentUpdates {
  const { durable } = dependencies.database;
  const { collaborationUpdates: updates } = tables;
  /** Rows by session and document. */
  const pending = new Map<string, number>();

  const rowsOf = (sessionId: string, document: SessionDocument): Row[] =>
    durable
      .select({ id: updates.id, bytes: updates.bytes, continues: updates.continues, savedAt: updates.savedAt })
      .from(updates)
      .where(and(eq(updates.sessionId, sessionId), eq(updates.document, document)))
      .orderBy(asc(updates.id))
      .all();

  const dropUnfinished = (sessionId: string, document: SessionDocument): void => {
    const last = rowIds(sessionId, document).findLast(({ continues }) => !continues)?.id ?? 0;
    durable
      .delete(updates)
      .where(and(eq(updates.sessionId, sessionId), eq(updates.document, document), gt(updates.id, last)))
      .run();
  };

  const rowIds = (sessionId: string, document: SessionDocument) =>
    durable
      .select({ id: updates.id, continues: updates.continues })
      .from(updates)
      .where(and(eq(updates.sessionId, sessionId), eq(updates.document, document)))
      .orderBy(asc(updates.id))
      .all();

  const merge = async (sessionId: string, document: SessionDocument): Promise<void> => {
    // Seldom needed, and a tenth of what Core would load when it starts.
    const { mergeUpdates } = await import('yjs');
    const all = rowsOf(sessionId, document);
    const last = all.at(-1);
    // The newest ones tell, after a crash, which earlier state the disk holds. They begin where an update does.
    const begin = all.findLastIndex(({ continues }, index) => !continues && index < all.length - leftUnmerged) + 1;
    const newest = all.slice(begin);
    const whole = wholeUpdates(all.slice(0, begin));
    // In the middle of a large one it has to wait.
    if (whole.length < 2 || !last || last.continues) return;
    const merged = Buffer.from(mergeUpdates(whole));
    const savedAt = dependencies.now();
    durable.transaction((transaction) => {
      transaction
        .delete(updates)
        .where(and(eq(updates.sessionId, sessionId), eq(updates.document, document), lte(updates.id, last.id)))
        .run();
      for (let start = 0; start < merged.length; start += largestPiece) {
        const bytes = merged.subarray(start, start + largestPiece);
        const continues = start + largestPiece < merged.length;
        transaction.insert(updates).values({ sessionId, document, bytes, continues, savedAt }).run();
      }
      for (const { bytes, continues, savedAt: before } of newest) {
        transaction.insert(updates).values({ sessionId, document, bytes, continues, savedAt: before }).run();
      }
    });
  };

  return {
    async append(sessionId, added) {
      if (added.length === 0) return;
      const savedAt = dependencies.now();
      durable.transaction((transaction) => {
        for (const { document, base64, continues } of added) {
          const bytes = Buffer.from(base64, 'base64');
          transaction.insert(updates).values({ sessionId, document, bytes, continues, savedAt }).run();
        }
      });
      for (const document of new Set(added.map((update) => update.document))) {
        const key = `${sessionId} ${document}`;
        const known = pending.get(key);
        const count =
          known === undefined
            ? rowIds(sessionId, document).length
            : known + added.filter((update) => update.document === document).length;
        pending.set(key, count);
        if (count < mergeAfter) continue;
        pending.delete(key);
        try {
          await merge(sessionId, document);
        } catch (error) {
          // What was added is kept all the same; those that read it see what is wrong.
          pending.set(key, 0);
          dependencies.onFailed(error, 'collaboration.documents');
        }
      }
    },
    *read(sessionId) {
      for (const document of ['files', 'comments', 'talk'] as const) {
        dropUnfinished(sessionId, document);
        const ids = rowIds(sessionId, document).map(({ id }) => id);
        // A few at a time: together they may be larger than what fits into memory twice.
        for (let start = 0; start < ids.length; start += 64) {
          const rows = durable
            .select()
            .from(updates)
            .where(inArray(updates.id, ids.slice(start, start + 64)))
            .orderBy(asc(updates.id))
            .all();
          for (const { bytes, continues } of rows) yield { document, base64: bytes.toString('base64'), continues };
        }
      }
    },
  };
}

function wholeUpdates(rows: readonly Row[]): Uint8Array[] {
  const whole: Uint8Array[] = [];
  let pieces: Buffer[] = [];
  for (const { bytes, continues } of rows) {
    pieces.push(bytes);
    if (continues) continue;
    whole.push(pieces.length === 1 ? bytes : Buffer.concat(pieces));
    pieces = [];
  }
  return whole;
}
