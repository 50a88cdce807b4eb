import type { BigIntStats } from 'node:fs';
import { lstat, mkdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { t } from '../../../localization/index.ts';
import { desktopError } from '../desktop-error.ts';
import { temporaryName, writeDurably } from '../files/index.ts';
import { pathProblem } from './planned-paths.ts';

/** Names a folder so that another one in its place is told apart. */
export async function folderIdentity(folder: string): Promise<string> {
  return identityOf(await stat(folder, { bigint: true }));
}

/** With its birth: the number of a folder that is gone is given to the next one. */
function identityOf({ dev, ino, birthtimeNs }: BigIntStats): string {
  return `${dev}:${ino}:${birthtimeNs}`;
}

/** Fails with PROJECT_NOT_FOUND unless the folder is still the one that was made. */
export async function requireSameFolder(folder: string, identity: string): Promise<void> {
  const found = await lstat(folder, { bigint: true }).catch(() => null);
  // Runs of earlier versions have noted no birth.
  if (found?.isDirectory() && (identityOf(found) === identity || `${found.dev}:${found.ino}` === identity)) return;
  throw desktopError('PROJECT_NOT_FOUND', {
    message: t('{{folder}} is not the folder any more that was being made. Nothing was written. Discard this run.', {
      folder,
    }),
  });
}

/**
 * Writes a file into a folder, whole or not at all: whoever looks finds the old file, or none, or the new one. Never follows a
 * link, so that nothing outside of the folder is touched. OUTSIDE_PROJECT for a path that could lead there, INVALID_NAME for
 * one that no file can have.
 */
export async function writeInside(folder: string, path: string, text: string): Promise<void> {
  const problem = pathProblem(path);
  if (problem !== null)
    throw desktopError('INVALID_NAME', { message: t('{{path}} cannot be made. {{problem}}', { path, problem }) });
  const root = await realpath(folder);
  const segments = path.split('/');
  const name = segments.pop() ?? '';
  let parent = root;
  for (const segment of segments) {
    parent = join(parent, segment);
    await mkdir(parent).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
    if (!(await lstat(parent)).isDirectory()) throw outside(path);
  }
  // Someone may have put a link in between since; the folder that is written to is the one that was looked at.
  if ((await realpath(parent)) !== parent) throw outside(path);
  const target = join(parent, name);
  const existing = await lstat(target).catch(() => null);
  if (existing !== null && !existing.isFile()) throw outside(path);
  const temporary = join(parent, temporaryName());
  try {
    await writeDurably(temporary, Buffer.from(text), 0o666);
    await rename(temporary, target);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** The absolute place of a file in a folder, for reading; null where there is none, or only through a link. */
export async function findInside(folder: string, path: string): Promise<string | null> {
  if (pathProblem(path) !== null) return null;
  const root = await realpath(folder).catch(() => null);
  if (root === null) return null;
  const target = join(root, ...path.split('/'));
  const real = await realpath(target).catch(() => null);
  if (real !== target) return null;
  return (await lstat(target)).isFile() ? target : null;
}

function outside(path: string) {
  return desktopError('OUTSIDE_PROJECT', {
    message: t('{{path}} was not written: something else is in its place.', { path }),
  });
}
