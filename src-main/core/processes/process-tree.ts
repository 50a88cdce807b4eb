import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import { findFamily, readProcesses } from './process-table.ts';

/** Milliseconds between asking a process to end and ending it. */
const patience = 2000;
const pollInterval = 20;
/** The same for what runs in a terminal that somebody closes. */
const sessionPatience = 1000;

/**
 * Ends a process with its whole group (on Windows its tree): asks first, and after two seconds insists. `pid` must lead a group
 * of its own, as children that are spawned with `detached` do.
 */
export async function endProcessGroup(pid: number): Promise<void> {
  if (process.platform === 'win32') return endWindowsTree(pid);
  if (!signalGroup(pid, 'SIGTERM')) return;
  const deadline = performance.now() + patience;
  while (performance.now() < deadline) {
    if (!(await isGroupRunning(pid))) return;
    await new Promise((resolve) => setTimeout(resolve, pollInterval));
  }
  signalGroup(pid, 'SIGKILL');
}

/**
 * Ends what was started in a terminal: the shell that leads the session, its jobs, which have groups of their own, and all
 * below them. They are told that the terminal has hung up, and after a second ended. Resolves when all have gone.
 */
export async function endSession(leader: number): Promise<void> {
  if (process.platform === 'win32') return endWindowsTree(leader);
  const family = new Set(findFamily(await readProcesses(), leader));
  signalAll(family, 'SIGHUP');
  // One that is stopped hears nothing until it goes on.
  signalAll(family, 'SIGCONT');
  const deadline = performance.now() + sessionPatience;
  for (;;) {
    const rows = await readProcesses();
    for (const pid of findFamily(rows, leader)) family.add(pid);
    const left = rows.filter(({ pid }) => family.has(pid));
    if (left.length === 0) return;
    const late = performance.now() > deadline;
    if (late) endProcesses(left.map(({ pid }) => pid));
    // Not even that ends what waits for a device.
    if (performance.now() > deadline + patience) return;
    await new Promise((resolve) => setTimeout(resolve, pollInterval));
  }
}

function signalAll(pids: Iterable<number>, signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // It has ended by itself.
    }
  }
}

/**
 * Every process below one that leads no group, such as a utility process, with their own below them: to be asked for before
 * that one ends, since afterwards nothing tells whose they were. Empty on Windows, where ending it ends them.
 */
export async function findDescendants(pid: number): Promise<number[]> {
  if (process.platform === 'win32') return [];
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=']).catch(() => ({ stdout: '' }));
  const rows = stdout.split('\n').map((line) => line.trim().split(/\s+/).map(Number));
  const below = (parent: number): number[] =>
    rows.flatMap(([child = 0, of]) => (of === parent && child !== parent ? [child, ...below(child)] : []));
  return below(pid);
}

/** Ends single processes at once. */
export function endProcesses(pids: readonly number[]): void {
  signalAll(pids, 'SIGKILL');
}

/** False where no process of the group is left. */
function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false;
  }
}

async function isGroupRunning(group: number): Promise<boolean> {
  if (!signalGroup(group, 0)) return false;
  if (process.platform !== 'linux') return true;
  // Processes that ended but whose parent has not looked yet still take signals.
  return (await readProcesses()).some((row) => row.group === group);
}

function endWindowsTree(pid: number): Promise<void> {
  return new Promise((resolve) => {
    const killer = spawn('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true });
    killer.on('error', () => resolve());
    killer.on('exit', () => resolve());
  });
}
