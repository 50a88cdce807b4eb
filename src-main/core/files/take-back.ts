import { rm, rmdir } from 'node:fs/promises';
import { basename, sep } from 'node:path';
import { t } from '../../../localization/index.ts';
import { desktopError, isDesktopError } from '../desktop-error.ts';
import { hasErrorCode, toDesktopError } from './file-errors.ts';
import { moveWithoutReplacing } from './move-entry.ts';
import { isUntouched, type MadeEntry, makeParents, removeEmptyFolders } from './new-entries.ts';
import type { FilesLog } from './ports.ts';
import { lstatOrNull } from './project-paths.ts';
import { allOrNone } from './roll-back.ts';
import type { Trash, Trashed } from './trash.ts';
import type { UndoTicket } from './undo-tickets.ts';
import type { WorkJournal } from './work-journal.ts';

/** A move that was made, by absolute paths; `path` is the project path that it began at. */
export interface Moved {
  readonly from: string;
  readonly to: string;
  readonly path: string;
}

export interface Discarded {
  readonly path: string;
  readonly trashed: Trashed;
}

/** How each kind of change is taken back. Every ticket throws CANNOT_UNDO with an explanation. */
export interface TakingBack {
  /** Of creating: what is as it was made is removed, what has been worked on since goes to the trash. */
  removing(made: readonly MadeEntry[], parents: readonly string[]): UndoTicket;
  moving(done: readonly Moved[], parents: readonly string[]): UndoTicket;
  /** Of discarding: out of the trash again. */
  restoring(done: readonly Discarded[]): UndoTicket;
}

export function createTakingBack({
  trash,
  journal,
  log,
}: {
  readonly trash: Trash;
  readonly journal: WorkJournal;
  readonly log: FilesLog;
}): TakingBack {
  function removing(made: readonly MadeEntry[], parents: readonly string[]): UndoTicket {
    return {
      takeBack: () =>
        undoing(() =>
          allOrNone(log, async (takenBackBy) => {
            const removable: MadeEntry[] = [];
            for (const entry of made) {
              if ((await lstatOrNull(entry.absolute)) === null) continue;
              if (await isUntouched(entry)) {
                removable.push(entry);
                continue;
              }
              if (entry.stats.isDirectory() && (await removedWhenEmpty(entry.absolute))) continue;
              const trashed = await trash.discard(entry.absolute);
              takenBackBy(() => trashed.restore());
            }
            for (const { absolute } of removable) await rm(absolute, { force: true });
            await removeEmptyFolders(parents);
            return [];
          }),
        ),
      forget: async () => {},
    };
  }

  function moving(done: readonly Moved[], parents: readonly string[]): UndoTicket {
    return {
      takeBack: () =>
        undoing(() =>
          allOrNone(log, async (takenBackBy) => {
            for (const { from, to, path } of done.toReversed()) {
              if ((await lstatOrNull(to)) === null)
                throw cannotUndo(t('"{{to}}" has been moved or deleted since.', { to: basename(to) }));
              const made = await makeParents(from, from.split(sep));
              takenBackBy(() => removeEmptyFolders(made));
              await moveWithoutReplacing(to, from, journal).catch((error: unknown) => {
                if (!hasErrorCode(error, 'EEXIST', 'ENOTEMPTY')) throw error;
                throw cannotUndo(t('There is another "{{path}}" now. Rename that one first.', { path }));
              });
              takenBackBy(() => moveWithoutReplacing(from, to, journal));
            }
            await removeEmptyFolders(parents);
            return done.map(({ path }) => path);
          }),
        ),
      forget: async () => {},
    };
  }

  function restoring(done: readonly Discarded[]): UndoTicket {
    let left = [...done];
    return {
      takeBack: () =>
        undoing(async () => {
          for (const { trashed } of left) {
            const obstacle = await trashed.findObstacle();
            if (obstacle !== null) throw cannotUndo(obstacle);
          }
          for (const discarded of [...left]) {
            await discarded.trashed.restore();
            // Should one fail, the rest stays in the trash, where it is safe, and can be tried again.
            left = left.filter((other) => other !== discarded);
          }
          return done.map(({ path }) => path);
        }),
      async forget() {
        for (const { trashed } of done) await trashed.forget();
      },
    };
  }

  return { removing, moving, restoring };
}

async function removedWhenEmpty(folder: string): Promise<boolean> {
  try {
    await rmdir(folder);
    return true;
  } catch (error) {
    if (hasErrorCode(error, 'ENOTEMPTY', 'EEXIST', 'ENOTDIR')) return false;
    throw error;
  }
}

/** Failures of undoing are all of one kind to people. */
async function undoing<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const translated = toDesktopError(error, 'write', t('The file'));
    if (isDesktopError(translated, 'CANNOT_UNDO')) throw translated;
    throw cannotUndo(translated instanceof Error ? translated.message : t('Something went wrong.'), error);
  }
}

function cannotUndo(explanation: string, cause?: unknown) {
  return desktopError('CANNOT_UNDO', {
    message: t('This cannot be undone now. {{explanation}}', { explanation }),
    cause,
  });
}
