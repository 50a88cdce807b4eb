import type { Doc } from 'yjs';
import { applyEdits, diffTexts } from '../live/folder/text-edits.ts';
import type { NewContent, SessionFiles, SharedEntry, TextFormat } from '../session/session-files.ts';

/** The origin of the transaction that restores a version. */
export const restoreOrigin = 'restore';

export interface RestoredFiles {
  /** Paths of files that are as they were again. */
  readonly changed: readonly string[];
  /** Paths where something that is no text has the name now. */
  readonly skipped: readonly string[];
}

/**
 * Makes files of a session what they were, as one edit: a text keeps what is the same in both, and a file that only has another name
 * gets its own back, so that cursors, comments and what others undo stay where they belong. `wanted` has a text for each path, null for one
 * where there was nothing; `formats` has what goes around those texts on disk, where it is more than LF and UTF-8.
 */
export function restoreFiles(
  document: Doc,
  files: SessionFiles,
  wanted: ReadonlyMap<string, string | null>,
  formats: ReadonlyMap<string, TextFormat> = new Map(),
): RestoredFiles {
  const changed: string[] = [];
  const skipped: string[] = [];
  const missing: (readonly [path: string, text: string])[] = [];
  const gone: SharedEntry[] = [];
  document.transact(() => {
    for (const [path, text] of wanted) {
      const entry = files.find(path);
      if (entry && entry.kind !== 'file') {
        if (text !== null) skipped.push(path);
        continue;
      }
      if (text === null) {
        if (!entry) continue;
        gone.push(entry);
        changed.push(path);
        continue;
      }
      if (!entry) {
        missing.push([path, text]);
        changed.push(path);
        continue;
      }
      const shared = files.text(entry.id);
      const edits = shared ? diffTexts(shared.toString(), text) : [];
      if (!shared || edits.length === 0) continue;
      applyEdits(shared, edits);
      changed.push(path);
    }
    const renamed = findRenamed(files, gone, missing);
    const moved = new Set(renamed.values());
    for (const entry of gone) if (!moved.has(entry)) files.remove(entry.id);
    for (const [path, { id }] of renamed) files.move(id, path);
    files.addAll(
      missing.flatMap(([path, text]): (readonly [string, NewContent])[] => {
        const format = formats.get(path);
        return renamed.has(path) ? [] : [[path, { text, ...(format ? { format } : {}) }]];
      }),
    );
  }, restoreOrigin);
  return { changed, skipped };
}

/** By the paths they had, files that are at another one now with the same text. */
function findRenamed(
  files: SessionFiles,
  gone: readonly SharedEntry[],
  missing: readonly (readonly [path: string, text: string])[],
): ReadonlyMap<string, SharedEntry> {
  const byText = new Map<string, SharedEntry[]>();
  for (const entry of missing.length > 0 ? gone : []) {
    const text = files.text(entry.id)?.toString() ?? '';
    byText.set(text, [...(byText.get(text) ?? []), entry]);
  }
  const renamed = new Map<string, SharedEntry>();
  for (const [path, text] of missing) {
    // Empty files say nothing of whether they are the same.
    const entry = text === '' ? undefined : byText.get(text)?.shift();
    if (entry) renamed.set(path, entry);
  }
  return renamed;
}

/** What a version wants of a session's files: its own texts, and nothing where it has none. */
export function wantedOf(files: SessionFiles, version: ReadonlyMap<string, string>): Map<string, string | null> {
  const gone = files.entries().filter(({ kind, path }) => kind === 'file' && !version.has(path));
  return new Map<string, string | null>([...gone.map(({ path }) => [path, null] as const), ...version]);
}
