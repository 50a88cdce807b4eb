import type { FileStep } from '../../../../contract/desktop/assistant/edits.ts';
import { t } from '../../../../localization/index.ts';
import type { FileRecord, HunkRecord } from './edit-records.ts';
import { changeHunks } from './engine/index.ts';

/** A staged file with its texts. */
export interface FileWithTexts extends FileRecord {
  readonly before: string | null;
  readonly after: string | null;
}

/** What a path holds: a text, nothing, or something that is no text to edit. */
export type CurrentText = string | null | undefined;

/** What making or taking back hunks of one file comes to. */
export interface FilePlan {
  readonly steps: readonly FileStep[];
  /** Hunks that are so once the steps are done; at once, when there are none. */
  readonly done: readonly HunkRecord[];
  readonly conflicts: readonly { readonly hunk: HunkRecord; readonly problem: string }[];
}

/** Works out one file. `read` says what paths hold now. */
export function planFile(
  file: FileWithTexts,
  chosen: readonly HunkRecord[],
  direction: 'keep' | 'undo',
  read: (path: string) => CurrentText,
): FilePlan {
  const conflict = (problem: string): FilePlan => ({
    steps: [],
    done: [],
    conflicts: chosen.map((hunk) => ({ hunk, problem })),
  });
  const done = (...steps: readonly FileStep[]): FilePlan => ({ steps, done: chosen, conflicts: [] });
  const { path, before, after } = file;
  if (file.kind === 'change' || file.kind === 'rename') return planText(file, chosen, direction, read, conflict);
  const current = read(path);
  if (current === undefined) return conflict(notText());
  // What making one takes away, taking back the other brings.
  const wanted = direction === 'keep' ? after : before;
  const expected = direction === 'keep' ? before : after;
  if (current === wanted) return done();
  if (current !== expected) return conflict(current === null ? gone() : changedSince());
  if (wanted === null) return done({ type: 'delete', path, before: current ?? '' });
  return done(
    current === null ? { type: 'create', path, text: wanted } : { type: 'write', path, before: current, text: wanted },
  );
}

function planText(
  file: FileWithTexts,
  chosen: readonly HunkRecord[],
  direction: 'keep' | 'undo',
  read: (path: string) => CurrentText,
  conflict: (problem: string) => FilePlan,
): FilePlan {
  const { path, from, before, hunks } = file;
  if (before === null) return conflict(changedSince());
  const kept = hunks.filter(({ state }) => state === 'kept');
  const renames = file.kind === 'rename' && from !== null;
  const moved = renames && read(from) === null && typeof read(path) === 'string';
  const place = renames && !moved ? from : path;
  const current = read(place);
  if (current === undefined) return conflict(notText());
  if (current === null) return conflict(gone());
  const { text, done, conflicts } = changeHunks({ base: before, current, kept, chosen, direction });
  const stays = new Set(direction === 'keep' ? [...kept, ...done] : kept.filter((hunk) => !done.includes(hunk)));
  const steps: FileStep[] = [];
  if (text !== current) steps.push({ type: 'write', path: place, before: current, text });
  if (renames && done.length > 0) {
    if (direction === 'keep' && !moved) {
      if (read(path) !== null) return conflict(t('There is a file of that name now.'));
      steps.push({ type: 'rename', from, path });
    }
    if (direction === 'undo' && moved && stays.size === 0) steps.push({ type: 'rename', from: path, path: from });
  }
  return { steps, done, conflicts: conflicts.map((hunk) => ({ hunk, problem: changedSince() })) };
}

const changedSince = () => t('Somebody has changed these lines since.');
const gone = () => t('The file is not there any more.');
const notText = () => t('The file cannot be edited as text.');
