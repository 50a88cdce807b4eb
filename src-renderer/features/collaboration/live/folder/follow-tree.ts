import { messageOf } from '../../../../app/error-message.ts';
import type { SharedEntry } from '../../session/session-files.ts';
import { type FolderWork, isWithin, type OnDisk, renameKnown } from './folder-work.ts';
import { holdHidden, isHiddenFolder, isRules, listHidden } from './unshared.ts';
import { codeOf, createFiles, takenBy } from './write-to-disk.ts';

/** Makes the folder look like the session's tree: moved, removed and new entries. */
export async function followTree(work: FolderWork): Promise<void> {
  const { files, disk, unshared } = work;
  const rulesMove = ([id, { path }]: [string, OnDisk]): boolean => {
    const now = files.get(id)?.path ?? '';
    return now !== path && (isRules(path) || isRules(now));
  };
  if ([...disk].some(rulesMove)) {
    await holdHidden(work);
    unshared.rulesChanged = true;
  }
  // Removed files first: another may have got the name of one.
  const removed = await trashRemoved(work);
  await followMoves(work);
  await leaveFolders(work, removed);
  const missing = files.entries().filter(({ id, kind }) => kind !== 'other' && !disk.has(id));
  for (const folder of missing.filter(({ kind }) => kind === 'folder')) await createFolder(work, folder);
  await createFiles(
    work,
    missing.filter(({ kind }) => kind === 'file'),
  );
}

async function followMoves(work: FolderWork): Promise<void> {
  const { files, disk } = work;
  const gone: Gone = { left: [], moved: [] };
  const waiting = () =>
    [...disk]
      .filter(([id, { path }]) => (files.get(id)?.path ?? path) !== path)
      // Folders come before what is in them, and take it along.
      .sort(([, one], [, other]) => one.path.length - other.path.length)
      .map(([id]) => id);
  const taken = new Set<string>();
  // One may wait for the name that another has: as long as any gets its own, the others are tried again.
  for (let ids = waiting(); ids.length > 0; ) {
    for (const id of ids) await followMove(work, id, gone, taken);
    const next = waiting();
    if (next.length === ids.length && !(await partCircle(work, next, taken))) break;
    ids = waiting();
  }
  for (const id of waiting()) if (taken.has(id)) work.onProblem(takenBy(files.get(id)?.path ?? ''));
  await removeEmpty(work, gone.left, gone.moved);
}

/** What is not where it was: folders whose files went one by one, and paths that have moved. */
interface Gone {
  readonly left: string[];
  readonly moved: string[];
}

/** Moves what is on disk of an entry to where the session has it; `taken` notes that something else is there. */
async function followMove(work: FolderWork, id: string, gone: Gone, taken: Set<string>): Promise<void> {
  const { files, disk, unshared } = work;
  const [known, entry] = [disk.get(id), files.get(id)];
  if (!known || !entry || known.path === entry.path) return;
  const { path: from } = known;
  const { path: to } = entry;
  const folder = known.version === null;
  if (folder && (await isHiddenFolder(work, [from, to]))) {
    // What is in it and not shared stays; the session's files move one by one.
    gone.left.push(from);
    disk.delete(id);
    return;
  }
  const hidden = folder ? await listHidden(work, from) : [];
  try {
    await moveOnDisk(work, from, to);
    taken.delete(id);
  } catch (error) {
    if (codeOf(error) === 'NOT_FOUND') disk.delete(id);
    else if (codeOf(error) === 'ALREADY_EXISTS') taken.add(id);
    else work.onProblem({ path: to, kind: 'failed', message: messageOf(error) });
    return;
  }
  gone.moved.push(from);
  for (const path of hidden) {
    // Other rules may hold for its new name.
    unshared.hidden.add(to + path.slice(from.length));
    unshared.rulesChanged = true;
  }
}

async function moveOnDisk(work: FolderWork, from: string, to: string): Promise<void> {
  await work.core.files.move({ projectId: work.projectId, moves: [{ from, to }] });
  // First: the editor has its texts bound anew under their new names, at once.
  renameKnown(work, from, to);
  work.editor.followMoves([{ from, to }]);
}

/** Gives one file another name for the moment where some have each other's; answers whether any has. */
async function partCircle(work: FolderWork, ids: readonly string[], taken: ReadonlySet<string>): Promise<boolean> {
  const { files, disk } = work;
  const paths = new Map([...disk].map(([id, { path }]) => [path, id]));
  for (const first of ids) {
    const seen = new Set<string>();
    // Along who is in whose place, until somebody comes a second time.
    let id: string | undefined = first;
    while (id !== undefined && taken.has(id) && !seen.has(id)) {
      seen.add(id);
      id = paths.get(files.get(id)?.path ?? '');
    }
    const known = id === undefined || !seen.has(id) ? undefined : disk.get(id);
    if (!known) continue;
    try {
      await moveOnDisk(work, known.path, `${known.path}.${crypto.randomUUID().slice(0, 8)}`);
      return true;
    } catch (error) {
      work.onProblem({ path: known.path, kind: 'failed', message: messageOf(error) });
    }
  }
  return false;
}

/** What others removed goes to the trash; answers what there was. */
async function trashRemoved(work: FolderWork): Promise<readonly OnDisk[]> {
  const { files, disk } = work;
  const removed = [...disk].filter(([id]) => !files.get(id));
  for (const [id] of removed) disk.delete(id);
  const stays = new Set([...disk.values()].map(({ path }) => path));
  const gone = removed.map(([, known]) => known).filter(({ path }) => !stays.has(path));
  const paths = gone.flatMap(({ path, version }) => (version === null ? [] : [path]));
  for (let at = 0; at < paths.length; at += mostTrashed) await trash(work, paths.slice(at, at + mostTrashed));
  return gone;
}

/** Removes the folders that others removed; what is not the session's stays in them, with the folders above it. */
async function leaveFolders(work: FolderWork, removed: readonly OnDisk[]): Promise<void> {
  const left = removed.filter(({ path }) => !work.files.find(path));
  const paths = left.flatMap(({ path, version }) => (version === null ? [] : [path]));
  const folders = left.flatMap(({ path, version }) => (version === null ? [path] : []));
  await removeEmpty(work, folders, paths);
}

const mostTrashed = 500;

async function trash(work: FolderWork, paths: readonly string[]): Promise<void> {
  const { core, projectId, onProblem } = work;
  try {
    await core.files.trash({ projectId, paths: [...paths] });
  } catch (error) {
    // One of them: each on its own, so that the others go.
    if (paths.length > 1) for (const path of paths) await trash(work, [path]);
    else if (codeOf(error) !== 'NOT_FOUND') {
      onProblem({ path: paths[0] ?? '', kind: 'failed', message: messageOf(error) });
    }
  }
}

/** Removes folders that the session has left, with those in them that files went from, where nothing else is in them. */
async function removeEmpty(
  { core, projectId, onProblem }: FolderWork,
  folders: readonly string[],
  gone: readonly string[],
): Promise<void> {
  if (folders.length === 0) return;
  const left = new Set(folders);
  for (const path of gone) {
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      const above = path.slice(0, end);
      if (folders.some((folder) => isWithin(above, folder))) left.add(above);
    }
  }
  const paths = [...left].sort((one, other) => other.length - one.length).slice(0, mostRemoved);
  try {
    await core.files.removeEmptyFolders({ projectId, paths });
  } catch (error) {
    onProblem({ path: paths[0] ?? '', kind: 'failed', message: messageOf(error) });
  }
}

const mostRemoved = 10_000;

async function createFolder(work: FolderWork, { id, path }: SharedEntry): Promise<void> {
  const { core, projectId, disk, onProblem } = work;
  try {
    await core.files.createFolder({ projectId, path });
  } catch (error) {
    if (codeOf(error) !== 'ALREADY_EXISTS') return onProblem({ path, kind: 'failed', message: messageOf(error) });
    if (await isOwn(work, path)) return;
  }
  disk.set(id, { path, text: '', version: null });
}

/** Whether what is at a folder's path is this person's alone: hidden, a link, or no folder. */
async function isOwn(work: FolderWork, path: string): Promise<boolean> {
  const { core, projectId } = work;
  const slash = Math.max(0, path.lastIndexOf('/'));
  const above = path.slice(0, slash);
  const listing = await core.files.list({ projectId, paths: [above] });
  const name = slash === 0 ? path : path.slice(slash + 1);
  const found = listing[above]?.find((each) => each.name === name);
  return found?.kind !== 'folder' || found.link === true || (await isHiddenFolder(work, [path]));
}
