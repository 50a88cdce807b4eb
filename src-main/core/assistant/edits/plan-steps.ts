import type { FileStep } from '../../../../contract/desktop/assistant/edits.ts';
import type { EditPlan } from '../../database/index.ts';
import type { FileRecord, HunkState } from './edit-records.ts';

/** What becomes of the hunks of a file. */
export interface WorkedFile {
  readonly file: FileRecord;
  readonly states: { readonly id: string; readonly state: HunkState }[];
}

export function pathsOf({ path, from }: FileRecord): string[] {
  return from === null ? [path] : [from, path];
}

export function withState(hunks: readonly { readonly id: string }[], state: HunkState): WorkedFile['states'] {
  return hunks.map(({ id }) => ({ id, state }));
}

/** When the hunks of each file are so: once those of the steps that concern it are done. */
export function planOf(worked: readonly WorkedFile[], steps: readonly FileStep[]): EditPlan['files'][number][] {
  const changed = new Set(steps.map(({ path }) => path));
  return worked
    .filter(({ states }) => states.length > 0)
    .map(({ file, states }) => ({
      fileId: file.id,
      paths: pathsOf(file).filter((path) => changed.has(path)),
      hunks: states,
    }));
}

/** What takes a step back. */
export function reverseStep(step: FileStep): FileStep {
  switch (step.type) {
    case 'write':
      return { ...step, before: step.text, text: step.before };
    case 'create':
      return { type: 'delete', path: step.path, before: step.text };
    case 'delete':
      return { type: 'create', path: step.path, text: step.before };
    case 'rename':
      return { type: 'rename', from: step.path, path: step.from };
  }
}
