import { access, constants } from 'node:fs/promises';
import type { TerminalSize } from '../../../contract/model/terminal.ts';

/** What runs in a terminal. */
export interface TerminalProgram {
  /** Absolute path. */
  readonly path: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** A running program and the near end of its terminal. */
export interface Pty {
  readonly pid: number;
  write(text: string): void;
  resize(size: TerminalSize): void;
  pause(): void;
  resume(): void;
  onData(listener: (bytes: Uint8Array) => void): void;
  /** Called once, after all output. */
  onExit(listener: (exit: { code: number | null; signal: number | null }) => void): void;
}

/** Starts a program in a terminal of its own, as leader of a new session. Rejects when it cannot be started. */
export async function startPty(program: TerminalProgram, size: TerminalSize): Promise<Pty> {
  // Without this the terminal itself would open, and say so in the program's place.
  await access(program.path, constants.X_OK);
  // Native code that a Core without terminals need not load.
  const { spawn } = await import('@lydell/node-pty');
  const windows = process.platform === 'win32';
  const pty = spawn(program.path, [...program.args], {
    name: 'xterm-256color',
    cols: size.columns,
    rows: size.rows,
    cwd: program.cwd,
    env: { ...program.environment },
    // Windows has no terminal that speaks anything else.
    ...(windows ? {} : { encoding: null }),
  });
  let ended = false;
  pty.onExit(() => {
    ended = true;
  });
  return {
    pid: pty.pid,
    write(text) {
      if (!ended) pty.write(text);
    },
    resize({ columns, rows }) {
      if (!ended) pty.resize(columns, rows);
    },
    pause: () => pty.pause(),
    resume: () => pty.resume(),
    onData(listener) {
      // Bytes where no encoding was asked for, whatever the type says.
      pty.onData((data: string | Uint8Array) => listener(typeof data === 'string' ? Buffer.from(data) : data));
    },
    onExit(listener) {
      pty.onExit(({ exitCode, signal }) =>
        listener(signal ? { code: null, signal } : { code: exitCode, signal: null }),
      );
    },
  };
}
