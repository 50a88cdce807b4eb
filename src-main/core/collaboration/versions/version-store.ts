import { createHash } from 'node:crypto';
import { and, asc, desc, eq, inArray, lt, lte } from 'drizzle-orm';
import type {
  Version,
  VersionAuthor,
  VersionChange,
  VersionFile,
  VersionKind,
  VersionStatistics,
} from '../../../../contract/desktop/collaboration.ts';
import { t } from '../../../../localization/index.ts';
import { type CoreDatabase, tables } from '../../database/index.ts';
import { desktopError } from '../../desktop-error.ts';
import { countLineChanges } from './line-changes.ts';
import { findDispensable } from './thinning.ts';
import { packManifest, packText, unpackManifest, unpackText, type VersionManifest } from './version-files.ts';

/** Milliseconds between two looks at which versions of a session are no longer needed. */
const thinEvery = 5 * 60_000;
/** Texts that were handed over wait so long, in milliseconds, for a version that names them. */
const textPatience = 60 * 60_000;
/** Characters of texts in one message. */
const messageLength = 2_000_000;
/** Values in one list of a statement. */
const listLength = 500;

export interface NewVersion {
  readonly sessionId: string;
  readonly kind: VersionKind;
  readonly message: string | null;
  readonly authors: readonly VersionAuthor[];
  readonly files: readonly VersionFile[];
}

export interface Comparison {
  readonly changes: VersionChange[];
  readonly statistics: VersionStatistics;
}

/** The versions of sessions: each names its files' texts, and a text is kept once however many versions have it. */
export interface VersionStore {
  putTexts(sessionId: string, texts: readonly string[]): string[];
  /** Null for one without a message that is like the last and stays no longer. NOT_FOUND where a text is not kept. */
  keep(version: NewVersion): Version | null;
  /** The newest first. */
  list(sessionId: string): Version[];
  /** NOT_FOUND where there is none (any more). */
  get(sessionId: string, versionId: number): Version;
  at(sessionId: string, time: number): Version | null;
  /** In order of their paths. */
  files(sessionId: string, versionId: number): VersionFile[];
  /** Those that are still kept, in messages of a few megabytes. */
  texts(sessionId: string, names: readonly string[]): Generator<{ name: string; text: string }[], void, void>;
  /** `from` null takes nothing at all to compare with. */
  compare(sessionId: string, from: number | null, to: number): Comparison;
  /** Every path that any version of a session has. */
  knownPaths(sessionId: string): Set<string>;
}

/** Makes the store. */
export function createVersionStore(dependencies: { database: CoreDatabase; now: () => number }): VersionStore {
  const { now } = dependencies;
  // What somebody saved is on the disk when the answer comes; the automatic ones can be done without.
  const { durable, cached } = dependencies.database;
  const { collaborationTexts: texts, collaborationVersions: versions } = tables;
  const thinnedAt = new Map<string, number>();

  const row = (sessionId: string, versionId: number) => {
    const found = durable
      .select()
      .from(versions)
      .where(and(eq(versions.sessionId, sessionId), eq(versions.id, versionId)))
      .get();
    if (!found) throw desktopError('NOT_FOUND', { message: t('This version is not kept any more.') });
    return found;
  };
  const manifestOf = (sessionId: string, versionId: number) => unpackManifest(row(sessionId, versionId).files);

  const latest = (sessionId: string) =>
    durable.select().from(versions).where(eq(versions.sessionId, sessionId)).orderBy(desc(versions.id)).limit(1).get();

  const readTexts = (ids: readonly number[]): Map<number, { name: string; text: string }> => {
    const found = new Map<number, { name: string; text: string }>();
    for (const part of portions([...new Set(ids)])) {
      for (const { id, name, content } of durable.select().from(texts).where(inArray(texts.id, part)).all()) {
        found.set(id, { name, text: unpackText(content) });
      }
    }
    return found;
  };

  const namesOf = (ids: readonly number[]): Map<number, string> => {
    const found = new Map<number, string>();
    for (const part of portions([...new Set(ids)])) {
      const rows = durable.select({ id: texts.id, name: texts.name }).from(texts).where(inArray(texts.id, part)).all();
      for (const { id, name } of rows) found.set(id, name);
    }
    return found;
  };

  const idsOf = (sessionId: string, names: readonly string[]): Map<string, number> => {
    const found = new Map<string, number>();
    for (const part of portions([...new Set(names)])) {
      const rows = durable
        .select({ id: texts.id, name: texts.name })
        .from(texts)
        .where(and(eq(texts.sessionId, sessionId), inArray(texts.name, part)))
        .all();
      for (const { id, name } of rows) found.set(name, id);
    }
    return found;
  };

  const compareManifests = (before: VersionManifest, after: VersionManifest): Comparison => {
    const old = new Map(before.map(([path, id]) => [path, id]));
    const paths = [...new Set([...before, ...after].map(([path]) => path))].sort();
    const fresh = new Map(after.map(([path, id]) => [path, id]));
    const different = paths.filter((path) => old.get(path) !== fresh.get(path));
    const contents = readTexts(
      different.flatMap((path) => [old.get(path), fresh.get(path)].filter((id) => id !== undefined)),
    );
    const changes = different.map((path): VersionChange => {
      const [from, to] = [contents.get(old.get(path) ?? 0), contents.get(fresh.get(path) ?? 0)];
      const { added, removed } = countLineChanges(from?.text ?? '', to?.text ?? '');
      return {
        path,
        before: from?.name ?? null,
        after: to?.name ?? null,
        linesAdded: added,
        linesRemoved: removed,
      };
    });
    return { changes, statistics: sumUp(changes) };
  };

  const thin = (sessionId: string): void => {
    const at = now();
    if (at - (thinnedAt.get(sessionId) ?? 0) < thinEvery) return;
    thinnedAt.set(sessionId, at);
    const all = cached
      .select({ id: versions.id, kind: versions.kind, message: versions.message, createdAt: versions.createdAt })
      .from(versions)
      .where(eq(versions.sessionId, sessionId))
      .all();
    const dispensable = findDispensable(all, at);
    if (dispensable.length === 0) return;
    cached.transaction((transaction) => {
      for (const part of portions(dispensable)) transaction.delete(versions).where(inArray(versions.id, part)).run();
      const used = new Set<number>();
      for (const { files } of transaction
        .select({ files: versions.files })
        .from(versions)
        .where(eq(versions.sessionId, sessionId))
        .all()) {
        for (const [, id] of unpackManifest(files)) used.add(id);
      }
      const old = transaction
        .select({ id: texts.id })
        .from(texts)
        .where(and(eq(texts.sessionId, sessionId), lt(texts.savedAt, at - textPatience)))
        .all();
      for (const part of portions(old.map(({ id }) => id).filter((id) => !used.has(id)))) {
        transaction.delete(texts).where(inArray(texts.id, part)).run();
      }
    });
  };

  return {
    putTexts(sessionId, added) {
      const names = added.map((text) => createHash('sha256').update(text, 'utf8').digest('base64url'));
      const known = idsOf(sessionId, names);
      const savedAt = now();
      cached.transaction((transaction) => {
        for (const [index, name] of names.entries()) {
          if (known.has(name)) continue;
          const content = packText(added[index] ?? '');
          transaction.insert(texts).values({ sessionId, name, content, savedAt }).onConflictDoNothing().run();
        }
        // Those that no version names any more must not go before the one that is about to.
        for (const part of portions([...known.values()])) {
          transaction.update(texts).set({ savedAt }).where(inArray(texts.id, part)).run();
        }
      });
      return names;
    },
    keep({ sessionId, kind, message, authors, files }) {
      const ids = idsOf(
        sessionId,
        files.map(({ text }) => text),
      );
      const manifest = files.map(({ path, text, format }): VersionManifest[number] => {
        const id = ids.get(text);
        if (id === undefined) throw desktopError('NOT_FOUND', { message: t('A text of this version is not kept.') });
        return format ? [path, id, format] : [path, id];
      });
      const before = latest(sessionId);
      const packed = packManifest(manifest);
      const isLikeLast = before?.files.equals(packed) ?? false;
      // What somebody saved stays longer than what was kept by itself.
      if (isLikeLast && message === null && !(kind === 'saved' && before?.kind === 'automatic')) return null;
      const { statistics } = compareManifests(before ? unpackManifest(before.files) : [], manifest);
      const connection = kind === 'automatic' ? cached : durable;
      const kept = connection
        .insert(versions)
        .values({ sessionId, kind, message, authors, statistics, files: packed, createdAt: now() })
        .returning()
        .get();
      thin(sessionId);
      return toVersion(kept);
    },
    list: (sessionId) =>
      durable
        .select(columnsOf(versions))
        .from(versions)
        .where(eq(versions.sessionId, sessionId))
        .orderBy(desc(versions.createdAt), desc(versions.id))
        .all()
        .map(toVersion),
    get: (sessionId, versionId) => toVersion(row(sessionId, versionId)),
    at(sessionId, time) {
      const found = durable
        .select(columnsOf(versions))
        .from(versions)
        .where(and(eq(versions.sessionId, sessionId), lte(versions.createdAt, time)))
        .orderBy(desc(versions.createdAt), desc(versions.id))
        .limit(1)
        .get();
      return found ? toVersion(found) : null;
    },
    files(sessionId, versionId) {
      const manifest = manifestOf(sessionId, versionId);
      const names = namesOf(manifest.map(([, id]) => id));
      return manifest.flatMap(([path, id, format]) => {
        const text = names.get(id);
        return text === undefined ? [] : [{ path, text, ...(format ? { format } : {}) }];
      });
    },
    *texts(sessionId, names) {
      let message: { name: string; text: string }[] = [];
      let length = 0;
      for (const part of portions(
        [...idsOf(sessionId, names).values()].sort((a, b) => a - b),
        20,
      )) {
        for (const found of readTexts(part).values()) {
          message.push(found);
          length += found.text.length;
          if (length < messageLength) continue;
          yield message;
          message = [];
          length = 0;
        }
      }
      if (message.length > 0) yield message;
    },
    compare: (sessionId, from, to) =>
      compareManifests(from === null ? [] : manifestOf(sessionId, from), manifestOf(sessionId, to)),
    knownPaths(sessionId) {
      const paths = new Set<string>();
      const all = durable
        .select({ files: versions.files })
        .from(versions)
        .where(eq(versions.sessionId, sessionId))
        .orderBy(asc(versions.id))
        .all();
      for (const { files } of all) for (const [path] of unpackManifest(files)) paths.add(path);
      return paths;
    },
  };
}

function columnsOf(versions: typeof tables.collaborationVersions) {
  const { id, sessionId, kind, message, authors, statistics, createdAt } = versions;
  return { id, sessionId, kind, message, authors, statistics, createdAt };
}

function toVersion({ id, sessionId, kind, message, authors, statistics, createdAt }: Omit<Row, 'files'>): Version {
  return { id, sessionId, kind, message, authors: [...authors], statistics, createdAt };
}
type Row = typeof tables.collaborationVersions.$inferSelect;

function sumUp(changes: readonly VersionChange[]): VersionStatistics {
  return {
    files: changes.length,
    linesAdded: changes.reduce((sum, { linesAdded }) => sum + linesAdded, 0),
    linesRemoved: changes.reduce((sum, { linesRemoved }) => sum + linesRemoved, 0),
  };
}

function* portions<T>(items: readonly T[], length = listLength): Generator<T[], void, void> {
  for (let start = 0; start < items.length; start += length) yield items.slice(start, start + length);
}
