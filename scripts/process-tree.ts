import { readdirSync, readFileSync } from 'node:fs';

export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** All processes below `root`, nearest first; empty where there is no /proc. */
export function descendantsOf(root: number, processes: readonly ProcessEntry[] = listProcesses()): ProcessEntry[] {
  const found: ProcessEntry[] = [];
  let generation = [root];
  while (generation.length > 0) {
    const parents = new Set(generation);
    const children = processes.filter((entry) => parents.has(entry.parent));
    found.push(...children);
    generation = children.map((entry) => entry.pid);
  }
  return found;
}

/** Those of `processes` that still run as the same program. */
export function stillRunning(processes: readonly ProcessEntry[]): ProcessEntry[] {
  const now = new Map(listProcesses().map((entry) => [entry.pid, entry.command]));
  return processes.filter((entry) => now.get(entry.pid) === entry.command);
}

/** Kills each of `processes` that still runs as the same program. */
export function killProcesses(processes: readonly ProcessEntry[]): void {
  for (const { pid } of stillRunning(processes)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended by itself in between.
    }
  }
}

/** Everything that runs now; empty where there is no /proc. */
export function listProcesses(): ProcessEntry[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => readProcess(Number(name)))
    .filter((entry) => entry !== undefined);
}

function readProcess(pid: number): ProcessEntry | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in parentheses, which may itself hold spaces and parentheses.
    const [state, parent] = fields.slice(fields.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z') return undefined;
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    return { pid, parent: Number(parent), command };
  } catch {
    return undefined;
  }
}
