import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createGit, makeFirstCommit } from '../git/index.ts';
import { readWritten } from './write-files.ts';

const ignoredByDefault = 'node_modules/\ndist/\n*.log\n.env\n.env.*\n!.env.example\n';
/** The last commit that a run has made, in its repository's own settings: any other repository is left alone. */
const lastOfRun = 'flashfusion.generated';

interface GitOptions {
  readonly program: string;
  readonly signal?: AbortSignal;
}

/** Makes a repository of a run's folder with all that is in it, or ends what was begun of one. Without git it stays as it is. */
export async function commitRun(folder: string, options: GitOptions): Promise<void> {
  if ((await readWritten(folder, ['.gitignore'])).length === 0) {
    await writeFile(join(folder, '.gitignore'), ignoredByDefault, { flag: 'wx' }).catch(() => undefined);
  }
  if (await isRepository(folder)) {
    if (!(await isOnlyBegun(folder, options))) return;
    // Of a git that was killed; nobody else works here yet.
    await rm(join(folder, '.git', 'index.lock'), { force: true });
  }
  if (!(await makeFirstCommit(folder, options))) return;
  const git = await createGit({ folder, trusted: false, ...options });
  await git.raw(['config', '--local', lastOfRun, (await git.raw(['rev-parse', 'HEAD'])).trim()]);
}

/**
 * Commits what a repair of failed checks has written. Not in a repository that the run did not make or that somebody has committed to since, nor
 * where anything but `files`, those of the run, has changed. Says whether it did.
 */
export async function commitRepair(
  folder: string,
  options: GitOptions & { written: readonly string[]; files: readonly string[]; failed: readonly string[] },
): Promise<boolean> {
  if (!(await isRepository(folder))) return false;
  const { written, files, failed, program, signal } = options;
  const git = await createGit({ folder, trusted: false, program, signal });
  const head = async () => (await git.raw(['rev-parse', 'HEAD'])).trim();
  const known = (await git.raw(['config', '--local', '--get', '--default=', lastOfRun])).trim();
  if (known === '' || known !== (await head())) return false;
  const status = await git.raw(['status', '--porcelain', '-z', '--no-renames', '--untracked-files=no']);
  const ofRun = new Set([...files, ...written]);
  const changed = status.split('\0').filter((entry) => entry !== '');
  if (changed.some((entry) => !ofRun.has(entry.slice(3)))) return false;
  const wanted = written.map((path) => `:(literal)${path}`);
  const listed = await git.raw(['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', ...wanted]);
  const paths = listed.split('\0').flatMap((path) => (path === '' ? [] : [`:(literal)${path}`]));
  if (paths.length === 0) return false;
  await git.raw(['add', '--', ...paths]);
  await git.raw([
    'commit',
    '--quiet',
    '--no-verify',
    `--message=Repair what failed: ${failed.join(', ')}`,
    '--',
    ...paths,
  ]);
  await git.raw(['config', '--local', lastOfRun, await head()]);
  return true;
}

/** Whether a repository is as a run leaves it that ends before its commit. With a commit or a remote it is somebody's. */
async function isOnlyBegun(folder: string, options: GitOptions): Promise<boolean> {
  try {
    const git = await createGit({ folder, trusted: false, ...options });
    for (const args of [['rev-parse', '--verify', '--quiet', 'HEAD'], ['for-each-ref', '--count=1'], ['remote']]) {
      if ((await git.raw(args)).trim() !== '') return false;
    }
    return true;
  } catch {
    options.signal?.throwIfAborted();
    return false;
  }
}

async function isRepository(folder: string): Promise<boolean> {
  return readFile(join(folder, '.git', 'HEAD')).then(
    () => true,
    () => false,
  );
}
