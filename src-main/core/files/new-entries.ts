import { constants, type Stats } from 'node:fs';
import { access, lstat, mkdir, readdir, rmdir, unlink, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { t } from '../../../localization/index.ts';
import { desktopError } from '../desktop-error.ts';
import { checkNewNames, copyName } from './entry-names.ts';
import { hasErrorCode } from './file-errors.ts';
import { lstatOrNull } from './project-paths.ts';

/** An entry as it was right after it had been made. */
export interface MadeEntry {
  readonly absolute: string;
  readonly stats: Stats;
}

/**
 * Makes the missing folders above a new entry and checks all names, except those that something has or had already. Answers the
 * folders made, outermost first.
 */
export async function makeParents(absolute: string, knownNames: readonly string[] = []): Promise<string[]> {
  const missing: string[] = [];
  let folder = dirname(absolute);
  while ((await lstatOrNull(folder)) === null && dirname(folder) !== folder) {
    missing.unshift(folder);
    folder = dirname(folder);
  }
  checkNewNames([...missing, absolute].map((path) => basename(path)).filter((name) => !knownNames.includes(name)));
  if (!(await lstat(folder)).isDirectory()) {
    throw desktopError('INVALID_NAME', {
      message: t('"{{folder}}" is a file, so nothing can be put into it. Choose another name.', {
        folder: basename(folder),
      }),
    });
  }
  const made: string[] = [];
  try {
    for (const path of missing) {
      await mkdir(path);
      made.push(path);
    }
  } catch (error) {
    await removeEmptyFolders(made);
    throw error;
  }
  return made;
}

/** Removes those of the folders that are empty, innermost first. Folders made with `makeParents` are given in its order. */
export async function removeEmptyFolders(folders: readonly string[]): Promise<void> {
  for (const folder of folders.toReversed()) {
    await rmdir(folder).catch((error: unknown) => {
      if (!hasErrorCode(error, 'ENOENT', 'ENOTEMPTY', 'EEXIST', 'ENOTDIR')) throw error;
    });
  }
}

/** Writes a file that must not be there yet. Throws EEXIST; a file that could not be written whole is removed. */
export async function makeFile(absolute: string, text: string): Promise<MadeEntry> {
  try {
    await writeFile(absolute, text, { flag: 'wx' });
  } catch (error) {
    // With EEXIST and the like nothing of ours is there.
    if (hasErrorCode(error, 'ENOSPC', 'EDQUOT', 'EFBIG', 'EIO')) await unlink(absolute);
    throw error;
  }
  return { absolute, stats: await lstat(absolute) };
}

/** Whether a file is still what was made: then removing it loses nothing. */
export async function isUntouched({ absolute, stats }: MadeEntry): Promise<boolean> {
  const now = await lstatOrNull(absolute);
  if (!now?.isFile()) return false;
  return now.ino === stats.ino && now.size === stats.size && now.mtimeMs === stats.mtimeMs;
}

/** Names that copies get in one folder, so that none is taken twice. */
export interface FreeNames {
  /** `name` itself if it is free and `keep` is set, else "name copy", "name copy 2" and so on. */
  choose(name: string, kind: 'file' | 'folder', keep: boolean): string;
}

export async function findFreeNames(folder: string, ignoreCase: boolean): Promise<FreeNames> {
  await access(folder, constants.R_OK);
  const fold = (name: string) => (ignoreCase ? name.normalize('NFC').toLowerCase() : name);
  const taken = new Set((await readdir(folder)).map(fold));
  return {
    choose(name, kind, keep) {
      const chosen = keep && !taken.has(fold(name)) ? name : copyName(name, kind, (one) => taken.has(fold(one)));
      taken.add(fold(chosen));
      return chosen;
    },
  };
}
