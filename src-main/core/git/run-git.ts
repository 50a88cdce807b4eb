import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
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

export interface StreamOptions {
  /** Given to git on its standard input. */
  readonly input?: Uint8Array | string;
  readonly signal?: AbortSignal;
  readonly environment?: Readonly<Record<string, string>>;
  /** Told of the error output as it comes: progress. */
  readonly onStderr?: (text: string) => void;
}

export interface RunOptions extends StreamOptions {
  /** Ends git when it has written more. Default 64 MB. */
  readonly maxBytes?: number;
  /** Told of the output as it comes; answering false ends git there. */
  readonly onStdout?: (chunk: Buffer) => boolean;
}

/** Git in one folder. Rejects only when git cannot be started, or with the signal's reason; exit codes are answers. */
export type RunGit = (args: readonly string[], options?: RunOptions) => Promise<GitResult>;

/** Git ended with something else than success. */
export class GitExit extends Error {
  override name = 'GitExit';
  readonly code: number;
  readonly stderr: string;
  constructor(code: number, stderr: string) {
    super(stderr.trim() || `git ended with ${code}`);
    this.code = code;
    this.stderr = stderr;
  }
}

/** Git in one folder where its output is too large or comes too slowly to wait for. */
export interface GitStreams {
  /** What git prints, in pieces. Fails with GitExit; ends git, with all that it has started, when the reader stops. */
  stream(args: readonly string[], options?: StreamOptions): AsyncGenerator<Buffer, void, void>;
  /** All that git prints. */
  bytes(args: readonly string[], options?: StreamOptions): Promise<Buffer>;
  text(args: readonly string[], options?: StreamOptions): Promise<string>;
}

interface GitOptions {
  readonly folder: string;
  /** False keeps git from running anything that the folder brings along. */
  readonly trusted: boolean;
  readonly program: string;
  readonly register: Pick<ProcessRegister, 'registerPid'>;
}

const largestOutput = 64 * 1024 * 1024;
const largestErrorOutput = 256 * 1024;

/**
 * Makes git for one folder in the environment of `safeGitEnvironment`. Paths are taken literally, editors are never opened,
 * and the index is not written by commands that only read. Every process is in the register while it runs.
 */
export async function createRunGit(options: GitOptions): Promise<RunGit> {
  const start = await createGitStarter(options, { GIT_LITERAL_PATHSPECS: '1' });
  return async (args, run = {}) => {
    const git = start(args, run);
    const output: Buffer[] = [];
    let size = 0;
    let cut = false;
    git.stdout.on('data', (chunk: Buffer) => {
      if (cut) return;
      size += chunk.length;
      if (run.onStdout === undefined) output.push(chunk);
      const go = run.onStdout?.(chunk) ?? true;
      if (go && size <= (run.maxBytes ?? largestOutput)) return;
      cut = true;
      void git.stop();
    });
    const { code, stderr } = await git.ended;
    run.signal?.throwIfAborted();
    return { code, stdout: Buffer.concat(output), stderr, cut };
  };
}

/** The same as streams. Paths are patterns unless an argument says otherwise; texts come in UTF-8. */
export async function createGitStreams(
  options: GitOptions & { readonly environment?: Readonly<Record<string, string>> },
): Promise<GitStreams> {
  const start = await createGitStarter(options, options.environment ?? {});

  async function* stream(args: readonly string[], run: StreamOptions = {}): AsyncGenerator<Buffer, void, void> {
    const git = start(['-c', 'i18n.logOutputEncoding=UTF-8', ...args], run);
    let read = false;
    try {
      for await (const chunk of git.stdout) {
        run.signal?.throwIfAborted();
        yield chunk as Buffer;
      }
      read = true;
      const { code, stderr } = await git.ended;
      run.signal?.throwIfAborted();
      if (code !== 0) throw new GitExit(code, stderr);
    } finally {
      if (!read) await git.stop();
      await git.ended.catch(() => undefined);
    }
  }

  const bytes = async (args: readonly string[], run?: StreamOptions): Promise<Buffer> => {
    const pieces: Buffer[] = [];
    for await (const piece of stream(args, run)) pieces.push(piece);
    return Buffer.concat(pieces);
  };
  return { stream, bytes, text: async (args, run) => (await bytes(args, run)).toString('utf8') };
}

/** One git program that runs. */
interface RunningGit {
  readonly stdout: Readable;
  /** Resolves when it has ended and its output has been read; rejects when it cannot be started. */
  readonly ended: Promise<{ readonly code: number; readonly stderr: string }>;
  /** Ends it with all that it has started. */
  stop(): Promise<void>;
}

async function createGitStarter(
  { folder, trusted, program, register }: GitOptions,
  own: Readonly<Record<string, string>>,
): Promise<(args: readonly string[], run: StreamOptions) => RunningGit> {
  const environment = {
    ...(await safeGitEnvironment({ folder, trusted, program })),
    GIT_OPTIONAL_LOCKS: '0',
    GIT_EDITOR: ':',
    ...own,
  };
  return (args, run) => {
    run.signal?.throwIfAborted();
    const child = spawn(program, [...args], {
      cwd: folder,
      env: { ...environment, ...run.environment },
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    const { pid } = child;
    // Not by the child itself: what a credential helper leaves running in the background is meant to stay.
    const registered = pid === undefined ? null : register.registerPid('git', pid, () => endProcessGroup(pid));
    const stop = async () => registered?.stop();
    const abort = () => void stop();
    run.signal?.addEventListener('abort', abort, { once: true });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      run.onStderr?.(text);
      stderr = (stderr + text).slice(-largestErrorOutput);
    });
    // Git may end without reading what it was given; its exit code tells why.
    child.stdin.on('error', () => {});
    child.stdin.end(run.input);
    const ended = new Promise<{ code: number; stderr: string }>((resolve, reject) => {
      child.once('error', (error: NodeJS.ErrnoException) =>
        reject(error.code === 'ENOENT' || error.code === 'EACCES' ? missingGit(program, error) : error),
      );
      child.once('close', (code) => resolve({ code: code ?? -1, stderr }));
    }).finally(() => {
      run.signal?.removeEventListener('abort', abort);
      registered?.gone();
    });
    // Whoever reads the output asks for this when it has been read.
    ended.catch(() => undefined);
    return { stdout: child.stdout, ended, stop };
  };
}
