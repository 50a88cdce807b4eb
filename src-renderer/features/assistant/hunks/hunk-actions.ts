import type { EditHunk, StagedFile } from '../../../../contract/model/chat.ts';
import { messageOf } from '../../../app/error-message.ts';
import type { Services } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import type { EditActions } from '../apply/edit-actions.ts';
import { openByMessage } from './hunk-counts.ts';

/** The decisions about hunks, as the cards, the bar and the keys make them. */
export interface HunkActions {
  keep(file: StagedFile, hunks: readonly EditHunk[]): void;
  /** Drops what is only staged, and takes back what was kept. */
  undo(file: StagedFile, hunks: readonly EditHunk[]): void;
  stageAgain(file: StagedFile, hunks: readonly EditHunk[]): void;
  keepAll(files: readonly StagedFile[]): void;
  undoAll(files: readonly StagedFile[]): void;
}

export function createHunkActions(
  { notifications }: Pick<Services, 'notifications'>,
  load: () => Promise<EditActions>,
): HunkActions {
  const run = (title: string, work: (actions: EditActions) => Promise<unknown>) => {
    load()
      .then(work)
      .catch((error: unknown) => notifications.error(title, { detail: messageOf(error) }));
  };
  const ids = (hunks: readonly EditHunk[]) => hunks.map(({ id }) => id);
  const notKept = () => t('That was not kept');
  const notUndone = () => t('That was not undone');
  return {
    keep: ({ messageId }, hunks) => run(notKept(), (actions) => actions.keep(messageId, ids(hunks))),
    undo({ messageId }, hunks) {
      const kept = hunks.filter(({ status }) => status === 'kept');
      const waiting = hunks.filter(({ status }) => status === 'staged' || status === 'conflict');
      if (kept.length > 0) run(notUndone(), (actions) => actions.undo(messageId, ids(kept)));
      if (waiting.length > 0) run(notUndone(), (actions) => actions.drop(messageId, ids(waiting), true));
    },
    stageAgain: ({ messageId }, hunks) =>
      run(t('That was not staged again'), (actions) => actions.drop(messageId, ids(hunks), false)),
    keepAll(files) {
      for (const [messageId, hunkIds] of openByMessage(files)) {
        run(notKept(), (actions) => actions.keep(messageId, hunkIds));
      }
    },
    undoAll(files) {
      for (const [messageId, hunkIds] of openByMessage(files)) {
        run(notUndone(), (actions) => actions.drop(messageId, hunkIds, true));
      }
    },
  };
}
