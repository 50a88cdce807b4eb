import type { EditHunk, StagedFile } from '../../../../contract/model/chat.ts';
import { contextOf } from './engine/index.ts';
import type { FileWithTexts } from './plan-file.ts';
import { protectionOf } from './protected-paths.ts';

/** A staged file as windows see it. `problems` are of hunks that do not fit now, by their ids. */
export function showFile(file: FileWithTexts, problems: ReadonlyMap<string, string>): StagedFile {
  const hunks = file.hunks.map((hunk): EditHunk => {
    const problem = problems.get(hunk.id) ?? (hunk.state === 'staged' ? hunk.problem : '');
    const context = contextOf(file.before ?? '', hunk);
    return {
      id: hunk.id,
      status: problem === '' ? hunk.state : 'conflict',
      oldStart: hunk.oldStart + 1,
      oldLines: [...hunk.oldLines],
      newStart: hunk.newStart + 1,
      newLines: [...hunk.newLines],
      contextBefore: context.before,
      contextAfter: context.after,
      flagged: hunk.flagged,
      problem,
    };
  });
  return {
    id: file.id,
    messageId: file.messageId,
    path: file.path,
    kind: file.kind,
    from: file.from,
    hunks,
    added: hunks.reduce((sum, { newLines }) => sum + newLines.length, 0),
    removed: hunks.reduce((sum, { oldLines }) => sum + oldLines.length, 0),
    protected: protectionOfFile(file),
    failures: file.failures.map(({ earlier: _, ...failure }) => failure),
  };
}

/** Why a person is asked about a file each time; null for most. Of a rename both names count. */
export function protectionOfFile(file: FileWithTexts): string | null {
  if (file.hunks.length === 0) return null;
  return (
    protectionOf(file.path, file.before, file.after) ??
    (file.from === null ? null : protectionOf(file.from, file.before, file.after))
  );
}
