import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readlinkSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { resolveElectronRuntime } from '../../../scripts/electron-runtime.ts';
import { launchEnvironment, sandboxArguments } from '../../../scripts/launch-environment.ts';
import { descendantsOf, killProcesses, listProcesses } from '../../../scripts/process-tree.ts';
import { repositoryRoot } from '../../../scripts/repository.ts';
import { connectToPage, type DevtoolsPage } from './devtools.ts';

/** An Electron that was started for measuring: by itself, with no test driver inside. */
export interface MeasuredWindow {
  /** When the process was started, in ms since 1970. */
  readonly startedAt: number;
  readonly pid: number;
  /** Connects to the first page. Until then nobody looks at it. */
  connect(): Promise<DevtoolsPage>;
  /** Ends it as a person would, and whatever it leaves behind. */
  close(): Promise<void>;
}

interface WindowOptions {
  /** The folder of the app; FlashFusion's own without it. */
  readonly app?: string;
  readonly arguments?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

const quitPatience = 10_000;

/** Two windows on one screen: the one below must run as fast as the one that covers it. */
const coveredAsShown = [
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--disable-background-timer-throttling',
];

/** Starts FlashFusion with its data in `userData`, on a folder or on what was open last. */
export function startFlashFusion(userData: string, folder?: string): Promise<MeasuredWindow> {
  return startWindow({
    arguments: folder ? [folder] : [],
    environment: { FLASHFUSION_USER_DATA: userData },
  });
}

/**
 * Starts the bare window on a file. `large` takes the options of large files; with `wait` the page is told when to show it; with
 * `typescript` Monaco's own TypeScript service runs in its worker, as Monaco comes.
 */
export function startReference(
  app: string,
  userData: string,
  file: string,
  options: { readonly large?: boolean; readonly typescript?: boolean; readonly wait?: boolean } = {},
): Promise<MeasuredWindow> {
  return startWindow({
    app,
    environment: {
      BENCH_FILE: file,
      BENCH_USER_DATA: userData,
      BENCH_LARGE: options.large ? '1' : '0',
      BENCH_TYPESCRIPT: options.typescript ? '1' : '0',
      BENCH_WAIT: options.wait ? '1' : '0',
    },
  });
}

async function startWindow(options: WindowOptions): Promise<MeasuredWindow> {
  const { executablePath } = await resolveElectronRuntime({ log: () => undefined });
  const startedAt = performance.timeOrigin + performance.now();
  const electron = spawn(
    executablePath,
    [
      options.app ?? repositoryRoot,
      ...sandboxArguments(),
      ...coveredAsShown,
      '--remote-debugging-port=0',
      ...(options.arguments ?? []),
    ],
    { stdio: ['ignore', 'ignore', 'pipe'], env: { ...launchEnvironment(), ...options.environment } },
  );
  const ended = once(electron, 'exit');
  const port = new Promise<number>((resolve, reject) => {
    createInterface({ input: electron.stderr }).on('line', (line) => {
      const match = /DevTools listening on ws:\/\/[^/]+:(\d+)\//.exec(line);
      if (match) resolve(Number(match[1]));
    });
    void ended.then(() => reject(new Error('Electron ended before it was measured')));
  });
  port.catch(() => undefined);
  const { pid } = electron;
  if (pid === undefined) throw new Error(`${executablePath} did not start`);

  const pages: DevtoolsPage[] = [];
  return {
    startedAt,
    pid,
    async connect() {
      const page = await connectToPage(await port);
      pages.push(page);
      return page;
    },
    async close() {
      for (const page of pages) page.close();
      const tree = descendantsOf(pid);
      electron.kill('SIGTERM');
      await Promise.race([ended, pause(quitPatience, undefined, { ref: false })]);
      electron.kill('SIGKILL');
      killProcesses(tree);
    },
  };
}

/** Proportional set size of a process and everything below it, in MB: shared pages count once. */
export function memoryOf(pid: number): number {
  const pids = [pid, ...descendantsOf(pid).map((entry) => entry.pid)];
  const kilobytes = pids.map((each) => {
    try {
      return Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${each}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
    } catch {
      return 0;
    }
  });
  return kilobytes.reduce((sum, each) => sum + each, 0) / 1024;
}

/** How many processes run the same executable without belonging to `pid`: pages they share make its memory look smaller than it is. */
export function sharersOf(pid: number): number {
  const own = new Set([pid, ...descendantsOf(pid).map((entry) => entry.pid)]);
  const program = programOf(pid);
  return listProcesses().filter((entry) => !own.has(entry.pid) && programOf(entry.pid) === program).length;
}

function programOf(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${pid}/exe`);
  } catch {
    return null;
  }
}
