import { access, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type FolderFacts, readPackageFile } from './detect.ts';

/** Where sites are usually kept. Results of builds come last: they may be old. */
const siteFolders = ['', 'public', 'site', 'src', 'docs', 'www', 'dist', 'build', 'out'];

/** A package.json larger than this is not read, in bytes. */
const largestPackageFile = 1024 * 1024;

/** Looks at one folder of a project, given by its absolute path. */
export async function gatherFacts(root: string, folder: string): Promise<FolderFacts> {
  const absolute = join(root, ...folder.split('/'));
  const names = new Set(await readdir(absolute).catch(() => []));
  const text = names.has('package.json')
    ? await readFile(join(absolute, 'package.json')).catch(() => Buffer.alloc(0))
    : Buffer.alloc(0);
  const packageFile = text.length > 0 && text.length <= largestPackageFile ? readPackageFile(text.toString()) : null;
  const pages: string[] = [];
  for (const page of siteFolders) {
    if (page !== '' && !names.has(page)) continue;
    const found = await access(join(absolute, page, 'index.html')).then(
      () => true,
      () => false,
    );
    if (found) pages.push(page);
  }
  return { folder, packageFile, names, pages };
}
