import { execFile } from 'node:child_process';
import { cp, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { packageNameOf } from '../../../src-main/core/projects/project-name.ts';

export const startersFolder: string = join(import.meta.dirname, '../../../resources/starters');

/** Makes a project from a starter by the rules of docs/starters.md, committed to git, and returns its folder. */
export async function makeProject(id: string, parentPath: string, projectName: string): Promise<string> {
  const folder = join(parentPath, projectName);
  await cp(join(startersFolder, id, 'files'), folder, { recursive: true });
  const files = await listFiles(folder);
  for (const file of files) {
    const text = await readFile(join(folder, file), 'utf8');
    const named = text
      .replaceAll('{{projectName}}', () => projectName)
      .replaceAll('{{packageName}}', () => packageNameOf(projectName));
    if (named !== text) await writeFile(join(folder, file), named);
  }
  if (files.includes('gitignore')) await rename(join(folder, 'gitignore'), join(folder, '.gitignore'));

  await git(folder, ['init', '--quiet']);
  await git(folder, ['add', '--all']);
  const author = ['-c', 'user.name=Test', '-c', 'user.email=test@localhost', '-c', 'commit.gpgSign=false'];
  await git(folder, [...author, 'commit', '--quiet', '--message=First commit']);
  return folder;
}

/** Paths of all files in a folder but git's own, relative to it, with forward slashes. */
export async function listFiles(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .filter((path) => !path.startsWith('.git/'))
    .sort();
}

/** What git sees as changed or new in a project, one line per file. */
export function listChanges(folder: string): Promise<string> {
  return git(folder, ['status', '--porcelain']);
}

async function git(folder: string, args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)('git', args, { cwd: folder });
  return stdout;
}
