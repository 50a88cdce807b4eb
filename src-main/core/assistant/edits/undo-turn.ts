import type { FileStep } from '../../../../contract/desktop/assistant/edits.ts';
import type { FileRecord } from './edit-records.ts';
import type { PathTexts } from './path-texts.ts';
import { type FileWithTexts, planFile } from './plan-file.ts';
import { pathsOf, type WorkedFile, withState } from './plan-steps.ts';

export interface TurnUndo {
  readonly worked: readonly WorkedFile[];
  /** `restorable` where the whole file can become what it was before the turn. */
  readonly conflicts: readonly { readonly path: string; readonly reason: string; readonly restorable: boolean }[];
}

/**
 * Takes back, in thought, what was kept of files, given last first and known to `reader`; those to `restore` become what they were `before`, where that is
 * known of each path that they have had.
 */
export function undoTurn(
  files: readonly FileWithTexts[],
  reader: PathTexts,
  before: ReadonlyMap<string, string | null>,
  restore: readonly string[],
): TurnUndo {
  const restorable = (path: string): string[] => {
    const paths = linkedPaths(path, files);
    return paths.every((each) => before.has(each) && reader.get(each) !== undefined) ? paths : [];
  };
  const whole = new Set(restore.flatMap(restorable));
  const worked: WorkedFile[] = [];
  const conflicts = new Map<string, TurnUndo['conflicts'][number]>();
  for (const file of files) {
    const { path } = file;
    const kept = file.hunks.filter(({ state }) => state === 'kept');
    if (whole.has(path)) {
      worked.push({ file, states: withState(kept, 'undone') });
      continue;
    }
    const { steps, done, conflicts: found } = planFile(file, kept, 'undo', reader.get);
    for (const step of steps) reader.apply(step);
    const [conflict] = found;
    if (conflict) conflicts.set(path, { path, reason: conflict.problem, restorable: restorable(path).length > 0 });
    worked.push({ file, states: withState(done, 'undone') });
  }
  for (const path of whole) {
    const step = stepTo(path, reader.get(path) ?? null, before.get(path) ?? null);
    if (step) reader.apply(step);
  }
  return { worked, conflicts: [...conflicts.values()] };
}

/** A path and those that files were moved to from it, or from there. */
function linkedPaths(path: string, files: readonly FileRecord[]): string[] {
  const linked = new Set([path]);
  for (let size = 0; size < linked.size; ) {
    size = linked.size;
    for (const paths of files.map(pathsOf)) {
      if (paths.some((each) => linked.has(each))) for (const each of paths) linked.add(each);
    }
  }
  return [...linked];
}

/** What makes one text of another; null where there is nothing to do. A text is null where there is no file. */
function stepTo(path: string, before: string | null, text: string | null): FileStep | null {
  if (before === text) return null;
  if (text === null) return { type: 'delete', path, before: before ?? '' };
  return before === null ? { type: 'create', path, text } : { type: 'write', path, before, text };
}
