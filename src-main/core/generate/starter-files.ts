import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { StarterFiles } from './prompts.ts';

/** Bytes; larger files say little to a model. */
const largestFile = 20_000;
const unread = /(^|\/)(package-lock\.json|.*\.(png|jpe?g|gif|ico|woff2?))$/i;

/** The texts of a starter, package.json first. */
export async function readStarterFiles(title: string, folder: string): Promise<StarterFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = await Promise.all(
    entries.map(async (entry) => {
      const absolute = join(entry.parentPath, entry.name);
      const path = relative(folder, absolute).split(sep).join('/');
      if (!entry.isFile() || unread.test(path) || (await stat(absolute)).size > largestFile) return [];
      return [{ path: path.replace(/(^|\/)gitignore$/, '$1.gitignore'), text: await readFile(absolute, 'utf8') }];
    }),
  );
  const rank = (path: string) => (path === 'package.json' ? 0 : 1);
  return {
    title,
    files: files.flat().sort((one, other) => rank(one.path) - rank(other.path) || one.path.localeCompare(other.path)),
  };
}
