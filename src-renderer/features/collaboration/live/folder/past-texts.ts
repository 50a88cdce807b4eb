import { applyUpdate, Doc } from 'yjs';
import { openSessionFiles } from '../../session/session-files.ts';
import { diffTexts } from './text-edits.ts';

/**
 * The texts that files of a session had before, by what was kept of it. What is kept is ahead of the disk and of an editor's unsaved text
 * by what was typed last; without knowing of it, coming back would take that for deleted.
 */
export interface PastTexts {
  /**
   * What a file's text was when somebody made `text` of it: the nearest to it of what is known to be on disk, if anything is, and the last
   * ones it had. Null where nothing is known.
   */
  basisOf(id: string, text: string, onDisk: string | null): string | null;
}

/** Texts of one file that are remembered, the newest ones. */
const mostTexts = 64;

/** Reads the updates of a session's files, in the order in which they came, when somebody asks first. */
export function readPastTexts(updates: readonly Uint8Array[]): PastTexts {
  let texts: ReadonlyMap<string, readonly string[]> | null = null;
  let unread = updates;
  return {
    basisOf(id, text, onDisk) {
      texts ??= replay(unread);
      // They may be as large as the session's files together.
      unread = [];
      const known = texts.get(id) ?? [];
      if (known.includes(text)) return text;
      let nearest = onDisk;
      let least = onDisk === null ? Number.POSITIVE_INFINITY : distanceOf(onDisk, text);
      for (const each of known.toReversed()) {
        const distance = distanceOf(each, text);
        if (distance >= least) continue;
        nearest = each;
        least = distance;
      }
      return nearest;
    },
  };
}

/** UTF-16 units that are removed and put in to make one text of the other. */
function distanceOf(from: string, to: string): number {
  return diffTexts(from, to).reduce((sum, edit) => sum + edit.end - edit.start + edit.text.length, 0);
}

/** The texts of each file that was changed after the first update, oldest first. */
function replay(updates: readonly Uint8Array[]): Map<string, string[]> {
  const texts = new Map<string, string[]>();
  const [now, before] = [new Doc(), new Doc()];
  const [files, filesBefore] = [openSessionFiles(now), openSessionFiles(before)];
  const changed = new Set<string>();
  files.onTextChanged((id) => changed.add(id));
  for (const [index, update] of updates.entries()) {
    changed.clear();
    applyUpdate(now, update);
    for (const id of index === 0 ? [] : changed) {
      const old = filesBefore.text(id);
      const known = texts.get(id) ?? (old ? [old.toString()] : []);
      const text = files.text(id)?.toString();
      if (text !== undefined && text !== known.at(-1)) known.push(text);
      if (known.length > mostTexts) known.shift();
      texts.set(id, known);
    }
    applyUpdate(before, update);
  }
  now.destroy();
  before.destroy();
  return texts;
}
