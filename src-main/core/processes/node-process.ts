import { type ChildProcess, fork } from 'node:child_process';
import type { HostClient } from '../../../contract/shell.ts';
import type { ProcessRegister } from './process-register.ts';
import { endProcesses, findDescendants } from './process-tree.ts';

/** What to run: one of our own JavaScript files, with exactly this environment. */
export interface NodeProgram {
  /** For diagnostics. */
  readonly name: string;
  /** Absolute path. */
  readonly entry: string;
  readonly args?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** A running JavaScript child of ours. Messages are JSON values. */
export interface NodeProcess {
  readonly pid: number;
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): { dispose(): void };
  /** Resolves when it has ended; the code is null when a signal ended it. */
  readonly exited: Promise<{ code: number | null }>;
  /** Ends it with everything it started. */
  stop(): Promise<void>;
}

/** Starts our own JavaScript in processes of their own, by the one way that the runtime at hand allows. */
export interface NodeProcesses {
  /** Resolves when it runs; rejects when it cannot be started. */
  start(program: NodeProgram): Promise<NodeProcess>;
}

/**
 * Makes the port. `fork` is for Core as a plain Node program: in the development fallback, in tests, in `serve`. With
 * `host`, Electron's utility processes do the same through Shell, since a release build can run no other Node.
 */
export function createNodeProcesses(
  dependencies: { register: ProcessRegister } & ({ kind: 'fork' } | { kind: 'host'; host: HostClient }),
): NodeProcesses {
  const { register } = dependencies;
  return {
    start: (program) =>
      dependencies.kind === 'fork' ? startFork(program, register) : startUtility(program, register, dependencies.host),
  };
}

// A child whose Core was killed learns of it by its closed channel, and goes too.
const followParent = 'data:text/javascript,process.on("disconnect",()=>process.exit(0))';

async function startFork(program: NodeProgram, register: ProcessRegister): Promise<NodeProcess> {
  const child: ChildProcess = fork(program.entry, [...(program.args ?? [])], {
    env: { ...program.environment },
    execArgv: [`--import=${followParent}`],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    detached: process.platform !== 'win32',
  });
  const exited = new Promise<{ code: number | null }>((resolve) => child.once('exit', (code) => resolve({ code })));
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  child.on('error', () => {
    // A message to a child that has just ended: `exited` tells.
  });
  const { pid = 0 } = child;
  const registered = register.register(program.name, child);
  return {
    pid,
    exited,
    send(message) {
      if (child.connected) child.send(message as object);
    },
    onMessage(listener) {
      child.on('message', listener);
      return { dispose: () => void child.off('message', listener) };
    },
    async stop() {
      await registered.stop();
      await exited;
    },
  };
}

async function startUtility(program: NodeProgram, register: ProcessRegister, host: HostClient): Promise<NodeProcess> {
  const { name, entry, args = [], environment = {} } = program;
  const events = await host.startUtility({ entry, args: [...args], environment });
  const first = await events.next();
  if (first.done || first.value.type !== 'started') throw new Error(`${name} could not be started.`);
  const { pid } = first.value;
  const listeners = new Set<(message: unknown) => void>();

  const follow = async (): Promise<{ code: number | null }> => {
    try {
      for await (const event of events) {
        if (event.type === 'exited') return { code: event.code };
        if (event.type === 'message') for (const listener of listeners) listener(event.message);
      }
    } catch {
      // Shell has gone, and its utility processes with it.
    }
    return { code: null };
  };
  const exited = follow();
  const registered = register.registerPid(name, pid, async () => {
    const below = await findDescendants(pid);
    await host.stopUtility({ pid });
    await exited;
    endProcesses(below);
  });
  void exited.then(registered.gone);

  return {
    pid,
    exited,
    send(message) {
      host.messageUtility({ pid, message }).catch(() => {
        // It has ended: `exited` tells.
      });
    },
    onMessage(listener) {
      listeners.add(listener);
      return { dispose: () => void listeners.delete(listener) };
    },
    stop: registered.stop,
  };
}
