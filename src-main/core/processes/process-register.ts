import type { ChildProcess } from 'node:child_process';
import { endProcessGroup, endSession } from './process-tree.ts';
import { createWatchdog } from './watchdog.ts';

/** One running child of Core. */
export interface RegisteredProcess {
  readonly pid: number;
  /** What it is, for diagnostics. */
  readonly name: string;
}

/** Every child that Core has started: none outlives it, even if Core is killed (on Linux and macOS). */
export interface ProcessRegister {
  list(): readonly RegisteredProcess[];
  /**
   * Takes up a native program that was spawned with `detached: true`, and so leads a group of its own. `stop` ends the whole
   * group.
   */
  register(name: string, child: ChildProcess): { stop(): Promise<void> };
  /**
   * The same for a program that leads a session of its own, in a terminal: its jobs, which have groups of their own, end with
   * it. `stop` must also be called when it has ended by itself.
   */
  registerSession(name: string, pid: number): { stop(): Promise<void> };
  /** The same for a process that somebody else holds. `gone` must be called when it has ended. */
  registerPid(name: string, pid: number, end: () => Promise<void>): { stop(): Promise<void>; gone(): void };
  /** Ends all of them; says how many there were. */
  dispose(): Promise<number>;
}

/** Makes the register. */
export function createProcessRegister(): ProcessRegister {
  const running = new Map<number, RegisteredProcess & { end: () => Promise<void> }>();
  const watchdog = createWatchdog();
  let disposed = false;

  const registerPid: ProcessRegister['registerPid'] = (name, pid, end) => {
    const entry = { pid, name, end };
    running.set(pid, entry);
    watchdog.watch(pid);
    const gone = () => {
      if (running.get(pid) !== entry) return;
      running.delete(pid);
      watchdog.forget(pid);
    };
    let stopping: Promise<void> | undefined;
    const stop = () => {
      stopping ??= end().finally(gone);
      return stopping;
    };
    entry.end = stop;
    if (disposed) void stop();
    return { stop, gone };
  };

  return {
    list: () => [...running.values()].map(({ pid, name }) => ({ pid, name })),
    registerPid,
    registerSession(name, pid) {
      const { stop } = registerPid(name, pid, () => endSession(pid));
      return { stop };
    },
    register(name, child) {
      const { pid } = child;
      // It could not be started: its own error event tells.
      if (pid === undefined) return { stop: async () => {} };
      const registered = registerPid(name, pid, () => endProcessGroup(pid));
      // Others of its group may go on when it ends; they are not left behind.
      child.once('exit', () => void registered.stop());
      return { stop: registered.stop };
    },
    async dispose() {
      disposed = true;
      const all = [...running.values()];
      await Promise.all(all.map(({ end }) => end()));
      watchdog.dispose();
      return all.length;
    },
  };
}
