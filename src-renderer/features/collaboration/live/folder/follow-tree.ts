import { messageOf } from '../../../../app/error-message.ts';
import type { SharedEntry } from '../../session/session-files.ts';
import { type FolderWork, isWithin, type OnDisk, renameKnown } from './folder-work.ts';
import { holdHidden, isHiddenFolder, isRules, listHidden } from './unshared.ts';
import { codeOf, createFiles } from './write-to-disk.ts';

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
  await followMoves(work);
  await followRemovals(work);
  const missing = files.entries().filter(({ id, kind }) => kind !== 'other' && !disk.has(id));
  for (const folder of missing.filter(({ kind }) => kind === 'folder')) await createFolder(work, folder);
  await createFiles(
    work,
    missing.filter(({ kind }) => kind === 'file'),
  );
}

async function followMoves(work: FolderWork): Promise<void> {
  const { core, projectId, files, disk, editor, unshared } = work;
  const left: string[] = [];
  const moved: string[] = [];
  // Folders come before what is in them, and take it along.
  const ids = [...disk].sort(([, one], [, other]) => one.path.length - other.path.length).map(([id]) => id);
  for (const id of ids) {
    const [known, entry] = [disk.get(id), files.get(id)];
    if (!known || !entry || known.path === entry.path) continue;
    const { path: from } = known;
    const { path: to } = entry;
    const folder = known.version === null;
    if (folder && (await isHiddenFolder(work, [from, to]))) {
      // What is in it and not shared stays; the session's files move one by one.
      left.push(from);
      disk.delete(id);
      continue;
    }
    const hidden = folder ? await listHidden(work, from) : [];
    try {
      await core.files.move({ projectId, moves: [{ from, to }] });
    } catch (error) {
      if (codeOf(error) === 'NOT_FOUND') disk.delete(id);
      else work.onProblem({ path: to, kind: 'failed', message: messageOf(error) });
      continue;
    }
    // First: the editor has its texts bound anew under their new names, at once.
    renameKnown(work, from, to);
    editor.followMoves([{ from, to }]);
    moved.push(from);
    for (const path of hidden) {
      // Other rules may hold for its new name.
      unshared.hidden.add(to + path.slice(from.length));
      unshared.rulesChanged = true;
    }
  }
  await removeEmpty(work, left, moved);
}

/** What others removed goes to the trash; what is not the session's stays, with the folders above it. */
async function followRemovals(work: FolderWork): Promise<void> {
  const { files, disk } = work;
  const removed = [...disk].filter(([id, { path }]) => !files.get(id) && !files.find(path));
  for (const [id] of [...disk]) if (!files.get(id)) disk.delete(id);
  const paths = removed.flatMap(([, { path, version }]) => (version === null ? [] : [path]));
  for (let at = 0; at < paths.length; at += mostTrashed) await trash(work, paths.slice(at, at + mostTrashed));
  const folders = removed.flatMap(([, { path, version }]) => (version === null ? [path] : []));
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
