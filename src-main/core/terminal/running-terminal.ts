import { randomUUID } from 'node:crypto';
import type { Terminal, TerminalSize } from '../../../contract/model/terminal.ts';
import { t } from '../../../localization/index.ts';
import { desktopError } from '../desktop-error.ts';
import type { ProcessRegister } from '../processes/index.ts';
import { type Pty, startPty, type TerminalProgram } from './pty.ts';
import { createTerminalOutput, type TerminalOutput } from './terminal-output.ts';

/** Sees one run of a terminal's program. */
export interface OutputWatcher {
  text(text: string): void;
  ended(): void;
}

export interface TerminalOptions {
  readonly projectId: string;
  readonly name: string;
  readonly task: string | null;
  readonly nonce: string;
  readonly program: TerminalProgram;
  readonly size: TerminalSize;
  /** Asked for with every run. */
  readonly watch?: (() => OutputWatcher) | undefined;
}

/** A terminal that Core keeps: its program, and what that has written. */
export interface RunningTerminal {
  describe(): Terminal;
  readonly output: Pick<TerminalOutput, 'acknowledge' | 'clear'>;
  attach(signal: AbortSignal | undefined): ReturnType<TerminalOutput['attach']>['iterator'];
  write(text: string): void;
  resize(size: TerminalSize): void;
  rename(name: string): void;
  /** Ends the program with all that it started. Resolves when they have gone. */
  stop(): Promise<void>;
  /** Ends the program and runs it again. */
  restart(size: TerminalSize): Promise<void>;
  /** Ends everything, streams too. */
  dispose(): Promise<void>;
}

/** Starts a terminal. SHELL_NOT_STARTED when its program cannot be run. `onChanged` is called when `describe` differs. */
export async function startTerminal(
  options: TerminalOptions,
  dependencies: { register: Pick<ProcessRegister, 'registerSession'>; onChanged: () => void },
): Promise<RunningTerminal> {
  const { register, onChanged } = dependencies;
  const id = randomUUID();
  let name = options.name;
  let size = options.size;
  let state: Terminal['state'] = { kind: 'running' };
  let watcher: OutputWatcher | undefined;
  let disposed = false;

  const start = async () => {
    const pty = await startPty(options.program, size).catch((cause) => {
      throw desktopError('SHELL_NOT_STARTED', {
        message: t('{{path}} could not be started.', { path: options.program.path }),
        cause,
      });
    });
    return { pty, registered: register.registerSession(`terminal ${options.name}`, pty.pid) };
  };
  let current = await start();
  const output = createTerminalOutput(current.pty, (text) => watcher?.text(text));

  const follow = (pty: Pty, stop: () => Promise<void>) => {
    watcher = options.watch?.();
    pty.onData((bytes) => output.push(bytes));
    pty.onExit((exit) => {
      output.flush();
      // Jobs that ignore the end of their shell go with it.
      void stop();
      if (current.pty !== pty) return;
      watcher?.ended();
      state = { kind: 'exited', ...exit };
      if (!disposed) onChanged();
    });
  };
  follow(current.pty, current.registered.stop);

  return {
    output,
    describe: () => ({
      id,
      projectId: options.projectId,
      name,
      task: options.task,
      cwd: options.program.cwd,
      pid: current.pty.pid,
      state,
      nonce: options.nonce,
    }),
    attach: (signal) => output.attach(size, signal).iterator,
    write(text) {
      if (state.kind === 'running') current.pty.write(text);
    },
    resize(next) {
      size = next;
      if (state.kind === 'running') current.pty.resize(next);
    },
    rename(next) {
      name = next.trim() || options.name;
      onChanged();
    },
    stop: () => current.registered.stop(),
    async restart(next) {
      await current.registered.stop();
      size = next;
      current = await start();
      output.restart(current.pty);
      state = { kind: 'running' };
      follow(current.pty, current.registered.stop);
      onChanged();
    },
    async dispose() {
      disposed = true;
      output.dispose();
      await current.registered.stop();
    },
  };
}
