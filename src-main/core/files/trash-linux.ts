import { lstat, mkdir, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, extname, join, relative } from 'node:path';
import { t } from '../../../localization/index.ts';
import { hasErrorCode } from './file-errors.ts';
import { moveWithoutReplacing } from './move-entry.ts';
import { lstatOrNull } from './project-paths.ts';
import type { Trash, Trashed } from './trash.ts';
import type { WorkJournal } from './work-journal.ts';

/** A folder with `files` and `info`; paths in the latter are relative to `base` if there is one. */
interface TrashFolder {
  readonly path: string;
  readonly base: string | null;
}

/** The trash of the freedesktop.org Trash specification 1.0, which file managers on Linux share. */
export function createLinuxTrash({
  environment,
  journal,
}: {
  readonly environment: NodeJS.ProcessEnv;
  readonly journal: WorkJournal;
}): Trash {
  const dataHome = environment.XDG_DATA_HOME?.startsWith('/')
    ? environment.XDG_DATA_HOME
    : join(environment.HOME ?? homedir(), '.local', 'share');
  const home: TrashFolder = { path: join(dataHome, 'Trash'), base: null };

  async function discard(absolute: string): Promise<Trashed> {
    const trash = await chooseTrash(absolute, home);
    const { infoPath, filePath } = await reserveName(trash, absolute);
    try {
      await moveWithoutReplacing(absolute, filePath, journal);
    } catch (error) {
      await unlink(infoPath);
      throw error;
    }
    return {
      async findObstacle() {
        const name = basename(absolute);
        if ((await lstatOrNull(filePath)) === null) return t('"{{name}}" is not in the trash any more.', { name });
        if ((await lstatOrNull(absolute)) !== null)
          return t('There is another "{{name}}" in its place now. Rename that one first.', { name });
        return null;
      },
      async restore() {
        await mkdir(dirname(absolute), { recursive: true });
        await moveWithoutReplacing(filePath, absolute, journal);
        await rm(infoPath, { force: true });
      },
      forget: async () => {},
    };
  }

  return { discard };
}

/** The home trash for what is on its disk, else the one at the top of the other disk, else the home trash by copying. */
async function chooseTrash(absolute: string, home: TrashFolder): Promise<TrashFolder> {
  const { dev } = await lstat(absolute);
  if ((await canMakeTrash(home.path)) && (await stat(home.path)).dev === dev) return home;
  const top = await findTop(absolute, dev);
  const uid = process.getuid?.() ?? 0;
  const shared = join(top, '.Trash');
  const sharedStats = await lstatOrNull(shared);
  // The specification: a folder that the administrator made, not a link, with the sticky bit.
  if (sharedStats?.isDirectory() && (sharedStats.mode & 0o1000) !== 0) {
    const own = join(shared, String(uid));
    if (await canMakeTrash(own)) return { path: own, base: top };
  }
  const own = join(top, `.Trash-${uid}`);
  return (await canMakeTrash(own)) ? { path: own, base: top } : home;
}

/** The highest folder that is on the same disk. */
async function findTop(absolute: string, dev: number): Promise<string> {
  let top = dirname(absolute);
  while (dirname(top) !== top && (await stat(dirname(top))).dev === dev) top = dirname(top);
  return top;
}

async function makeTrash(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  for (const folder of [path, join(path, 'files'), join(path, 'info')]) {
    await mkdir(folder, 0o700).catch((error: unknown) => {
      if (!hasErrorCode(error, 'EEXIST')) throw error;
    });
  }
}

async function canMakeTrash(path: string): Promise<boolean> {
  try {
    await makeTrash(path);
    const stats = await lstat(path);
    return stats.isDirectory() && stats.uid === (process.getuid?.() ?? stats.uid);
  } catch (error) {
    if (hasErrorCode(error, 'EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'ENOSPC', 'EDQUOT')) return false;
    throw error;
  }
}

/** Writes the information first, with a name no one has: that makes the name ours, says the specification. */
async function reserveName(trash: TrashFolder, absolute: string): Promise<{ infoPath: string; filePath: string }> {
  const original = trash.base === null ? absolute : relative(trash.base, absolute);
  const info = describeTrashed(original, new Date());
  const name = basename(absolute);
  const extension = extname(name);
  const stem = shorten(name.slice(0, name.length - extension.length), 200 - Buffer.byteLength(extension));
  for (let number = 1; ; number++) {
    const candidate = number === 1 && Buffer.byteLength(name) <= 240 ? name : `${stem}.${number}${extension}`;
    const infoPath = join(trash.path, 'info', `${candidate}.trashinfo`);
    const filePath = join(trash.path, 'files', candidate);
    try {
      await writeFile(infoPath, info, { flag: 'wx', mode: 0o600 });
    } catch (error) {
      if (hasErrorCode(error, 'EEXIST')) continue;
      throw error;
    }
    if ((await lstatOrNull(filePath)) === null) return { infoPath, filePath };
    await unlink(infoPath);
  }
}

/** As many characters from the start as fit in so many bytes. */
function shorten(text: string, bytes: number): string {
  let kept = '';
  for (const character of text) {
    if (Buffer.byteLength(kept) + Buffer.byteLength(character) > bytes) break;
    kept += character;
  }
  return kept;
}

/** The contents of a `.trashinfo` file: the path as a URL has it, and the local time to the second. */
export function describeTrashed(path: string, at: Date): string {
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
  return `[Trash Info]\nPath=${encoded}\nDeletionDate=${local.toISOString().slice(0, 19)}\n`;
}
