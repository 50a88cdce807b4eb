import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { chmod, copyFile, lstat, mkdir, readlink, rm, rmdir, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { GitChange } from '../../../contract/model/git-status.ts';
import { t } from '../../../localization/index.ts';
import { desktopError } from '../desktop-error.ts';
import { gitFailed } from './git-failure.ts';
import { pathInput, refuseFilters } from './index-changes.ts';
import type { ProjectGit } from './project-git.ts';

/** Discards that can be undone; older ones are given up. */
const mostTickets = 50;

/** A file as it was: its bytes are kept beside, a link is kept as its target, `gone` is a file that was deleted. */
type Kept =
  | { readonly path: string; readonly kind: 'file'; readonly copy: string; readonly mode: number }
  | { readonly path: string; readonly kind: 'link'; readonly target: string }
  | { readonly path: string; readonly kind: 'gone' };

/** What a file is right after it was discarded; undo works only while it is still that. */
type Mark = string | null;

interface Ticket {
  readonly projectId: string;
  readonly folder: string;
  readonly kept: readonly Kept[];
  readonly after: readonly Mark[];
}

/** Gives up changes and keeps what was given up, byte for byte, for this session. */
export interface Discards {
  /** Discards what is not staged of the changes. GIT_FAILED for those that cannot be discarded. */
  discard(git: ProjectGit, changes: readonly GitChange[]): Promise<{ undoId: string; files: number }>;
  /** CANNOT_UNDO where a file has been changed since. */
  undo(projectId: string, undoId: string): Promise<string[]>;
}

/** Makes the keeper; `folder` is its own, and emptied of what the last session left. */
export function createDiscards({ folder }: { folder: string }): Discards {
  const tickets = new Map<string, Ticket>();
  const emptied = rm(folder, { recursive: true, force: true }).catch(() => {});

  const forget = async (undoId: string) => {
    tickets.delete(undoId);
    await rm(join(folder, undoId), { recursive: true, force: true }).catch(() => {});
  };

  return {
    async discard(git, changes) {
      await emptied;
      const inside = changes.find(({ repository }) => repository);
      if (inside) {
        throw gitFailed('', {
          reason: 'other',
          message: t(
            '"{{path}}" is a repository of its own. Open it to discard its changes, or move it to the trash in the explorer.',
            { path: inside.path },
          ),
        });
      }
      const tracked = changes.filter(({ untracked, unstaged }) => !untracked && unstaged !== 'added');
      const added = changes.filter(({ unstaged }) => unstaged === 'added');
      await refuseFilters(
        git,
        tracked.map(({ path }) => path),
      );
      const undoId = randomUUID();
      const keepIn = join(folder, undoId);
      await mkdir(keepIn, { recursive: true, mode: 0o700 });
      const kept: Kept[] = [];
      try {
        for (const [index, { path }] of changes.entries()) {
          kept.push(await keep(join(git.folder, path), path, join(keepIn, String(index))));
        }
        if (tracked.length > 0) {
          const input = pathInput(tracked.map(({ path }) => path));
          await git.change(['restore', '--worktree', '--pathspec-from-file=-', '--pathspec-file-nul'], { input });
        }
        if (added.length > 0) {
          const input = pathInput(added.map(({ path }) => path));
          await git.change(['rm', '--cached', '--quiet', '--pathspec-from-file=-', '--pathspec-file-nul'], { input });
        }
        for (const { path, untracked, unstaged } of changes) {
          if (untracked || unstaged === 'added') await removeFile(git.folder, path);
        }
        const after = await Promise.all(changes.map(({ path }) => markOf(join(git.folder, path))));
        tickets.set(undoId, { projectId: git.projectId, folder: git.folder, kept, after });
      } catch (error) {
        // All or nothing: what has been given up by then comes back.
        for (const entry of kept) await putBack(git.folder, entry);
        await forget(undoId);
        throw error;
      }
      for (const oldest of [...tickets.keys()].slice(0, -mostTickets)) await forget(oldest);
      return { undoId, files: changes.length };
    },

    async undo(projectId, undoId) {
      const ticket = tickets.get(undoId);
      if (ticket?.projectId !== projectId) {
        throw desktopError('CANNOT_UNDO', {
          message: t('This has been undone already, or is too long ago to be undone.'),
        });
      }
      for (const [index, { path }] of ticket.kept.entries()) {
        if ((await markOf(join(ticket.folder, path))) === ticket.after[index]) continue;
        throw desktopError('CANNOT_UNDO', {
          message: t('"{{path}}" has been changed since. Move it away, then undo again.', { path }),
        });
      }
      for (const entry of ticket.kept) await putBack(ticket.folder, entry);
      await forget(undoId);
      return ticket.kept.map(({ path }) => path);
    },
  };
}

async function keep(absolute: string, path: string, copy: string): Promise<Kept> {
  const stats = await lstat(absolute).catch(() => null);
  if (stats === null) return { path, kind: 'gone' };
  if (stats.isSymbolicLink()) return { path, kind: 'link', target: await readlink(absolute) };
  if (!stats.isFile()) {
    throw gitFailed('', {
      reason: 'other',
      message: t('"{{path}}" is no file, so it cannot be discarded here.', { path }),
    });
  }
  await copyFile(absolute, copy, constants.COPYFILE_FICLONE);
  return { path, kind: 'file', copy, mode: stats.mode & 0o777 };
}

async function putBack(folder: string, entry: Kept): Promise<void> {
  const absolute = join(folder, entry.path);
  await rm(absolute, { force: true });
  if (entry.kind === 'gone') return;
  await mkdir(dirname(absolute), { recursive: true });
  if (entry.kind === 'link') return symlink(entry.target, absolute);
  await copyFile(entry.copy, absolute, constants.COPYFILE_FICLONE);
  await chmod(absolute, entry.mode);
}

/** Removes a file and the folders that are empty without it. */
async function removeFile(folder: string, path: string): Promise<void> {
  await rm(join(folder, path), { force: true });
  for (let parent = dirname(path); parent !== '.' && parent !== ''; parent = dirname(parent)) {
    const removed = await rmdir(join(folder, parent)).then(
      () => true,
      () => false,
    );
    if (!removed) return;
  }
}

async function markOf(absolute: string): Promise<Mark> {
  const stats = await lstat(absolute, { bigint: true }).catch(() => null);
  return stats === null ? null : `${stats.ino}:${stats.size}:${stats.mtimeNs}`;
}
