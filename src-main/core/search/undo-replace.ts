import { t } from '../../../localization/index.ts';
import type { FileContents } from '../files/index.ts';
import { type ReplaceDependencies, reasonOf } from './replace-in-files.ts';
import type { ReplaceEntry } from './replace-records.ts';

/** Files that are written at the same time. */
const atOnce = 8;

/** Puts the files of a replace back as they were. Those that have changed since are left, and can be put back by another try. */
export async function undoReplace(
  { projectId, undoId }: { readonly projectId: string; readonly undoId: string },
  { records, rewrite }: ReplaceDependencies,
): Promise<{ restored: string[]; left: { path: string; reason: string }[] }> {
  const entries = [...(await records.read(undoId, projectId))];
  const restored: string[] = [];
  const left: { path: string; reason: string }[] = [];
  const putBack = async (entry: ReplaceEntry) => {
    const { path } = entry;
    try {
      let changed = false;
      await rewrite({ projectId, path }, async ({ version }: FileContents) => {
        if (version === entry.after) return records.bytesOf(undoId, entry);
        changed = version !== entry.before;
        return null;
      });
      if (changed) left.push({ path, reason: t('"{{path}}" has changed since.', { path }) });
      else restored.push(path);
    } catch (error) {
      left.push({ path, reason: reasonOf(error) });
    }
  };
  while (entries.length > 0) await Promise.all(entries.splice(0, atOnce).map(putBack));
  if (left.length === 0) await records.forget(undoId);
  return { restored: restored.sort(), left };
}
