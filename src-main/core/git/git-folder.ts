import { readFile, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';

/** The folder that holds HEAD for a working tree: `.git` itself, or where the file `.git` of a worktree or submodule points. */
export async function findGitFolder(folder: string): Promise<string | null> {
  return (await findRepository(folder))?.gitFolder ?? null;
}

/** A working tree and where its repository is kept. */
export interface Repository {
  /** The folder that the working tree begins at. */
  readonly root: string;
  /** Holds HEAD and the index. */
  readonly gitFolder: string;
  /** Holds what all worktrees share: branches, tags, configuration. */
  readonly commonFolder: string;
}

/** The repository that a folder belongs to; null where there is none. */
export async function findRepository(folder: string): Promise<Repository | null> {
  for (let root = resolve(folder); ; root = dirname(root)) {
    const gitFolder = await gitFolderIn(root);
    if (gitFolder !== null) return { root, gitFolder, commonFolder: await commonFolderOf(gitFolder) };
    if (dirname(root) === root) return null;
  }
}

async function commonFolderOf(gitFolder: string): Promise<string> {
  const text = await readFile(join(gitFolder, 'commondir'), 'utf8').catch(() => '.');
  return resolve(gitFolder, text.trim());
}

async function gitFolderIn(folder: string): Promise<string | null> {
  const path = join(folder, '.git');
  try {
    const found = await stat(path);
    if (found.isDirectory()) return path;
    if (!found.isFile() || found.size > 8192) return null;
    const target = /^gitdir: (.+)$/m.exec(await readFile(path, 'utf8'))?.[1]?.trim();
    if (target === undefined) return null;
    return isAbsolute(target) ? target : resolve(folder, target);
  } catch {
    return null;
  }
}

/**
 * The branch that is checked out, from HEAD itself, without a process; the first seven digits of the commit when none is.
 * Null where there is no repository.
 */
export async function readBranch(gitFolder: string): Promise<string | null> {
  let head: string;
  try {
    head = (await readFile(join(gitFolder, 'HEAD'), 'utf8')).trim();
  } catch {
    return null;
  }
  const reference = /^ref: refs\/heads\/(.+)$/.exec(head)?.[1];
  if (reference !== undefined) return reference === '.invalid' ? null : reference;
  return /^[0-9a-f]{40,64}$/.test(head) ? head.slice(0, 7) : null;
}
