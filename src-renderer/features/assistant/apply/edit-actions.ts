import { createElement } from 'react';
import type { FileStep } from '../../../../contract/desktop/assistant/edits.ts';
import type { EditHunk, StagedFile } from '../../../../contract/model/chat.ts';
import type { Disposable } from '../../../app/disposable.ts';
import type { Services } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import { AskedHunks } from './asked-hunks.tsx';
import { createFileSteps, type LeftFile } from './file-steps.ts';
import { type ChangedModel, createFollowedChanges } from './follow-undo.ts';
import type { StagedEdits } from './staged-edits.ts';

/** What became of keeping or undoing: files that could not be changed, and why. What the hunks are now is in `StagedEdits`. */
export interface EditOutcome {
  readonly done: readonly string[];
  readonly left: readonly LeftFile[];
}

/** What a person can do with the edits of an answer. Each works in the working copies, and says itself what did not work. */
export interface EditActions extends Disposable {
  /** Keeps hunks of a message. Asks about protected files and about hunks that only resemble what was looked for. */
  keep(messageId: string, hunkIds: readonly string[]): Promise<EditOutcome>;
  /** Takes hunks that were kept out of their files again. */
  undo(messageId: string, hunkIds: readonly string[]): Promise<EditOutcome>;
  /** Drops hunks that are only staged, or takes a drop back. */
  drop(messageId: string, hunkIds: readonly string[], dropped: boolean): Promise<void>;
  /** Takes back all that a turn and those after it have changed; `withChat` takes the conversation back, too. Null when nothing was taken back. */
  undoTurn(messageId: string, withChat: boolean): Promise<EditOutcome | null>;
}

type ActionServices = Pick<Services, 'core' | 'editor' | 'workspace' | 'dialogs' | 'notifications'>;
type Direction = 'keep' | 'undo';
interface Asked {
  readonly id: string;
  readonly path: string;
  readonly reason: string;
}

export function createEditActions(services: ActionServices, staged: StagedEdits): EditActions {
  const { edits } = services.core.assistant;
  const { editor, dialogs, notifications } = services;
  const steps = createFileSteps(services);
  const followed = createFollowedChanges();
  /** Two at a time would each be worked out from texts that the other changes. */
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = last.then(work);
    last = result.catch(() => {});
    return result;
  };

  const unsaved = () => [...editor.texts.unsaved()];
  const prepare = (messageId: string, hunkIds: readonly string[], direction: Direction, confirmed: string[]) =>
    edits.prepare({ messageId, hunkIds: [...hunkIds], direction, open: unsaved(), confirmed });

  /** Does prepared steps and says which files were changed. */
  const perform = async (stepId: string, prepared: readonly FileStep[]) => {
    const applied = await steps.apply(prepared);
    const settled = await edits.settle({ stepId, done: [...applied.done] });
    staged.take(settled.files);
    return applied;
  };

  const run = async (messageId: string, hunkIds: readonly string[], direction: Direction): Promise<EditOutcome> => {
    if (hunkIds.length === 0) return { done: [], left: [] };
    let prepared = await prepare(messageId, hunkIds, direction, []);
    if (prepared.ask.length > 0) {
      const confirmed = await askAll(prepared.ask, prepared.files, hunkIds);
      if (confirmed.length > 0) {
        await edits.settle({ stepId: prepared.stepId, done: [] });
        prepared = await prepare(messageId, hunkIds, direction, confirmed);
      }
    }
    staged.take(prepared.files);
    const { done, left, inEditors } = await perform(prepared.stepId, prepared.steps);
    const wanted = new Set(hunkIds);
    if (direction === 'keep') {
      for (const change of inEditors) {
        const hunks = prepared.files.flatMap((file) => (file.path === change.path ? file.hunks : []));
        const own = hunks.flatMap(({ id, status }) => (wanted.has(id) && status !== 'conflict' ? [id] : []));
        followUndo(messageId, own, change);
      }
    }
    const conflicts = prepared.files.flatMap(({ path, hunks }): LeftFile[] => {
      const hunk = hunks.find(({ id, status }) => wanted.has(id) && status === 'conflict');
      return hunk ? [{ path, reason: hunk.problem }] : [];
    });
    const outcome = { done, left: [...left, ...conflicts] };
    tell(outcome, direction, inEditors.length === done.length && done.length < 2, () =>
      inTurn(async () => void (await run(messageId, hunkIds, direction === 'keep' ? 'undo' : 'keep'))),
    );
    return outcome;
  };

  /** What is undone in the editor is only staged again; what is redone there is kept. */
  const followUndo = (messageId: string, hunkIds: readonly string[], change: ChangedModel): void => {
    const move = async (made: boolean): Promise<void> => {
      const prepared = await prepare(messageId, hunkIds, made ? 'keep' : 'undo', [change.path, ...hunkIds]);
      await edits.settle({ stepId: prepared.stepId, done: [] });
      staged.take(prepared.files);
      if (made) return;
      staged.take((await edits.drop({ messageId, hunkIds: [...hunkIds], dropped: false, open: unsaved() })).files);
    };
    followed.follow(change, (made) => void inTurn(() => move(made)).catch(reportError));
  };

  /** Answers what somebody has agreed to. */
  const askAll = async (ask: readonly Asked[], files: readonly StagedFile[], hunkIds: readonly string[]) => {
    const confirmed: string[] = [];
    const wanted = new Set(hunkIds);
    for (const { id, path, reason } of ask) {
      const own = files.flatMap((each) => (each.path === path ? each.hunks : []));
      const isHunk = own.some((hunk) => hunk.id === id);
      const hunks = own.filter((hunk) => (isHunk ? hunk.id === id : wanted.has(hunk.id)));
      if (await askAbout({ path, reason, hunks })) confirmed.push(id);
    }
    return confirmed;
  };
  const askAbout = async (asked: { path: string; reason: string; hunks: readonly EditHunk[] }): Promise<boolean> => {
    const { path, reason, hunks } = asked;
    const answer = await dialogs.ask({
      title: t('Change {{path}}?', { path }),
      body: reason,
      content: createElement(AskedHunks, { hunks }),
      buttons: [
        { id: 'leave', title: t('Leave it') },
        { id: 'change', title: t('Change it') },
      ],
    });
    return answer === 'change';
  };

  const tell = (outcome: EditOutcome, direction: Direction, quiet: boolean, takeBack: () => Promise<void>): void => {
    const { done, left } = outcome;
    const actions =
      done.length > 0 ? [{ title: direction === 'keep' ? t('Undo') : t('Keep again'), run: takeBack }] : [];
    const files = t('{{count}} files changed', { count: done.length });
    if (left.length > 0) {
      notifications.warning(
        done.length === 0 ? t('Nothing was changed') : t('{{files}}, {{count}} left', { files, count: left.length }),
        {
          detail: detailOf(left),
          actions,
        },
      );
    } else if (done.length > 0 && !quiet) notifications.info(files, { actions });
  };

  const undoTurn = async (messageId: string, withChat: boolean): Promise<EditOutcome | null> => {
    const prepareUndo = (restore: string[]) => edits.prepareUndoTurn({ messageId, open: unsaved(), withChat, restore });
    let prepared = await prepareUndo([]);
    if (prepared.conflicts.length > 0) {
      const answer = await askToUndo(prepared.conflicts, prepared.steps.length > 0);
      if (answer === 'cancel') return null;
      if (answer === 'restore') {
        const restore = prepared.conflicts.flatMap(({ path, restorable }) => (restorable ? [path] : []));
        prepared = await prepareUndo(restore);
      }
    }
    const isFutile = prepared.conflicts.length > 0 && prepared.steps.length === 0;
    const { done, left } = isFutile ? { done: [], left: [] } : await perform(prepared.stepId, prepared.steps);
    await staged.refresh();
    const outcome = { done, left: [...left, ...prepared.conflicts] };
    const again = () => inTurn(() => redoTurn(prepared.again, done));
    tellTurn(outcome, withChat, again);
    return done.length === 0 && outcome.left.length > 0 ? null : outcome;
  };
  /** Makes once more what undoing a turn has taken back of files. */
  const redoTurn = async (
    { stepId, steps: prepared }: { readonly stepId: string; readonly steps: readonly FileStep[] },
    undone: readonly string[],
  ): Promise<void> => {
    const { left } = await perform(
      stepId,
      prepared.filter((step) => undone.includes(step.type === 'rename' ? step.from : step.path)),
    );
    if (left.length > 0) tell({ done: [], left }, 'keep', true, async () => {});
  };
  const askToUndo = async (
    conflicts: readonly (LeftFile & { readonly restorable: boolean })[],
    hasOthers: boolean,
  ): Promise<'cancel' | 'others' | 'restore'> => {
    const namesOf = (some: readonly LeftFile[]) => some.map(({ path }) => path).join(', ');
    const restorable = conflicts.filter((conflict) => conflict.restorable);
    if (!hasOthers && restorable.length === 0) return 'others';
    const body = [t('Lines of this turn have been changed since in {{paths}}.', { paths: namesOf(conflicts) })];
    if (restorable.length > 0) {
      body.push(
        t('Restored whole, these become what they were before the turn, without any later change: {{paths}}.', {
          paths: namesOf(restorable),
        }),
      );
    }
    const answer = await dialogs.ask({
      title: t('Some files have changed since this turn'),
      body: body.join(' '),
      buttons: [
        { id: 'cancel', title: t('Leave all') },
        ...(restorable.length > 0 ? [{ id: 'restore', title: t('Restore whole'), danger: true }] : []),
        ...(hasOthers ? [{ id: 'others', title: t('Undo the others') }] : []),
      ],
    });
    return answer === 'restore' || answer === 'others' ? answer : 'cancel';
  };
  const tellTurn = ({ done, left }: EditOutcome, withChat: boolean, again: () => Promise<void>): void => {
    const actions = done.length > 0 ? [{ title: t('Keep again'), run: again }] : [];
    const files = t('{{count}} files are as before this turn', { count: done.length });
    if (left.length > 0) {
      const nothing = withChat ? t('Nothing was undone, so the conversation stays as it is') : t('Nothing was changed');
      const some = t('{{files}}, {{count}} left', { files, count: left.length });
      notifications.warning(done.length === 0 ? nothing : some, { detail: detailOf(left), actions });
    } else if (done.length > 0) notifications.info(files, { actions });
  };

  return {
    keep: (messageId, hunkIds) => inTurn(() => run(messageId, hunkIds, 'keep')),
    undo: (messageId, hunkIds) => inTurn(() => run(messageId, hunkIds, 'undo')),
    drop: (messageId, hunkIds, dropped) =>
      inTurn(async () => {
        if (hunkIds.length === 0) return;
        staged.take((await edits.drop({ messageId, hunkIds: [...hunkIds], dropped, open: unsaved() })).files);
      }),
    undoTurn: (messageId, withChat) => inTurn(() => undoTurn(messageId, withChat)),
    dispose: followed.dispose,
  };
}

function detailOf(left: readonly LeftFile[]): string {
  return left.map(({ path, reason }) => (reason.includes(path) ? reason : `${path}: ${reason}`)).join('\n');
}
