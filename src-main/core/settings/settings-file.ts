import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { desktopError } from '../desktop-error.ts';

/** Bytes; nobody writes more than this by hand. */
const largestSettingsFile = 1024 * 1024;

/** Where a settings file is. A `contained` one must not lead out of `root` by a link; people link their own from anywhere. */
export interface SettingsFile {
  readonly root: string;
  readonly contained: boolean;
  /** Relative to `root`, with forward slashes. */
  readonly path: string;
}

/** The text of a settings file without its byte order mark; null where there is none or it leads out of its folder. */
export async function readSettingsFile(file: SettingsFile): Promise<string | null> {
  try {
    const target = await realTarget(file);
    if ((await stat(target)).size > largestSettingsFile) return null;
    return (await readFile(target, 'utf8')).replace(/^\uFEFF/, '');
  } catch {
    return null;
  }
}

/**
 * Writes a settings file so that it is the old or the new one at any moment, through links. Fails with OUTSIDE_PROJECT where
 * a contained one leads out, NOT_WRITABLE and NO_SPACE.
 */
export async function writeSettingsFile(file: SettingsFile, text: string): Promise<void> {
  try {
    await mkdir(dirname(join(file.root, file.path)), { recursive: true });
    const target = await realTarget(file);
    await replaceFile(target, text);
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') throw desktopError('NOT_WRITABLE', { cause: error });
    if (code === 'ENOSPC' || code === 'EDQUOT') throw desktopError('NO_SPACE', { cause: error });
    throw error;
  }
}

async function replaceFile(target: string, text: string): Promise<void> {
  const temporary = join(dirname(target), `.${randomUUID()}.tmp`);
  const mode = await stat(target).then(
    (found) => found.mode & 0o777,
    () => 0o644,
  );
  try {
    const handle = await open(temporary, 'wx', mode);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(dirname(target));
}

async function syncFolder(folder: string): Promise<void> {
  // Windows writes renames through on its own and can't open a folder for this.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch (error) {
    // Some network file systems can't do it for folders.
    const { code } = error as { code?: string };
    if (code !== 'EINVAL' && code !== 'ENOTSUP') throw error;
  } finally {
    await handle.close();
  }
}

async function realTarget(file: SettingsFile): Promise<string> {
  const root = await realpath(file.root);
  const path = join(root, file.path);
  const target = await realpath(path).catch(async (error: { code?: string }) => {
    if (error.code !== 'ENOENT') throw error;
    return join(await realpath(dirname(path)), path.slice(dirname(path).length + 1));
  });
  if (!file.contained) return target;
  const inside = relative(root, target);
  if (inside === '..' || inside.startsWith(`..${sep}`) || inside.startsWith(sep)) throw desktopError('OUTSIDE_PROJECT');
  return target;
}
