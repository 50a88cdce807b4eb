import { messageOf } from '../../../../app/error-message.ts';
import type { SharedEntry } from '../../session/session-files.ts';
import type { FolderWork } from './folder-work.ts';
import { codeOf, createFiles } from './write-to-disk.ts';

/** Makes the folder look like the session's tree: moved, removed and new entries. */
export async function followTree(work: FolderWork): Promise<void> {
  await followMoves(work);
  await followRemovals(work);
  const missing = work.files.entries().filter(({ id, kind }) => kind !== 'other' && !work.disk.has(id));
  for (const folder of missing.filter(({ kind }) => kind === 'folder')) await createFolder(work, folder);
  await createFiles(
    work,
    missing.filter(({ kind }) => kind === 'file'),
  );
}

async function followMoves(work: FolderWork): Promise<void> {
  const { core, projectId, files, disk, editor } = work;
  // Folders come before what is in them, and take it along.
  const ids = [...disk].sort(([, one], [, other]) => one.path.length - other.path.length).map(([id]) => id);
  for (const id of ids) {
    const [known, entry] = [disk.get(id), files.get(id)];
    if (!known || !entry || known.path === entry.path) continue;
    const { path: from } = known;
    const { path: to } = entry;
    try {
      await core.files.move({ projectId, moves: [{ from, to }] });
    } catch (error) {
      if (codeOf(error) === 'NOT_FOUND') disk.delete(id);
      else work.onProblem({ path: to, kind: 'failed', message: messageOf(error) });
      continue;
    }
    editor.followMoves([{ from, to }]);
    for (const [each, { path, ...rest }] of disk) {
      if (path === from || path.startsWith(`${from}/`)) disk.set(each, { ...rest, path: to + path.slice(from.length) });
    }
  }
}

/** What others removed goes to the trash. */
async function followRemovals({ core, projectId, files, disk, onProblem }: FolderWork): Promise<void> {
  const removed = [...disk].filter(([id, { path }]) => !files.get(id) && !files.find(path));
  for (const [id] of [...disk]) if (!files.get(id)) disk.delete(id);
  const paths = removed
    .map(([, { path }]) => path)
    .filter((path, _, all) => !all.some((other) => path.startsWith(`${other}/`)));
  for (let at = 0; at < paths.length; at += mostTrashed) {
    const some = paths.slice(at, at + mostTrashed);
    try {
      await core.files.trash({ projectId, paths: some });
    } catch (error) {
      if (codeOf(error) !== 'NOT_FOUND') onProblem({ path: some[0] ?? '', kind: 'failed', message: messageOf(error) });
    }
  }
}

const mostTrashed = 500;

async function createFolder(
  { core, projectId, disk, onProblem }: FolderWork,
  { id, path }: SharedEntry,
): Promise<void> {
  try {
    await core.files.createFolder({ projectId, path });
  } catch (error) {
    if (codeOf(error) !== 'ALREADY_EXISTS') return onProblem({ path, kind: 'failed', message: messageOf(error) });
  }
  disk.set(id, { path, text: '', version: null });
}
