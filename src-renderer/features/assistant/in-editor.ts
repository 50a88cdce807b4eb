import { createDisposables, type Disposable } from '../../app/disposable.ts';
import type { Services } from '../../app/services.ts';
import type { EditActions } from './apply/edit-actions.ts';
import type { StagedEdits } from './apply/staged-edits.ts';
import { createEditorActions } from './editor-actions/editor-actions.ts';
import { createEditorHunks } from './editor-hunks/editor-hunks.ts';
import { createInlineCompletion } from './inline-completion/inline-completion.tsx';
import { createInlineEditing } from './inline-edit/inline-edit.tsx';

/** What the assistant does inside editors. */
export interface AssistantInEditor extends Disposable {
  startInlineEdit(): void;
}

export function createAssistantInEditor(
  services: Services,
  staged: StagedEdits,
  actions: EditActions,
): AssistantInEditor {
  const ends = createDisposables();
  ends.add(createEditorHunks(services, staged, actions));
  const inlineEditing = ends.add(createInlineEditing(services));
  ends.add(createInlineCompletion(services));
  ends.add(createEditorActions(services));
  return { startInlineEdit: inlineEditing.start, dispose: ends.dispose };
}
