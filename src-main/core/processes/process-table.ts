import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** One running process of this machine. */
export interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  /** The session, which is the pid of the program that a terminal was opened for; 0 where the system does not tell. */
  readonly session: number;
}

/** Everything that runs now; processes that have ended and wait to be looked at are left out. Empty on Windows. */
export async function readProcesses(): Promise<readonly ProcessRow[]> {
  if (process.platform === 'win32') return [];
  if (process.platform === 'linux') return readProcFolder();
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,pgid=,stat=']).catch(() => ({
    stdout: '',
  }));
  return stdout.split('\n').flatMap((line) => {
    const [pid, parent, group, state = ''] = line.trim().split(/\s+/);
    if (!pid || state.startsWith('Z')) return [];
    return [{ pid: Number(pid), parent: Number(parent), group: Number(group), session: 0 }];
  });
}

async function readProcFolder(): Promise<readonly ProcessRow[]> {
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const rows = await Promise.all(
    names.map(async (name) => {
      const status = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
      // The program's name comes in brackets and may hold anything.
      const [state, parent, group, session] = status.slice(status.lastIndexOf(')') + 2).split(' ');
      if (!status || state === 'Z' || state === 'X') return [];
      return [{ pid: Number(name), parent: Number(parent), group: Number(group), session: Number(session) }];
    }),
  );
  return rows.flat();
}

/**
 * Every process that belongs to `leader`: itself, its group, its session, and whatever is below one of them. What has made a
 * session of its own and is nobody's child any more (a daemon) does not belong to it.
 */
export function findFamily(rows: readonly ProcessRow[], leader: number): number[] {
  const family = new Set(
    rows
      .filter(({ pid, group, session }) => pid === leader || group === leader || session === leader)
      .map(({ pid }) => pid),
  );
  for (let size = -1; size !== family.size; ) {
    size = family.size;
    for (const { pid, parent } of rows) if (family.has(parent)) family.add(pid);
  }
  return [...family];
}
