import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { t } from '../../../localization/index.ts';
import { desktopError } from '../desktop-error.ts';
import { findRipgrep, type RegisterChild } from '../files/index.ts';

/** A ripgrep at work. */
export interface Ripgrep {
  readonly output: Readable;
  /** Everything that it said besides, and its exit code, once it has ended. */
  readonly ended: Promise<{ readonly complaint: string; readonly code: number | null }>;
  /** Ends it if it still runs. */
  stop(): Promise<void>;
}

/** Starts ripgrep in a folder. `input` is what it reads instead of files. It never reads a configuration. */
export async function startRipgrep(
  folder: string,
  parameters: readonly string[],
  registerChild: RegisterChild,
  input?: string,
): Promise<Ripgrep> {
  const { RIPGREP_CONFIG_PATH: _, ...environment } = process.env;
  const child = spawn(await findRipgrep(), ['--no-config', ...parameters], {
    cwd: folder,
    env: environment,
    stdio: 'pipe',
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  const closed = once(child, 'close');
  closed.catch(() => {});
  await once(child, 'spawn').catch((error: unknown) => {
    throw desktopError('PROJECT_NOT_FOUND', {
      message: t('The search did not start: the folder is not there, or ripgrep may not be run.'),
      cause: error,
    });
  });
  const registered = registerChild('ripgrep', child);
  let complaint = '';
  child.stderr.setEncoding('utf8');
  child.stderr.on('data', (text: string) => {
    if (complaint.length < 100_000) complaint += text;
  });
  // It may end before it has read everything: its exit code tells.
  child.stdin.on('error', () => {});
  child.stdin.end(input ?? '');
  return {
    output: child.stdout,
    ended: closed.then(([code]) => ({ complaint, code: code as number | null })),
    async stop() {
      child.stdout.destroy();
      await registered.stop();
      await closed.catch(() => {});
    },
  };
}
