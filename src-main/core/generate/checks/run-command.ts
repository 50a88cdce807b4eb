import { stripVTControlCharacters } from 'node:util';
import { runProgram, scriptEnvironment } from '../../preview/index.ts';
import type { ProcessRegister } from '../../processes/index.ts';

/** Characters of output that are kept: the end, where errors are. */
const keptOutput = 20_000;

export interface CommandResult {
  /** Null where it did not end by itself. */
  readonly code: number | null;
  readonly missing: boolean;
  readonly timedOut: boolean;
  readonly output: string;
}

/** Runs a program in a folder until it ends, for `timeout` milliseconds at most; aborting ends its whole group and throws. */
export async function runCommand(options: {
  name: string;
  command: string;
  args: readonly string[];
  cwd: string;
  timeout: number;
  /** It is an executable, and so can take any arguments. */
  executable?: boolean;
  register: Pick<ProcessRegister, 'register'>;
  signal: AbortSignal;
}): Promise<CommandResult> {
  const { name, command, args, cwd, timeout, register, signal } = options;
  signal.throwIfAborted();
  let output = '';
  const program = runProgram({
    name,
    command,
    args,
    cwd,
    environment: scriptEnvironment(process.env),
    register,
    executable: options.executable,
    onOutput: (text) => {
      output = (output + text).slice(-keptOutput);
    },
  });
  let timer: NodeJS.Timeout | undefined;
  let onAbort = () => {};
  const cut = new Promise<'aborted' | 'timeout'>((resolve) => {
    timer = setTimeout(() => resolve('timeout'), timeout);
    onAbort = () => resolve('aborted');
    signal.addEventListener('abort', onAbort);
  });
  try {
    const ended = await Promise.race([program.ended, cut]);
    if (typeof ended === 'object') return { ...ended, timedOut: false, output: plain(output) };
    await program.stop();
    signal.throwIfAborted();
    return { code: null, missing: false, timedOut: true, output: plain(output) };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
    await program.stop();
  }
}

/** Without the colours and cursor moves of terminals. */
function plain(text: string): string {
  return stripVTControlCharacters(text)
    .replace(/\r(?!\n)/g, '\n')
    .trim();
}
