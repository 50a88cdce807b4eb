import type { GitChange } from '../../../contract/model/git-status.ts';
import type { FileMark, FileMarks, FileMarkTone } from '../../app/file-marks.ts';
import { groupsOf, markOf } from './groups.ts';

const strength: Readonly<Record<FileMarkTone, number>> = { added: 0, deleted: 1, modified: 1, conflict: 2 };

/** The marks of files for tree and tabs: what is not staged says more than what is. Folders take the strongest. */
export function fileMarksOf(changes: readonly GitChange[]): FileMarks {
  const files = new Map<string, FileMark>();
  const folders = new Map<string, FileMarkTone>();
  for (const change of changes) {
    const group = groupsOf(change).at(-1);
    if (!group) continue;
    const mark = markOf(change, group);
    files.set(change.path, mark);
    // A deleted file has no row, and its folder is no reason to look into it.
    const tone = mark.tone === 'deleted' ? 'modified' : mark.tone;
    for (let slash = change.path.lastIndexOf('/'); slash > 0; slash = change.path.lastIndexOf('/', slash - 1)) {
      const folder = change.path.slice(0, slash);
      const known = folders.get(folder);
      if (known !== undefined && strength[known] >= strength[tone]) break;
      folders.set(folder, tone);
    }
  }
  return { files, folders };
}
