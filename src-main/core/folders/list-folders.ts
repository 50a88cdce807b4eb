import { readdir, realpath, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FolderContents } from '../../../contract/desktop/folders.ts';
import { desktopError } from '../desktop-error.ts';

/** More folders than this in one folder are not listed. */
const mostFolders = 2000;

/** The folders in a folder, links to folders among them. PROJECT_NOT_FOUND, NOT_READABLE where it cannot be listed. */
export async function listFolders(folder: string): Promise<FolderContents> {
  const path = await realpath(folder).catch(() => {
    throw desktopError('PROJECT_NOT_FOUND');
  });
  const entries = await readdir(path, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    throw desktopError(error.code === 'EACCES' || error.code === 'EPERM' ? 'NOT_READABLE' : 'PROJECT_NOT_FOUND');
  });
  const candidates = entries.filter((entry) => entry.isDirectory() || entry.isSymbolicLink());
  const found = await Promise.all(
    candidates.map(async (entry) => {
      if (entry.isDirectory()) return entry.name;
      const target = await stat(join(path, entry.name)).catch(() => null);
      return target?.isDirectory() ? entry.name : null;
    }),
  );
  const names = found.filter((name) => name !== null).sort(new Intl.Collator(undefined, { numeric: true }).compare);
  const parent = dirname(path);
  return {
    path,
    parent: parent === path ? null : parent,
    folders: names
      .slice(0, mostFolders)
      .map((name) => ({ name, path: join(path, name), hidden: name.startsWith('.') })),
    truncated: names.length > mostFolders,
  };
}
