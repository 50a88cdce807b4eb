import { rename, rm } from 'node:fs/promises';
import type { SessionRecord, Version } from '../../../contract/desktop/collaboration.ts';
import { t } from '../../../localization/index.ts';
import { desktopError } from '../desktop-error.ts';
import type { VersionStore } from './versions/version-store.ts';
import { createZipArchive, type ZipArchive } from './zip-archive.ts';

/** What a window has words for. */
export interface ExtraFile {
  readonly name: string;
  readonly text: string;
}

/**
 * Writes a session as an archive in the place of what is at a path: `files/` as in the latest version, `history/` with what each
 * version changed, and what the window handed in. Answers the archive's size in bytes.
 */
export async function exportSession(options: {
  session: SessionRecord;
  versions: Pick<VersionStore, 'list' | 'files' | 'texts' | 'compare'>;
  extra: readonly ExtraFile[];
  path: string;
  now: () => number;
}): Promise<number> {
  const { session, versions, extra, path, now } = options;
  const unfinished = `${path}.${process.pid}-${now()}.part`;
  let archive: ZipArchive | undefined;
  try {
    archive = await createZipArchive(unfinished);
    const exported = new Date(now());
    const list = versions.list(session.id).reverse();
    const about = { session: withoutIds(session), exportedAt: exported.toISOString(), versions: list.length };
    await archive.add('session.json', json(about), exported);
    for (const { name, text } of extra) await archive.add(name, text, exported);
    await addFiles(archive, versions, session.id, list.at(-1));
    await addHistory(archive, versions, session.id, list);
    const bytes = await archive.finish();
    await archive.close();
    archive = undefined;
    await rename(unfinished, path);
    return bytes;
  } catch (error) {
    await archive?.close().catch(() => undefined);
    await rm(unfinished, { force: true });
    throw inWords(error, path);
  }
}

async function addFiles(
  archive: ZipArchive,
  versions: Pick<VersionStore, 'files' | 'texts'>,
  sessionId: string,
  latest: Version | undefined,
): Promise<void> {
  if (!latest) return;
  const paths = pathsByText(versions.files(sessionId, latest.id));
  for (const part of versions.texts(sessionId, [...paths.keys()])) {
    for (const { name, text } of part) {
      for (const path of paths.get(name) ?? []) await archive.add(`files/${path}`, text, new Date(latest.createdAt));
    }
  }
}

async function addHistory(
  archive: ZipArchive,
  versions: Pick<VersionStore, 'texts' | 'compare' | 'files'>,
  sessionId: string,
  list: readonly Version[],
): Promise<void> {
  const told: object[] = [];
  for (const [index, version] of list.entries()) {
    const before = list[index - 1];
    const { changes, statistics } = before
      ? versions.compare(sessionId, before.id, version.id)
      : { changes: [], statistics: version.statistics };
    const time = new Date(version.createdAt);
    const folder = `history/${String(index + 1).padStart(4, '0')} ${time.toISOString().replace(/:/g, '-').slice(0, 19)}`;
    // The first one is all that there was.
    const changed = before
      ? changes.flatMap(({ path, after }) => (after === null ? [] : [{ path, text: after }]))
      : versions.files(sessionId, version.id);
    const paths = pathsByText(changed);
    for (const part of versions.texts(sessionId, [...paths.keys()])) {
      for (const { name, text } of part) {
        for (const path of paths.get(name) ?? []) await archive.add(`${folder}/${path}`, text, time);
      }
    }
    told.push({
      folder,
      at: time.toISOString(),
      kind: version.kind,
      message: version.message,
      authors: version.authors,
      statistics,
      changed: changed.map(({ path }) => path),
      removed: changes.filter(({ after }) => after === null).map(({ path }) => path),
    });
  }
  await archive.add('history/versions.json', json(told), new Date(list.at(-1)?.createdAt ?? 0));
}

function pathsByText(files: readonly { path: string; text: string }[]): Map<string, string[]> {
  const paths = new Map<string, string[]>();
  for (const { path, text } of files) paths.set(text, [...(paths.get(text) ?? []), path]);
  return paths;
}

function withoutIds({ name, own, ownerName, startedAt, lastActiveAt }: SessionRecord) {
  return {
    name,
    own,
    ownerName,
    startedAt: new Date(startedAt).toISOString(),
    lastActiveAt: new Date(lastActiveAt).toISOString(),
  };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function inWords(error: unknown, path: string): unknown {
  if (error instanceof RangeError) {
    return desktopError('TOO_LARGE', { message: t('The session is too large for one archive.'), cause: error });
  }
  switch ((error as { code?: unknown }).code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return desktopError('NO_SPACE', {
        message: t('The disk is full, so the session was not exported.'),
        cause: error,
      });
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'ENOENT':
    case 'ENOTDIR':
    case 'EISDIR':
      return desktopError('NOT_WRITABLE', {
        message: t('Nothing can be written to {{path}}.', { path }),
        cause: error,
      });
    default:
      return error;
  }
}
