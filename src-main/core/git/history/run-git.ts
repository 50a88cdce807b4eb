import { type ChildProcess, spawn } from 'node:child_process';
import { t } from '../../../../localization/index.ts';
import { desktopError } from '../../desktop-error.ts';
import { gitEnvironment, neutralSettings, restrictedSettings } from '../safe-git.ts';

/** Takes up a child program, so that it ends when Core does. */
export type RegisterChild = (name: string, child: ChildProcess) => { stop(): Promise<void> };

/** Git ended with something else than success. */
export class GitExit extends Error {
  override name = 'GitExit';
  readonly code: number | null;
  readonly stderr: string;
  constructor(code: number | null, stderr: string) {
    super(stderr.trim() || `git ended with ${code}`);
    this.code = code;
    this.stderr = stderr;
  }
}

export interface RunOptions {
  /** Given to git on its standard input. */
  readonly input?: Uint8Array | string;
  readonly signal?: AbortSignal;
  /** Called with what git says on standard error, as it comes. */
  readonly onStderr?: (text: string) => void;
}

/** Git in one folder, as streams. */
export interface GitRunner {
  /** What git prints, in pieces. Fails with GitExit; ends git, with all that it has started, when the reader stops. */
  stream(args: readonly string[], options?: RunOptions): AsyncGenerator<Buffer, void, void>;
  /** All that git prints. */
  bytes(args: readonly string[], options?: RunOptions): Promise<Buffer>;
  text(args: readonly string[], options?: RunOptions): Promise<string>;
}

/** Bytes of standard error that are kept for messages. */
const keptStderr = 64 * 1024;

/**
 * Runs git where its output is too large or comes too slowly to wait for. `trusted` false keeps it from running anything that the
 * folder brings along, as `createGit` does. Paths are taken literally unless an argument asks for patterns.
 */
export async function createGitRunner(options: {
  readonly folder: string;
  readonly trusted: boolean;
  readonly program: string;
  readonly registerChild: RegisterChild;
  readonly environment?: Readonly<Record<string, string>>;
}): Promise<GitRunner> {
  const { folder, program, registerChild } = options;
  const plain = { ...gitEnvironment(process.env), GIT_OPTIONAL_LOCKS: '0', GIT_EDITOR: 'true', ...options.environment };
  let environment: Record<string, string> = plain;

  async function* stream(args: readonly string[], run: RunOptions = {}): AsyncGenerator<Buffer, void, void> {
    run.signal?.throwIfAborted();
    const child = spawn(program, ['-c', 'i18n.logOutputEncoding=UTF-8', ...args], {
      cwd: folder,
      env: environment,
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    const registered = registerChild('git', child);
    const ended = new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    ended.catch(() => undefined);
    const stop = () => void registered.stop();
    run.signal?.addEventListener('abort', stop, { once: true });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(-keptStderr);
      run.onStderr?.(text);
    });
    // A git that ends before it has read all of its input is told of by its exit code.
    child.stdin.on('error', () => undefined);
    child.stdin.end(run.input ?? '');
    try {
      for await (const chunk of child.stdout) {
        run.signal?.throwIfAborted();
        yield chunk as Buffer;
      }
      const code = await ended;
      run.signal?.throwIfAborted();
      if (code !== 0) throw new GitExit(code, stderr);
    } finally {
      run.signal?.removeEventListener('abort', stop);
      await registered.stop();
      await ended.catch(() => undefined);
    }
  }

  const bytes = async (args: readonly string[], run?: RunOptions): Promise<Buffer> => {
    const pieces: Buffer[] = [];
    for await (const piece of stream(args, run)) pieces.push(piece);
    return Buffer.concat(pieces);
  };

  if (!options.trusted) {
    // Listing the configuration runs none of it.
    const listed = await bytes(['config', '--list', '--name-only', '-z', '--includes']).catch(() => Buffer.alloc(0));
    const keys = [...new Set(listed.toString('utf8').split('\0'))];
    environment = { ...plain, ...settingsInEnvironment([...restrictedSettings, ...neutralSettings(keys)]) };
  }
  return { stream, bytes, text: async (args, run) => (await bytes(args, run)).toString('utf8') };
}

// The environment carries any key as it is; on the command line one with "=" in its name would be read as another.
function settingsInEnvironment(settings: readonly (readonly [string, string])[]): Record<string, string> {
  const entries = settings.flatMap(([key, value], index) => [
    [`GIT_CONFIG_KEY_${index}`, key],
    [`GIT_CONFIG_VALUE_${index}`, value],
  ]);
  return { GIT_CONFIG_COUNT: String(settings.length), ...Object.fromEntries(entries) };
}

/** What git said, as an error for people; anything else passes as it is. */
export function inWords(error: unknown, fallback: string): unknown {
  if (error instanceof GitExit) {
    return desktopError('GIT_FAILED', { message: describeFailure(error.stderr) ?? fallback, cause: error });
  }
  if ((error as { code?: unknown } | null)?.code === 'ENOENT') {
    return desktopError('GIT_FAILED', {
      message: t('Git was not found. Install it, or name its place in the setting "Git program".'),
      cause: error,
    });
  }
  return error;
}

/** The lines of git's message that say what is wrong, without its own prefixes; null when it said nothing. */
export function describeFailure(stderr: string): string | null {
  const lines = stderr
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('hint:') && !line.startsWith('warning:'));
  const first = lines.findIndex((line) => /^(fatal|error):/.test(line));
  const said = (first < 0 ? lines.slice(-3) : lines.slice(first, first + 6))
    .map((line) => line.replace(/^(fatal|error): /, ''))
    .join(' ');
  if (said === '') return null;
  const text = said.charAt(0).toUpperCase() + said.slice(1);
  return /[.?:]$/.test(text) ? text : `${text}.`;
}
