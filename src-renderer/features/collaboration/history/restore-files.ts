import type { Doc } from 'yjs';
import { applyEdits, diffTexts } from '../live/folder/text-edits.ts';
import type { SessionFiles } from '../session/session-files.ts';

/** The origin of the transaction that restores a version. */
export const restoreOrigin = 'restore';

export interface RestoredFiles {
  /** Paths of files that are as they were again. */
  readonly changed: readonly string[];
  /** Paths where something that is no text has the name now. */
  readonly skipped: readonly string[];
}

/**
 * Makes files of a session what they were, as one edit: a text keeps what is the same in both, so that cursors, comments and what
 * others undo stay where they belong. `wanted` has a text for each path, null for one where there was nothing.
 */
export function restoreFiles(
  document: Doc,
  files: SessionFiles,
  wanted: ReadonlyMap<string, string | null>,
): RestoredFiles {
  const changed: string[] = [];
  const skipped: string[] = [];
  const added: [path: string, content: { text: string }][] = [];
  document.transact(() => {
    for (const [path, text] of wanted) {
      const entry = files.find(path);
      if (entry && entry.kind !== 'file') {
        if (text !== null) skipped.push(path);
        continue;
      }
      if (text === null) {
        if (!entry) continue;
        files.remove(entry.id);
        changed.push(path);
        continue;
      }
      if (!entry) {
        added.push([path, { text }]);
        changed.push(path);
        continue;
      }
      const shared = files.text(entry.id);
      const edits = shared ? diffTexts(shared.toString(), text) : [];
      if (!shared || edits.length === 0) continue;
      applyEdits(shared, edits);
      changed.push(path);
    }
    files.addAll(added);
  }, restoreOrigin);
  return { changed, skipped };
}

/** What a version wants of a session's files: its own texts, and nothing where it has none. */
export function wantedOf(files: SessionFiles, version: ReadonlyMap<string, string>): Map<string, string | null> {
  const gone = files.entries().filter(({ kind, path }) => kind === 'file' && !version.has(path));
  return new Map<string, string | null>([...gone.map(({ path }) => [path, null] as const), ...version]);
}
