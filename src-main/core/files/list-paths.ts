import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { sep } from 'node:path';
import type { Readable } from 'node:stream';
import type { FolderLister } from './list-folders.ts';
import { isNameable } from './project-paths.ts';
import { isTemporaryName } from './temporary-names.ts';

const maximumPaths = 1_000_000;

/** Takes up a child program, so that it ends when Core does. */
export type RegisterChild = (name: string, child: ChildProcess) => { stop(): Promise<void> };

export interface ListPathsDependencies {
  readonly registerChild: RegisterChild;
  readonly lister: FolderLister;
}

/**
 * All files of a project that are not ignored, in portions as they are found; without `.git`. Ends early when aborted.
 */
export async function* listPaths(
  root: string,
  { registerChild, lister }: ListPathsDependencies,
  signal: AbortSignal,
): AsyncGenerator<string[], void, void> {
  const child = await startRipgrep(root);
  if (child === null) {
    yield await walk(root, lister);
    return;
  }
  const registered = registerChild('ripgrep', child);
  const ended = once(child, 'close');
  try {
    let rest = '';
    let count = 0;
    child.stdout.setEncoding('utf8');
    for await (const chunk of child.stdout) {
      if (signal.aborted || count > maximumPaths) return;
      const found = `${rest}${chunk}`.split('\0');
      rest = found.pop() ?? '';
      const paths = found.map(toSlashes).filter(isListable);
      count += paths.length;
      yield paths;
    }
  } finally {
    await registered.stop();
    await ended;
  }
}

/** Where ripgrep is. Rejects where it is not installed for this system. */
export async function findRipgrep(): Promise<string> {
  const { rgPath } = await import('@vscode/ripgrep');
  // Programs inside the packaged app's archive cannot be started; they lie beside it.
  return rgPath.replace(/app\.asar(?=[\\/])/, 'app.asar.unpacked');
}

/** Null where it is not installed for this system, or may not be started. */
async function startRipgrep(root: string): Promise<ChildProcessByStdio<null, Readable, null> | null> {
  try {
    const child = spawn(await findRipgrep(), ripgrepArguments, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'ignore'],
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    await once(child, 'spawn');
    return child;
  } catch {
    return null;
  }
}

const ripgrepArguments = [
  '--no-config',
  '--files',
  '--hidden',
  '--no-require-git',
  '--no-messages',
  '--null',
  '--glob',
  '!.git',
];

function toSlashes(path: string): string {
  return sep === '\\' ? path.replaceAll('\\', '/') : path;
}

function isListable(path: string): boolean {
  return isNameable(path) && !path.split('/').some(isTemporaryName);
}

/** The same without ripgrep, for systems it cannot be started on. */
async function walk(root: string, lister: FolderLister): Promise<string[]> {
  const { listing } = await lister.listTree(root, '', maximumPaths);
  return Object.entries(listing)
    .flatMap(([folder, entries]) =>
      entries
        .filter(({ kind, ignored }) => kind === 'file' && !ignored)
        .map(({ name }) => (folder === '' ? name : `${folder}/${name}`)),
    )
    .filter(isListable);
}
