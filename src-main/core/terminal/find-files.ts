import { realpath, stat } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';

/**
 * Which texts name files of the project: seen from `cwd`, where a program said so, or from the project's folder. `root` is
 * absolute and real. Answers project paths, null where there is no such file inside.
 */
export async function findFiles(
  root: string,
  cwd: string | null,
  paths: readonly string[],
): Promise<(string | null)[]> {
  return Promise.all(
    paths.map(async (path) => {
      if (path.includes('\0')) return null;
      for (const from of cwd === null || cwd === root ? [root] : [cwd, root]) {
        const found = await findFile(root, resolve(from, path));
        if (found !== null || isAbsolute(path)) return found;
      }
      return null;
    }),
  );
}

async function findFile(root: string, absolute: string): Promise<string | null> {
  try {
    if (!(await stat(absolute)).isFile()) return null;
    // The path as it is written, unless that leads to the project by another way.
    return inside(root, absolute) ?? inside(root, await realpath(absolute));
  } catch {
    return null;
  }
}

function inside(root: string, absolute: string): string | null {
  const path = relative(root, absolute);
  if (path === '' || path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path)) return null;
  return path.split(sep).join('/');
}
