import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ModelProblem } from '../../../../contract/model/assistant-model.ts';
import { createDisposables, type Disposable } from '../../../app/disposable.ts';
import { messageOf } from '../../../app/error-message.ts';
import type { Services } from '../../../app/services.ts';
import type { AttachedEditor } from '../../../app/text-editors.ts';
import { t, translated } from '../../../localize.ts';
import { regionChanges, regionOf, withoutFence } from './edited-region.ts';
import { createProposedDiff } from './proposed-diff.ts';

/** Where an edit in place is. `proposal` is null until there is a whole one, or one that was stopped. */
export interface InlineEditState {
  readonly asking: boolean;
  readonly proposal: string | null;
  /** Lines that have arrived. */
  readonly lines: number;
  readonly problem: { readonly reason: ModelProblem['reason'] | null; readonly message: string } | null;
}

/** One edit in place, from its description to its end. */
export interface InlineEdit extends Disposable {
  readonly shown: AttachedEditor;
  readonly state: StoreApi<InlineEditState>;
  readonly isInsertion: boolean;
  /** Asks for the change, or for another one of what is proposed. */
  ask(instruction: string): Promise<void>;
  stop(): void;
  /** Puts the proposal into the text, in one undo step; false, and the state says why, when the lines have changed since. */
  accept(): boolean;
  /** The first line that it is about, now. */
  firstLine(): number;
}

type SessionServices = Pick<Services, 'core' | 'editor' | 'workspace'>;

export function createInlineEdit(
  { core, editor: texts, workspace }: SessionServices,
  shown: AttachedEditor,
): InlineEdit {
  const { editor, model, document: id } = shown;
  const ends = createDisposables();
  const text = model.getValue(1, true);
  const region = regionOf(text, editor.getSelection() ?? model.getFullModelRange());
  const { NeverGrowsWhenTypingAtEdges: stickiness } = shown.host.monaco.editor.TrackedRangeStickiness;
  const [anchor = ''] = model.deltaDecorations([], [{ range: region.range, options: { stickiness } }]);
  const diff = ends.add(createProposedDiff(shown));
  const state = createStore<InlineEditState>(() => ({ asking: false, proposal: null, lines: 0, problem: null }));
  let stopping: AbortController | null = null;
  let arrived = '';
  let frame = 0;

  const range = () => model.getDecorationRange(anchor) ?? region.range;
  const firstLine = () => range().startLineNumber;
  const draw = (proposed: string, complete: boolean) =>
    diff.show(firstLine(), regionChanges(region, proposed, complete));
  const drawSoon = () => {
    if (frame !== 0) return;
    frame = requestAnimationFrame(() => {
      frame = 0;
      const proposed = withoutFence(arrived);
      draw(proposed, false);
      state.setState({ lines: proposed === '' ? 0 : proposed.split('\n').length });
    });
  };
  const finish = (next: Partial<InlineEditState>) => {
    cancelAnimationFrame(frame);
    frame = 0;
    state.setState({ asking: false, ...next });
    const { proposal } = state.getState();
    if (proposal === null) diff.show(firstLine(), []);
    else draw(proposal, true);
  };

  const ask = async (instruction: string): Promise<void> => {
    const project = workspace.getState().project;
    if (!project || state.getState().asking) return;
    const known = state.getState().proposal;
    const own = new AbortController();
    stopping = own;
    arrived = '';
    state.setState({ asking: true, lines: 0, problem: null });
    const path = id.startsWith('untitled:') ? null : id;
    try {
      const parts = await core.assistant.inline.edit(
        {
          projectId: project.id,
          path,
          languageId: model.getLanguageId(),
          before: region.before,
          selected: known ?? region.selected,
          after: region.after,
          instruction,
        },
        { signal: own.signal },
      );
      for await (const part of parts) {
        if (stopping !== own) return;
        if (part.type === 'text') {
          arrived += part.text;
          drawSoon();
        } else if (part.problem) {
          const problem = { reason: part.problem.reason, message: translated(part.problem.message) };
          finish({ problem, proposal: part.text === '' ? known : part.text });
        } else if (part.text === known || (known === null && part.text === region.selected)) {
          finish({ proposal: known, problem: { reason: null, message: t('The model would change nothing here.') } });
        } else finish({ proposal: part.text });
      }
      if (stopping === own && state.getState().asking) throw new Error(t('The answer broke off. Ask again.'));
    } catch (error) {
      if (stopping === own) finish({ proposal: known, problem: { reason: null, message: messageOf(error) } });
    } finally {
      if (stopping === own) stopping = null;
    }
  };

  return {
    shown,
    state,
    isInsertion: region.selected === '',
    ask,
    stop() {
      const partial = withoutFence(arrived);
      stopping?.abort();
      stopping = null;
      finish({ proposal: partial === '' ? state.getState().proposal : partial });
    },
    accept() {
      const { proposal } = state.getState();
      if (proposal === null) return false;
      const { startLineNumber, startColumn, endLineNumber, endColumn } = range();
      const change = { line: startLineNumber, column: startColumn, endLine: endLineNumber, endColumn };
      diff.show(startLineNumber, []);
      const undo = texts.texts.change(id, [{ ...change, expected: region.selected, text: proposal }]);
      if (undo) return true;
      draw(proposal, true);
      const message =
        texts.texts.refusal(id) ?? t('These lines have changed since. Undo that, or reject and ask again.');
      state.setState({ problem: { reason: null, message } });
      return false;
    },
    firstLine,
    dispose() {
      stopping?.abort();
      stopping = null;
      cancelAnimationFrame(frame);
      if (!model.isDisposed()) model.deltaDecorations([anchor], []);
      ends.dispose();
    },
  };
}
