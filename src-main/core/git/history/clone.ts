import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClonePart } from '../../../../contract/desktop/git/history.ts';
import { t } from '../../../../localization/index.ts';
import { desktopError } from '../../desktop-error.ts';
import type { ProcessRegister } from '../../processes/index.ts';
import { createGitStreams, GitExit } from '../run-git.ts';
import { type CloneProgress, createProgressReader, describeCloneFailure } from './clone-progress.ts';
import { checkCloneUrl } from './clone-url.ts';
import { inWords } from './describe-failure.ts';

/** Milliseconds between two words about the progress. */
const tellEvery = 100;

/**
 * Clones a repository into a new folder of that name. When it fails, is aborted, or the reader stops, nothing of the folder is
 * left. ALREADY_EXISTS where the name is taken, GIT_FAILED for what git says.
 */
export async function* cloneRepository(options: {
  readonly url: string;
  readonly parentPath: string;
  readonly name: string;
  readonly program: string;
  readonly register: Pick<ProcessRegister, 'registerPid'>;
  readonly signal?: AbortSignal | undefined;
}): AsyncGenerator<ClonePart, void, void> {
  const { parentPath, name, program, register, signal } = options;
  const url = checkCloneUrl(options.url);
  const folder = await reserve(parentPath, name);
  const git = await createGitStreams({
    folder: parentPath,
    trusted: true,
    program,
    register,
    environment: { GIT_ALLOW_PROTOCOL: 'file:git:http:https:ssh' },
  });
  const stop = new AbortController();
  const abort = () => stop.abort(signal?.reason);
  signal?.addEventListener('abort', abort, { once: true });
  if (signal?.aborted) abort();
  let finished = false;
  let latest: CloneProgress | null = null;
  let wake = () => {};
  const read = createProgressReader();
  const args = ['-c', 'protocol.ext.allow=never', 'clone', '--progress', '--', url, folder];
  const work = git
    .bytes(args, {
      signal: stop.signal,
      onStderr(text) {
        latest = read(text) ?? latest;
        wake();
      },
    })
    .finally(() => {
      finished = true;
      wake();
    });
  work.catch(() => undefined);
  let cloned = false;
  try {
    yield { type: 'progress', message: t('Connecting'), fraction: null };
    while (!finished) {
      await new Promise<void>((resolve) => {
        wake = resolve;
        if (finished) resolve();
      });
      const progress = latest as CloneProgress | null;
      if (progress === null || finished) continue;
      latest = null;
      yield { type: 'progress', ...progress };
      await new Promise((resolve) => setTimeout(resolve, tellEvery));
    }
    await work;
    cloned = true;
    yield { type: 'cloned', path: folder };
  } catch (error) {
    if (error instanceof GitExit) {
      const message = describeCloneFailure(error.stderr);
      if (message !== null) throw desktopError('GIT_FAILED', { message, cause: error });
    }
    throw inWords(error, t('Git could not clone the repository.'));
  } finally {
    signal?.removeEventListener('abort', abort);
    if (!cloned) {
      stop.abort();
      await work.catch(() => undefined);
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  }
}

/** Making the folder is what takes the name. */
async function reserve(parentPath: string, name: string): Promise<string> {
  const parent = await stat(parentPath).catch(() => null);
  if (!parent?.isDirectory()) {
    throw desktopError('PROJECT_NOT_FOUND', {
      message: t('There is no folder {{parentPath}}. Choose another one.', { parentPath }),
    });
  }
  const folder = join(parentPath, name);
  try {
    await mkdir(folder);
    return folder;
  } catch (cause) {
    switch ((cause as { code?: unknown }).code) {
      case 'EEXIST':
        throw desktopError('ALREADY_EXISTS', {
          message: t('There is already something at {{folder}}. Take another name or folder.', { folder }),
          cause,
        });
      case 'EACCES':
      case 'EPERM':
      case 'EROFS':
        throw desktopError('NOT_WRITABLE', {
          message: t('{{parentPath}} is not writable. Choose another folder.', { parentPath }),
          cause,
        });
      default:
        throw cause;
    }
  }
}
