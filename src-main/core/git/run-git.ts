import { spawn } from 'node:child_process';
import type { ProcessRegister } from '../processes/index.ts';
import { endProcessGroup } from '../processes/index.ts';
import { missingGit } from './git-failure.ts';
import { safeGitEnvironment } from './safe-git.ts';

export interface GitResult {
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: string;
  /** The output was longer than `maxBytes`, and git was ended there. */
  readonly cut: boolean;
}

export interface RunOptions {
  readonly input?: string | Buffer;
  readonly signal?: AbortSignal;
  /** Ends git when it has written more. Default 64 MB. */
  readonly maxBytes?: number;
  readonly environment?: Readonly<Record<string, string>>;
  /** Told of the error output as it comes: progress. */
  readonly onStderr?: (text: string) => void;
  /** Told of the output as it comes; answering false ends git there. */
  readonly onStdout?: (chunk: Buffer) => boolean;
}

/** Git in one folder. Rejects only when git cannot be started, or with the signal's reason; exit codes are answers. */
export type RunGit = (args: readonly string[], options?: RunOptions) => Promise<GitResult>;

const largestOutput = 64 * 1024 * 1024;
const largestErrorOutput = 256 * 1024;

/**
 * Makes git for one folder in the environment of `safeGitEnvironment`. Paths are taken literally, editors are never opened,
 * and the index is not written by commands that only read. Every process is in the register while it runs.
 */
export async function createRunGit(options: {
  folder: string;
  trusted: boolean;
  program: string;
  register: Pick<ProcessRegister, 'registerPid'>;
}): Promise<RunGit> {
  const { folder, trusted, program, register } = options;
  const environment = {
    ...(await safeGitEnvironment({ folder, trusted, program })),
    GIT_OPTIONAL_LOCKS: '0',
    GIT_LITERAL_PATHSPECS: '1',
    GIT_EDITOR: ':',
  };
  return (args, run = {}) =>
    new Promise<GitResult>((resolve, reject) => {
      run.signal?.throwIfAborted();
      const child = spawn(program, [...args], {
        cwd: folder,
        env: { ...environment, ...run.environment },
        stdio: [run.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
        detached: process.platform !== 'win32',
        windowsHide: true,
      });
      const { pid } = child;
      // Not by the child itself: what a credential helper leaves running in the background is meant to stay.
      const registered = pid === undefined ? null : register.registerPid('git', pid, () => endProcessGroup(pid));
      const output: Buffer[] = [];
      let size = 0;
      let stderr = '';
      let cut = false;
      const end = () => void registered?.stop();
      run.signal?.addEventListener('abort', end, { once: true });

      child.stdout?.on('data', (chunk: Buffer) => {
        if (cut) return;
        size += chunk.length;
        if (run.onStdout === undefined) output.push(chunk);
        const go = run.onStdout?.(chunk) ?? true;
        if (go && size <= (run.maxBytes ?? largestOutput)) return;
        cut = true;
        end();
      });
      child.stderr?.setEncoding('utf8').on('data', (text: string) => {
        run.onStderr?.(text);
        stderr = (stderr + text).slice(-largestErrorOutput);
      });
      // Git may end without reading what it was given; its exit code tells why.
      child.stdin?.on('error', () => {});
      child.stdin?.end(run.input);

      child.once('error', (error: NodeJS.ErrnoException) => {
        run.signal?.removeEventListener('abort', end);
        registered?.gone();
        reject(error.code === 'ENOENT' || error.code === 'EACCES' ? missingGit(program, error) : error);
      });
      child.once('close', (code) => {
        run.signal?.removeEventListener('abort', end);
        registered?.gone();
        if (run.signal?.aborted) reject(run.signal.reason);
        else resolve({ code: code ?? -1, stdout: Buffer.concat(output), stderr, cut });
      });
    });
}
