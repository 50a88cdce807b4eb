import { execFile } from 'node:child_process';
import { readlink } from 'node:fs/promises';
import { isAbsolute, relative } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Whether a git program may be working in the repository at `root`. On Linux the folder that each runs in tells; elsewhere
 * any git counts. True also when it cannot be found out.
 */
export async function isGitRunning(root: string): Promise<boolean> {
  try {
    if (process.platform === 'win32') {
      const { stdout } = await run('tasklist', ['/FI', 'IMAGENAME eq git.exe', '/NH'], { windowsHide: true });
      return /git\.exe/i.test(stdout);
    }
    const { stdout } = await run('ps', ['-A', '-o', 'pid=,stat=,comm=']);
    const pids = stdout
      .split('\n')
      .map((line) => /^\s*(\d+)\s+[^Z\s]\S*\s+(?:.*\/)?git(?:-\S+)?\s*$/.exec(line)?.[1])
      .filter((pid) => pid !== undefined);
    if (process.platform !== 'linux') return pids.length > 0;
    const folders = await Promise.all(pids.map((pid) => readlink(`/proc/${pid}/cwd`).catch(() => null)));
    return folders.some((folder) => folder !== null && isWithin(root, folder));
  } catch {
    return true;
  }
}

function isWithin(root: string, folder: string): boolean {
  const way = relative(root, folder);
  return !way.startsWith('..') && !isAbsolute(way);
}
