import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { t } from '../../../localization/index.ts';
import { measureEntry } from './copy-entry.ts';
import { moveWithoutReplacing, placeCopy } from './move-entry.ts';
import type { TrashPort } from './ports.ts';
import { lstatOrNull } from './project-paths.ts';
import type { Trash, Trashed } from './trash.ts';
import type { WorkJournal } from './work-journal.ts';

const largestKept = { bytes: 200 * 1024 * 1024, entries: 20_000 };
const totalKept = 1024 * 1024 * 1024;

/**
 * The trash of systems that do not say where they put things: a copy is kept for undoing, up to 200 MB each and 1 GB together, the
 * oldest going first.
 */
export function createSystemTrash({
  port,
  copiesFolder,
  journal,
}: {
  readonly port: TrashPort;
  readonly copiesFolder: string;
  readonly journal: WorkJournal;
}): Trash {
  const kept: { readonly folder: string; readonly bytes: number }[] = [];
  // What an earlier start kept can no longer be asked for.
  const emptied = rm(copiesFolder, { recursive: true, force: true });

  async function keepCopy(absolute: string): Promise<string | null> {
    await emptied;
    const { bytes, entries } = await measureEntry(absolute, largestKept);
    if (bytes > largestKept.bytes || entries > largestKept.entries) return null;
    const folder = join(copiesFolder, randomBytes(8).toString('hex'));
    await mkdir(folder, { recursive: true });
    const copy = join(folder, basename(absolute));
    await placeCopy(absolute, copy, journal);
    kept.push({ folder, bytes });
    while (kept.reduce((sum, one) => sum + one.bytes, 0) > totalKept) await drop(kept[0]?.folder);
    return copy;
  }

  async function drop(folder: string | undefined): Promise<void> {
    if (folder === undefined) return;
    const index = kept.findIndex((one) => one.folder === folder);
    if (index >= 0) kept.splice(index, 1);
    await rm(folder, { recursive: true, force: true });
  }

  async function discard(absolute: string): Promise<Trashed> {
    const copy = await keepCopy(absolute);
    const name = basename(absolute);
    try {
      await port.moveToTrash(absolute);
    } catch (error) {
      if (copy !== null) await drop(dirname(copy));
      throw error;
    }
    return {
      async findObstacle() {
        if (copy === null || (await lstatOrNull(copy)) === null) {
          return t('"{{name}}" was too large to keep a copy of. Bring it back from the system\'s trash.', { name });
        }
        if ((await lstatOrNull(absolute)) !== null)
          return t('There is another "{{name}}" in its place now. Rename that one first.', { name });
        return null;
      },
      async restore() {
        if (copy === null) return;
        await mkdir(dirname(absolute), { recursive: true });
        await moveWithoutReplacing(copy, absolute, journal);
        await drop(dirname(copy));
      },
      async forget() {
        if (copy !== null) await drop(dirname(copy));
      },
    };
  }

  return { discard };
}
