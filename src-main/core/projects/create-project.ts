import { cp, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { t } from '../../../localization/index.ts';
import { desktopError } from '../desktop-error.ts';
import { makeFirstCommit } from '../git/index.ts';
import { packageNameOf } from './project-name.ts';

/** How far the making of a project is. `fraction` is 0 to 1. */
export interface CreateProgress {
  readonly message: string;
  readonly fraction: number;
}

/** Bytes; larger files of a starter are taken as they are. */
const largestTemplate = 1024 * 1024;

/**
 * Makes the folder of a new project from a starter's files (none without one), with a first commit unless `commit` is false.
 * ALREADY_EXISTS where the name is taken. When it fails or the signal is aborted, the folder is removed.
 */
export async function* createProjectFolder(options: {
  filesFolder: string | null;
  parentPath: string;
  name: string;
  commit?: boolean;
  gitProgram?: string;
  signal?: AbortSignal;
}): AsyncGenerator<CreateProgress, string, void> {
  const { filesFolder, parentPath, name, signal } = options;
  const folder = join(parentPath, name);
  signal?.throwIfAborted();
  await reserve(parentPath, folder);
  let finished = false;
  try {
    yield { message: t('Copying files'), fraction: 0.1 };
    signal?.throwIfAborted();
    if (filesFolder !== null) await cp(filesFolder, folder, { recursive: true });
    yield { message: t('Filling in the name'), fraction: 0.4 };
    await fillIn(folder, { projectName: name, packageName: packageNameOf(name) }, signal);
    if (options.commit === false) {
      signal?.throwIfAborted();
      finished = true;
      yield { message: t('Done'), fraction: 1 };
      return folder;
    }
    yield { message: t('Making the first commit'), fraction: 0.6 };
    signal?.throwIfAborted();
    const committed = await makeFirstCommit(folder, { program: options.gitProgram, signal });
    signal?.throwIfAborted();
    finished = true;
    yield { message: committed ? t('Done') : t('Done, without a first commit: Git is not installed'), fraction: 1 };
    return folder;
  } catch (error) {
    throw inWords(error);
  } finally {
    if (!finished) await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

// Making the folder is what takes the name: two that want it at once can't both have it.
async function reserve(parentPath: string, folder: string): Promise<void> {
  try {
    await mkdir(parentPath, { recursive: true });
  } catch (error) {
    throw (error as { code?: string }).code === 'EEXIST' ? noFolder(error) : inWords(error);
  }
  try {
    await mkdir(folder);
  } catch (error) {
    if ((error as { code?: string }).code !== 'EEXIST') throw inWords(error);
    throw desktopError('ALREADY_EXISTS', {
      message: t('There is already something at {{folder}}. Take another name.', { folder }),
    });
  }
}

async function fillIn(folder: string, values: Record<string, string>, signal: AbortSignal | undefined): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    signal?.throwIfAborted();
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    await fillInFile(path, values);
    // npm leaves .gitignore files out of packages, so starters carry them under another name.
    if (entry.name === 'gitignore') await rename(path, join(entry.parentPath, '.gitignore'));
  }
}

async function fillInFile(path: string, values: Record<string, string>): Promise<void> {
  if ((await stat(path)).size > largestTemplate) return;
  const bytes = await readFile(path);
  if (bytes.includes(0) || !bytes.includes('{{')) return;
  const text = bytes.toString('utf8');
  const filled = text.replace(/\{\{(\w+)\}\}/g, (placeholder, key: string) => values[key] ?? placeholder);
  if (filled !== text) await writeFile(path, filled);
}

function inWords(error: unknown): unknown {
  switch ((error as { code?: unknown }).code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return desktopError('NO_SPACE', { message: t('The disk is full, so the project was not made.'), cause: error });
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return desktopError('NOT_WRITABLE', {
        message: t('No project can be made there: the folder is not writable.'),
        cause: error,
      });
    case 'ENOTDIR':
    case 'ENOENT':
      return noFolder(error);
    default:
      return error;
  }
}

function noFolder(cause: unknown): unknown {
  return desktopError('PROJECT_NOT_FOUND', { message: t('The place for the project is no folder.'), cause });
}
