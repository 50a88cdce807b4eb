import type { FileStep } from '../../../../contract/desktop/assistant/edits.ts';
import { messageOf } from '../../../app/error-message.ts';
import type { Services } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import type { ChangedModel } from './follow-undo.ts';
import { wholeChange } from './whole-change.ts';

/** A file that was left as it is, and why. */
export interface LeftFile {
  readonly path: string;
  readonly reason: string;
}

export interface AppliedSteps {
  /** Paths of the steps that were done. */
  readonly done: readonly string[];
  readonly left: readonly LeftFile[];
  /** Of those, texts that stay open, where one undo takes the change back. */
  readonly inEditors: readonly ChangedModel[];
}

type StepServices = Pick<Services, 'core' | 'editor' | 'workspace'>;

/** Does what Core has worked out, in the working copies: one undo step in each text; texts that held nothing unsaved are saved afterwards. */
export interface FileSteps {
  apply(steps: readonly FileStep[], signal?: AbortSignal): Promise<AppliedSteps>;
}

export function createFileSteps({ core, editor, workspace }: StepServices): FileSteps {
  const projectId = () => {
    const { project } = workspace.getState();
    if (!project) throw new Error(t('Open a folder first.'));
    return project.id;
  };
  const changed = (path: string) => new Error(t('"{{path}}" has changed since.', { path }));
  /** Throws when the text may not be changed, or is not `before`. */
  const check = (path: string, before: string | null, text: string | undefined): void => {
    if (text === undefined) throw new Error(t('{{path}} is not text.', { path }));
    const refusal = editor.texts.refusal(path);
    if (refusal !== null) throw new Error(refusal);
    if (before !== null && text !== before) throw changed(path);
  };

  /** Answers the change where its text stays open. */
  const write = (path: string, before: string, text: string): Promise<ChangedModel | null> => {
    const stays = editor.state.getState().documents.has(path);
    return editor.texts.whileOpen(path, async (open) => {
      check(path, before, open?.model.getValue(1, true));
      const wasDirty = editor.state.getState().documents.get(path)?.dirty ?? false;
      const versionBefore = open?.model.getAlternativeVersionId() ?? 0;
      const takeBack = editor.texts.change(path, [wholeChange(before, text)]);
      if (!takeBack || !open) throw changed(path);
      const { model } = open;
      const change = { path, model, before: versionBefore, after: model.getAlternativeVersionId() };
      if (wasDirty || (await editor.save(path, { automatic: true }))) return stays ? change : null;
      takeBack();
      throw new Error(t('{{path}} could not be saved, so it was not changed.', { path }));
    });
  };

  const remove = (path: string, before: string): Promise<void> =>
    editor.texts.whileOpen(path, async (open) => {
      check(path, before, open?.model.getValue(1, true));
      await core.files.trash({ projectId: projectId(), paths: [path] });
    });

  const move = (from: string, to: string): Promise<void> =>
    editor.texts.whileOpen(from, async () => {
      const refusal = editor.texts.refusal(from);
      if (refusal !== null) throw new Error(refusal);
      await core.files.move({ projectId: projectId(), moves: [{ from, to }] });
      editor.followMoves([{ from, to }]);
    });

  const perform = async (step: FileStep): Promise<ChangedModel | null> => {
    switch (step.type) {
      case 'write':
        return write(step.path, step.before, step.text);
      case 'create':
        await core.files.createFile({ projectId: projectId(), path: step.path, text: step.text });
        return null;
      case 'delete':
        await remove(step.path, step.before);
        return null;
      case 'rename':
        await move(step.from, step.path);
        return null;
    }
  };

  return {
    async apply(steps, signal) {
      const done: string[] = [];
      const left: LeftFile[] = [];
      const inEditors: ChangedModel[] = [];
      for (const step of steps) {
        if (signal?.aborted) {
          left.push({ path: step.path, reason: t('This was stopped before it.') });
          continue;
        }
        try {
          const change = await perform(step);
          done.push(step.path);
          if (change) inEditors.push(change);
        } catch (error) {
          left.push({ path: step.path, reason: messageOf(error) });
        }
      }
      return { done, left, inEditors };
    },
  };
}
