import { spawn } from 'node:child_process';
import { endWithScript } from './interruption.ts';

export interface CommandOptions {
  readonly cwd?: string;
  readonly environment?: NodeJS.ProcessEnv;
  /** Milliseconds after which the command is killed. */
  readonly timeout?: number;
  /** `inherit` shows the output as it comes, `capture` only returns it. */
  readonly output?: 'inherit' | 'capture';
}

export interface CommandResult {
  /** Exit code; 1 when the command could not be started, was killed or ran out of time. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
}

/** Runs a program to its end and never throws: what went wrong is in `code` and `stderr`. */
export function runCommand(
  program: string,
  commandArguments: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  const inherit = options.output === 'inherit';
  return new Promise((resolve) => {
    const child = spawn(program, commandArguments, {
      cwd: options.cwd,
      env: options.environment ?? process.env,
      stdio: inherit ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
      // npm is a .cmd file on Windows, which only a shell can start.
      shell: process.platform === 'win32' && program === 'npm',
    });
    endWithScript(child);
    let stdout = '';
    let stderr = '';
    let timedOut = false;
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    const timer =
      options.timeout === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true;
            child.kill('SIGKILL');
          }, options.timeout);
    const finish = (code: number, problem = ''): void => {
      clearTimeout(timer);
      resolve({ code, stdout, stderr: stderr + problem, timedOut });
    };
    child.once('error', (error) => finish(1, error.message));
    child.once('close', (code) => finish(code ?? 1));
  });
}
