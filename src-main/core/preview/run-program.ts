import { type ChildProcess, spawn } from 'node:child_process';
import type { ProcessRegister } from '../processes/index.ts';

/** A program of the project that runs in a process group of its own. */
export interface RunningProgram {
  readonly pid: number | undefined;
  /** Resolves when it has ended: `missing` when there was no such program. */
  readonly ended: Promise<{ code: number | null; missing: boolean }>;
  /** Ends it with everything it started. */
  stop(): Promise<void>;
}

/** Of the environment, what is ours or the package manager's that started us, and says nothing to the project. */
const ours =
  /^(FLASHFUSION_|ELECTRON_RUN_AS_NODE$|NODE_ENV$|INIT_CWD$|npm_(package|lifecycle|command|node_execpath|execpath)|npm_config_local_prefix$)/;

/** The environment of a project's scripts: the person's own, without colours, and with nothing that opens a browser. */
export function scriptEnvironment(
  inherited: NodeJS.ProcessEnv,
  added: Readonly<Record<string, string>> = {},
): NodeJS.ProcessEnv {
  const kept = Object.entries(inherited).filter(([name]) => !ours.test(name));
  return { ...Object.fromEntries(kept), NO_COLOR: '1', FORCE_COLOR: '0', BROWSER: 'none', ...added };
}

/** Starts a program in a folder. What it writes goes to `onOutput`, errors too. */
export function runProgram(options: {
  name: string;
  command: string;
  args: readonly string[];
  cwd: string;
  environment: NodeJS.ProcessEnv;
  register: Pick<ProcessRegister, 'register'>;
  onOutput: (text: string) => void;
  /** It is an executable, which needs no shell anywhere. */
  executable?: boolean;
}): RunningProgram {
  const { name, command, args, cwd, environment, register, onOutput } = options;
  const windows = process.platform === 'win32';
  const child: ChildProcess = spawn(command, [...args], {
    cwd,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: !windows,
    // There package managers are scripts that need a shell; arguments are names from package.json, checked before.
    shell: windows && !options.executable,
    windowsHide: true,
  });
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', onOutput);
  const ended = new Promise<{ code: number | null; missing: boolean }>((resolve) => {
    child.once('error', (error) =>
      resolve({ code: null, missing: (error as NodeJS.ErrnoException).code === 'ENOENT' }),
    );
    // Not at `close`: what it left running in its group may hold its output open.
    child.once('exit', (code) => resolve({ code, missing: false }));
  });
  const registered = register.register(name, child);
  return { pid: child.pid, ended, stop: registered.stop };
}
