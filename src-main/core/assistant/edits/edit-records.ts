import { createHash } from 'node:crypto';
import { and, asc, eq, inArray } from 'drizzle-orm';
import type { StagedFile } from '../../../../contract/model/chat.ts';
import { type CoreDatabase, type EditPlan, type KeptFailure, tables } from '../../database/index.ts';
import type { TextHunk } from './engine/index.ts';

export type HunkState = 'staged' | 'kept' | 'undone';

export interface HunkRecord extends TextHunk {
  readonly id: string;
  readonly state: HunkState;
  readonly flagged: boolean;
  readonly problem: string;
}

export interface FileRecord {
  readonly id: string;
  readonly messageId: string;
  readonly projectId: string;
  readonly position: number;
  readonly path: string;
  readonly kind: StagedFile['kind'];
  readonly from: string | null;
  /** Hashes of texts; null where there is no file. */
  readonly base: string | null;
  readonly result: string | null;
  readonly failures: readonly KeptFailure[];
  readonly hunks: readonly HunkRecord[];
}

/** The rows of staged edits. */
export interface EditRecords {
  ofMessage(messageId: string): FileRecord[];
  /** Those of a project with hunks that nobody has decided about. */
  undecided(projectId: string): FileRecord[];
  get(fileIds: readonly string[]): FileRecord[];
  /** Puts these files in place of all that the message had. */
  replaceMessage(messageId: string, files: readonly FileRecord[]): void;
  setStates(hunks: readonly { readonly id: string; readonly state: HunkState }[]): void;
  setProblems(hunks: readonly { readonly id: string; readonly problem: string }[]): void;
  forget(messageIds: readonly string[]): void;
  keepStep(id: string, plan: EditPlan): void;
  /** Takes a step off; null when there is none. */
  takeStep(id: string): EditPlan | null;
}

/** Steps whose windows never came back are forgotten after a day. */
const stepsLast = 24 * 60 * 60 * 1000;

/** The same file, or hunk, of the same answer has the same id however often the answer is read. */
export function editId(...parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 24);
}

export function createEditRecords(dependencies: {
  readonly database: CoreDatabase;
  readonly now: () => number;
}): EditRecords {
  const { durable } = dependencies.database;
  const { editFiles: files, editHunks: hunks, editSteps: steps, editCheckpoints: checkpoints } = tables;

  const withHunks = (rows: (typeof files.$inferSelect)[]): FileRecord[] => {
    const found = new Map<string, HunkRecord[]>();
    for (const some of portions(rows.map(({ id }) => id))) {
      for (const { fileId, ...hunk } of durable
        .select()
        .from(hunks)
        .where(inArray(hunks.fileId, some))
        .orderBy(asc(hunks.oldStart))
        .all()) {
        const known = found.get(fileId);
        if (known) known.push(hunk);
        else found.set(fileId, [hunk]);
      }
    }
    return rows.map(({ stagedAt: _, ...row }) => ({ ...row, hunks: found.get(row.id) ?? [] }));
  };

  return {
    ofMessage: (messageId) =>
      withHunks(durable.select().from(files).where(eq(files.messageId, messageId)).orderBy(asc(files.position)).all()),
    undecided: (projectId) =>
      withHunks(
        durable
          .select()
          .from(files)
          .where(
            and(
              eq(files.projectId, projectId),
              inArray(files.id, durable.select({ id: hunks.fileId }).from(hunks).where(eq(hunks.state, 'staged'))),
            ),
          )
          .orderBy(asc(files.stagedAt), asc(files.position))
          .all(),
      ),
    get: (fileIds) =>
      portions(fileIds)
        .flatMap((some) => withHunks(durable.select().from(files).where(inArray(files.id, some)).all()))
        .sort((a, b) => a.position - b.position),
    replaceMessage(messageId, records) {
      durable.transaction(() => {
        durable.delete(files).where(eq(files.messageId, messageId)).run();
        for (const { hunks: own, ...file } of records) {
          durable
            .insert(files)
            .values({ ...file, stagedAt: dependencies.now() })
            .run();
          for (const hunk of own)
            durable
              .insert(hunks)
              .values({ ...hunk, fileId: file.id })
              .run();
        }
      });
    },
    setStates(changed) {
      durable.transaction(() => {
        for (const { id, state } of changed) {
          durable.update(hunks).set({ state, problem: '' }).where(eq(hunks.id, id)).run();
        }
      });
    },
    setProblems(changed) {
      if (changed.length === 0) return;
      durable.transaction(() => {
        for (const { id, problem } of changed) durable.update(hunks).set({ problem }).where(eq(hunks.id, id)).run();
      });
    },
    forget(messageIds) {
      durable.transaction(() => {
        for (const some of portions(messageIds)) {
          durable.delete(files).where(inArray(files.messageId, some)).run();
          durable.delete(checkpoints).where(inArray(checkpoints.messageId, some)).run();
        }
      });
    },
    keepStep(id, plan) {
      const now = dependencies.now();
      durable.transaction(() => {
        const old = durable.select({ id: steps.id, createdAt: steps.createdAt }).from(steps).all();
        const over = old.filter(({ createdAt }) => createdAt < now - stepsLast).map((step) => step.id);
        for (const some of portions(over)) durable.delete(steps).where(inArray(steps.id, some)).run();
        durable.insert(steps).values({ id, plan, createdAt: now }).run();
      });
    },
    takeStep: (id) =>
      durable
        .delete(steps)
        .where(and(eq(steps.id, id)))
        .returning({ plan: steps.plan })
        .get()?.plan ?? null,
  };
}

function portions(ids: readonly string[]): string[][] {
  const result: string[][] = [];
  for (let start = 0; start < ids.length; start += 500) result.push(ids.slice(start, start + 500));
  return result;
}
