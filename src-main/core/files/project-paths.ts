import type { Stats } from 'node:fs';
import { lstat, readlink, realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { t } from '../../../localization/index.ts';
import { desktopError } from '../desktop-error.ts';
import { hasErrorCode } from './file-errors.ts';

/** As many links in a row as Linux follows before it gives up. */
const maximumLinks = 40;

/**
 * The absolute place that a project path names, by its text alone: links are not looked at. Throws OUTSIDE_PROJECT for text
 * that could lead anywhere else, which on Windows includes backslashes and colons. `root` is absolute and real.
 */
export function locate(root: string, path: string, platform: NodeJS.Platform = process.platform): string {
  if (path === '') return root;
  const parts = path.split('/');
  const harmless = parts.every((part) => part !== '' && part !== '.' && part !== '..' && !part.includes('\0'));
  if (!harmless || (platform === 'win32' && /[\\:]/.test(path))) throw desktopError('OUTSIDE_PROJECT');
  return join(root, ...parts);
}

/** The project path of an absolute one; null for whatever is not inside `root` or could not be named in the contract. */
export function toProjectPath(root: string, absolute: string): string | null {
  if (absolute === root) return '';
  if (!isInside(root, absolute)) return null;
  const below = absolute.slice(root.endsWith(sep) ? root.length : root.length + 1);
  const path = sep === '\\' ? below.replaceAll('\\', '/') : below;
  return isNameable(path) ? path : null;
}

/** Whether the contract can carry this path: names such as "C:x" at the top of a project look like drives and cannot. */
export function isNameable(path: string): boolean {
  return path.length <= 4096 && !/^[a-zA-Z]:/.test(path);
}

/** Whether an absolute path is `root` or below it, by text. */
export function isInside(root: string, absolute: string): boolean {
  return absolute === root || absolute.startsWith(root.endsWith(sep) ? root : root + sep);
}

/**
 * Where an entry of the project itself (a link, not its target) may be made, renamed or removed. Its parents may be missing.
 * The answer has all links of existing parents resolved. Throws OUTSIDE_PROJECT when a link leads out, and for the project's
 * own folder.
 */
export async function locateForChange(root: string, path: string): Promise<string> {
  if (path === '')
    throw desktopError('OUTSIDE_PROJECT', { message: t('The project folder itself cannot be changed here.') });
  const absolute = locate(root, path);
  return join(await realFolder(root, dirname(absolute), path), basename(absolute));
}

/** Where writing to a path ends up, links followed. */
export interface WriteTarget {
  /** Absolute, without links; inside the project. */
  readonly absolute: string;
  /** What is there now, or null. */
  readonly stats: Stats | null;
}

/** Follows links to the file that a save replaces. Throws OUTSIDE_PROJECT when that is not in the project. */
export async function locateForWriting(root: string, path: string): Promise<WriteTarget> {
  let absolute = await locateForChange(root, path);
  for (let links = 0; links < maximumLinks; links++) {
    const stats = await lstatOrNull(absolute);
    if (!stats?.isSymbolicLink()) return { absolute, stats };
    const target = resolve(dirname(absolute), await readlink(absolute));
    const folder = await realFolder(root, dirname(target), path);
    absolute = join(folder, basename(target));
    if (!isInside(root, absolute)) throw outside(path);
  }
  throw desktopError('NOT_FOUND', { message: t('"{{path}}" is a link that leads back to itself.', { path }) });
}

/** What is at an absolute path, links not followed, or null. */
export async function lstatOrNull(absolute: string): Promise<Stats | null> {
  try {
    return await lstat(absolute);
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT', 'ENOTDIR')) return null;
    throw error;
  }
}

/** A folder with the links of its existing part resolved, checked to be inside the project. */
async function realFolder(root: string, folder: string, path: string): Promise<string> {
  const missing: string[] = [];
  let existing = folder;
  while (true) {
    try {
      const real = await realpath(existing);
      if (!isInside(root, real)) throw outside(path);
      return join(real, ...missing);
    } catch (error) {
      if (!hasErrorCode(error, 'ENOENT')) throw error;
      // A link whose target is missing would be followed once something appears there.
      if ((await lstatOrNull(existing)) !== null) throw outside(path);
      missing.unshift(basename(existing));
      existing = dirname(existing);
    }
  }
}

function outside(path: string) {
  return desktopError('OUTSIDE_PROJECT', {
    message: t(
      '"{{path}}" is reached through a link that leads outside the project. It can be read here; open its own folder to change it.',
      { path },
    ),
  });
}
