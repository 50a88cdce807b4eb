import { lstat, mkdir, realpath, rm, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { t } from '../../../localization/index.ts';
import { desktopError } from '../desktop-error.ts';
import { translatingErrors } from './file-errors.ts';
import { moveWithoutReplacing, placeCopy } from './move-entry.ts';
import { findFreeNames, type MadeEntry, makeFile, makeParents, removeEmptyFolders } from './new-entries.ts';
import type { FilesLog } from './ports.ts';
import { isInside, locate, locateForChange, lstatOrNull } from './project-paths.ts';
import { allOrNone } from './roll-back.ts';
import { createTakingBack, type Discarded, type Moved } from './take-back.ts';
import type { Trash } from './trash.ts';
import type { UndoTicket } from './undo-tickets.ts';
import type { WorkJournal } from './work-journal.ts';

/** Systems whose disks usually take "A" and "a" for one name. */
const ignoreCase = process.platform === 'darwin' || process.platform === 'win32';

export interface Move {
  readonly from: string;
  readonly to: string;
}

/** A change that was made, and how it is taken back. */
export interface Changed {
  readonly ticket: UndoTicket;
}
export interface Copied extends Changed {
  /** Project paths. */
  readonly created: string[];
}

/** Changes of a project's tree. Each happens whole or not at all, and never replaces anything. Paths are project paths. */
export interface TreeChanges {
  createFile(root: string, path: string, text: string): Promise<Changed>;
  createFolder(root: string, path: string): Promise<Changed>;
  move(root: string, moves: readonly Move[]): Promise<Changed>;
  duplicate(root: string, paths: readonly string[], intoFolder: string | undefined): Promise<Copied>;
  /** `sources` are absolute. */
  importEntries(root: string, sources: readonly string[], intoFolder: string): Promise<Copied>;
  trash(root: string, paths: readonly string[]): Promise<Changed>;
}

export interface TreeChangesDependencies {
  readonly trash: Trash;
  readonly journal: WorkJournal;
  readonly log: FilesLog;
}

export function createTreeChanges({ trash, journal, log }: TreeChangesDependencies): TreeChanges {
  const takingBack = createTakingBack({ trash, journal, log });

  async function createFile(root: string, path: string, text: string): Promise<Changed> {
    return create(root, path, (absolute) => makeFile(absolute, text));
  }

  async function createFolder(root: string, path: string): Promise<Changed> {
    return create(root, path, async (absolute) => {
      await mkdir(absolute);
      return { absolute, stats: await lstat(absolute) };
    });
  }

  function create(root: string, path: string, make: (absolute: string) => Promise<MadeEntry>): Promise<Changed> {
    return translatingErrors('write', path, () =>
      allOrNone(log, async (takenBackBy) => {
        const absolute = await locateForChange(root, path);
        const parents = await makeParents(absolute);
        takenBackBy(() => removeEmptyFolders(parents));
        const made = await make(absolute);
        return { ticket: takingBack.removing([made], parents) };
      }),
    );
  }

  async function move(root: string, moves: readonly Move[]): Promise<Changed> {
    return allOrNone(log, async (takenBackBy) => {
      const done: Moved[] = [];
      const madeParents: string[] = [];
      for (const { from, to } of moves) {
        await translatingErrors('write', to, async () => {
          if (to === from || to.startsWith(`${from}/`)) throw intoItself(from);
          const source = await locateForChange(root, from);
          const target = await locateForChange(root, to);
          if ((await lstatOrNull(source)) === null) throw notThere(from);
          if (isInside(source, dirname(target))) throw intoItself(from);
          const parents = await makeParents(target, [basename(source)]);
          madeParents.push(...parents);
          takenBackBy(() => removeEmptyFolders(parents));
          await moveWithoutReplacing(source, target, journal);
          takenBackBy(() => moveWithoutReplacing(target, source, journal));
          done.push({ from: source, to: target, path: from });
        });
      }
      return { ticket: takingBack.moving(done, madeParents) };
    });
  }

  async function duplicate(root: string, paths: readonly string[], intoFolder: string | undefined): Promise<Copied> {
    const sources: Source[] = [];
    for (const path of paths) {
      const absolute = await translatingErrors('read', path, () => locateForReadingEntry(root, path));
      const folder = intoFolder ?? path.slice(0, Math.max(0, path.lastIndexOf('/')));
      sources.push({ absolute, name: basename(path), shown: path, folder, keepName: intoFolder !== undefined });
    }
    return copyAll(root, sources);
  }

  async function importEntries(root: string, sources: readonly string[], intoFolder: string): Promise<Copied> {
    const found: Source[] = [];
    for (const source of sources) {
      if (!isAbsolute(source) || basename(source) === '') {
        throw desktopError('INVALID_NAME', {
          message: t('"{{source}}" is not the full path of a file or folder.', { source }),
        });
      }
      // A link that is dropped stands for what it leads to: from here it would lead elsewhere.
      const absolute = await translatingErrors('read', source, () => realpath(source));
      found.push({ absolute, name: basename(source), shown: source, folder: intoFolder, keepName: true });
    }
    return copyAll(root, found);
  }

  async function copyAll(root: string, sources: readonly Source[]): Promise<Copied> {
    return allOrNone(log, async (takenBackBy) => {
      const created: string[] = [];
      const made: MadeEntry[] = [];
      const names = new Map<string, Awaited<ReturnType<typeof findFreeNames>>>();
      for (const { absolute, name, shown, folder, keepName } of sources) {
        await translatingErrors('write', shown, async () => {
          const { isFolder, target: targetFolder } = await checkCopy(root, absolute, shown, folder);
          const free = names.get(targetFolder) ?? (await findFreeNames(targetFolder, ignoreCase));
          names.set(targetFolder, free);
          const chosen = free.choose(name, isFolder ? 'folder' : 'file', keepName);
          const target = join(targetFolder, chosen);
          await placeCopy(absolute, target, journal);
          takenBackBy(() => rm(target, { recursive: true, force: true }));
          made.push({ absolute: target, stats: await lstat(target) });
          created.push(folder === '' ? chosen : `${folder}/${chosen}`);
        });
      }
      return { created, ticket: takingBack.removing(made, []) };
    });
  }

  async function discardAll(root: string, paths: readonly string[]): Promise<Changed> {
    return allOrNone(log, async (takenBackBy) => {
      const done: Discarded[] = [];
      for (const path of topmost(paths)) {
        const trashed = await translatingErrors('write', path, async () =>
          trash.discard(await locateForChange(root, path)),
        );
        takenBackBy(() => trashed.restore());
        done.push({ path, trashed });
      }
      return { ticket: takingBack.restoring(done) };
    });
  }

  return { createFile, createFolder, move, duplicate, importEntries, trash: discardAll };
}

interface Source {
  readonly absolute: string;
  readonly name: string;
  /** As people know it. */
  readonly shown: string;
  /** The project folder that the copy goes to. */
  readonly folder: string;
  readonly keepName: boolean;
}

async function locateForReadingEntry(root: string, path: string): Promise<string> {
  if (path === '')
    throw desktopError('OUTSIDE_PROJECT', { message: t('The project folder itself cannot be copied here.') });
  const absolute = locate(root, path);
  await lstat(absolute);
  return absolute;
}

/** Where a copy goes; refuses copying a folder into itself. */
async function checkCopy(root: string, absolute: string, shown: string, folder: string) {
  const isFolder = (await lstat(absolute)).isDirectory();
  // The name is only there to make a path of the folder; links on the way are resolved.
  const target = dirname(await locateForChange(root, folder === '' ? 'x' : `${folder}/x`));
  if (!(await stat(target)).isDirectory()) {
    throw desktopError('INVALID_NAME', {
      message: t('"{{folder}}" is a file, so nothing can be put into it.', { folder }),
    });
  }
  if (isFolder && isInside(await realpath(absolute), target)) throw intoItself(shown);
  return { isFolder, target };
}

/** Paths that are not inside others of them. */
function topmost(paths: readonly string[]): string[] {
  const all = new Set(paths);
  return [...all].filter((path) => {
    for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      if (all.has(path.slice(0, slash))) return false;
    }
    return true;
  });
}

function notThere(path: string) {
  return desktopError('NOT_FOUND', { message: t('"{{path}}" is not there any more.', { path }) });
}

function intoItself(path: string) {
  return desktopError('INVALID_NAME', {
    message: t('"{{path}}" cannot be put into itself. Choose another place.', { path }),
  });
}
