import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { desc, eq, sql } from 'drizzle-orm';
import { type CoreDatabase, tables } from '../../database/index.ts';

/** The name of a text in the store: its SHA-256. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('base64url');
}

/** A checkpoint of one file; null text when it was not there. */
export interface CheckpointFile {
  readonly path: string;
  readonly text: string | null;
}

/** Texts that edits were staged against and that files held before edits were kept: each kept once, compressed, by its hash. */
export interface EditTexts {
  put(text: string): string;
  /** Null when it is not there any more. */
  get(hash: string): string | null;
  /** Keeps what files hold now, before a turn's edits are made in them. */
  keepCheckpoint(messageId: string, files: readonly CheckpointFile[]): void;
  /** The files that a turn has changed, as they were before it. */
  checkpointOf(messageId: string): CheckpointFile[];
  /** Drops checkpoints, oldest first, until they are within their bounds, and texts that nothing needs. */
  prune(): void;
}

/** Makes the store. `largestCheckpoints` bounds what checkpoints take, compressed, in bytes. */
export function createEditTexts(dependencies: {
  readonly database: CoreDatabase;
  readonly largestCheckpoints: number;
  readonly now: () => number;
}): EditTexts {
  const { durable } = dependencies.database;
  const { editTexts: texts, editCheckpoints: checkpoints, editFiles: files } = tables;

  const put = (text: string): string => {
    const hash = hashOf(text);
    if (durable.select({ hash: texts.hash }).from(texts).where(eq(texts.hash, hash)).get()) return hash;
    const content = deflateRawSync(Buffer.from(text, 'utf8'));
    durable.insert(texts).values({ hash, content, savedAt: dependencies.now() }).onConflictDoNothing().run();
    return hash;
  };
  const get = (hash: string): string | null => {
    const row = durable.select({ content: texts.content }).from(texts).where(eq(texts.hash, hash)).get();
    return row ? inflateRawSync(row.content).toString('utf8') : null;
  };
  const prune = () => {
    const sizes = durable
      .select({ id: checkpoints.id, hash: checkpoints.hash, size: sql<number>`coalesce(length(${texts.content}), 0)` })
      .from(checkpoints)
      .leftJoin(texts, eq(texts.hash, checkpoints.hash))
      .orderBy(desc(checkpoints.id))
      .all();
    const counted = new Set<string>();
    let total = 0;
    let oldest: number | null = null;
    for (const { id, hash, size } of sizes) {
      if (hash !== null && !counted.has(hash)) {
        counted.add(hash);
        total += size;
      }
      if (total > dependencies.largestCheckpoints) break;
      oldest = id;
    }
    if (oldest !== null) durable.delete(checkpoints).where(sql`${checkpoints.id} < ${oldest}`).run();
    else if (sizes.length > 0) durable.delete(checkpoints).run();
    durable
      .delete(texts)
      .where(
        sql`${texts.hash} not in (
          select ${checkpoints.hash} from ${checkpoints} where ${checkpoints.hash} is not null
          union select ${files.base} from ${files} where ${files.base} is not null
          union select ${files.result} from ${files} where ${files.result} is not null
        )`,
      )
      .run();
  };

  return {
    put,
    get,
    keepCheckpoint(messageId, kept) {
      durable.transaction(() => {
        for (const { path, text } of kept) {
          const hash = text === null ? null : put(text);
          durable.insert(checkpoints).values({ messageId, path, hash, createdAt: dependencies.now() }).run();
        }
        prune();
      });
    },
    checkpointOf(messageId) {
      const rows = durable
        .select({ path: checkpoints.path, hash: checkpoints.hash })
        .from(checkpoints)
        .where(eq(checkpoints.messageId, messageId))
        .orderBy(checkpoints.id)
        .all();
      const first = new Map<string, CheckpointFile>();
      for (const { path, hash } of rows) {
        if (!first.has(path)) first.set(path, { path, text: hash === null ? null : get(hash) });
      }
      return [...first.values()];
    },
    prune,
  };
}
