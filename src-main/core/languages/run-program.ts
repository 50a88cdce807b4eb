import { type ChildProcess, spawn } from 'node:child_process';

/** Takes up a child program, so that it ends when Core does. */
export type RegisterChild = (name: string, child: ChildProcess) => { stop(): Promise<void> };

export interface ProgramResult {
  /** Null when it was ended by a signal, also when its time was up. */
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
  readonly timedOut: boolean;
}

/** Bytes of output that are kept; a program that writes more is ended. */
const largestOutput = 64 * 1024 * 1024;

/** Runs a program to its end with a text on its standard input. Rejects when it can't be started. `patience` is in milliseconds. */
export function runProgram(options: {
  name: string;
  program: string;
  args: readonly string[];
  folder: string;
  input?: string;
  patience: number;
  register: RegisterChild;
  signal?: AbortSignal;
}): Promise<ProgramResult> {
  const { name, program, args, folder, input, patience, register, signal } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...args], {
      cwd: folder,
      stdio: 'pipe',
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    const { stop } = register(name, child);
    let output = '';
    let errors = '';
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      void stop();
    }, patience);
    const cancel = () => void stop();
    signal?.addEventListener('abort', cancel, { once: true });
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (output.length > largestOutput) void stop();
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors = (errors + text).slice(-10_000);
    });
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
      if (signal?.aborted) reject(new DOMException('Cancelled.', 'AbortError'));
      else resolve({ code, output, errors, timedOut });
    });
    // It may end before it has read everything.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input ?? '');
  });
}
