import { readFile, rename } from 'node:fs/promises';
import { t } from '../../../localization/index.ts';
import { overwrite } from './durable-write.ts';
import { hasErrorCode } from './file-errors.ts';
import type { FilesLog, FilesNotice } from './ports.ts';
import type { InPlaceEntry } from './work-journal.ts';

/**
 * Puts a file right whose writing in place was cut short: the old contents come back, unless all of the new ones had arrived or someone
 * else has written it since: then they are kept, and it is said where. Answers false when it must be tried again at the next start.
 */
export async function mendInterruptedFile(
  entry: InPlaceEntry,
  log: FilesLog,
  onNotice: (notice: FilesNotice) => void,
): Promise<boolean> {
  try {
    const before = await readOrNull(entry.before);
    const after = await readOrNull(entry.after);
    const current = await readOrNull(entry.target);
    // Without both contents the work had not begun, or had ended; without the file there is nothing to mend.
    if (!before || !after || !current || current.equals(after) || current.equals(before)) return true;
    if (!isMixture(current, before, after)) {
      const kept = entry.before.replace(/\.before$/, '.kept');
      await rename(entry.before, kept);
      onNotice({
        level: 'warning',
        title: t('A save was interrupted'),
        detail: t(
          '"{{target}}" has been changed by another program since. What it held before is kept in "{{kept}}".',
          { target: entry.target, kept },
        ),
      });
      return true;
    }
    await overwrite(entry.target, 0, before);
    log.info({ target: entry.target }, 'put back a file whose saving was interrupted');
    return true;
  } catch (error) {
    log.warn({ error, target: entry.target }, 'could not put back a file whose saving was interrupted');
    return false;
  }
}

/** Whether every byte is that of the old contents or of the new ones, as an interrupted writer leaves them. */
export function isMixture(current: Uint8Array, before: Uint8Array, after: Uint8Array): boolean {
  if (current.length < Math.min(before.length, after.length)) return false;
  if (current.length > Math.max(before.length, after.length)) return false;
  return current.every((byte, index) => byte === before[index] || byte === after[index]);
}

async function readOrNull(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT', 'ENOTDIR')) return null;
    throw error;
  }
}
