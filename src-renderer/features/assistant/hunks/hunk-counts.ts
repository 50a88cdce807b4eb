import type { EditHunk, StagedFile } from '../../../../contract/model/chat.ts';

/** Where a person stands with the edits of a conversation. */
export interface HunkCounts {
  /** To be decided about. */
  readonly left: number;
  readonly all: number;
}

export function countHunks(files: readonly StagedFile[]): HunkCounts {
  let left = 0;
  let all = 0;
  for (const { hunks } of files) {
    all += hunks.length;
    left += hunks.filter(isOpen).length;
  }
  return { left, all };
}

/** Nobody has decided about it yet. */
export function isOpen({ status }: EditHunk): boolean {
  return status === 'staged';
}

/** The ids of the hunks that are still to be decided about, by the messages that staged them. */
export function openByMessage(files: readonly StagedFile[]): ReadonlyMap<string, readonly string[]> {
  const byMessage = new Map<string, string[]>();
  for (const { messageId, hunks } of files) {
    const open = hunks.filter(isOpen).map(({ id }) => id);
    if (open.length > 0) byMessage.set(messageId, [...(byMessage.get(messageId) ?? []), ...open]);
  }
  return byMessage;
}
