import { type ComponentType, createElement } from 'react';
import { createDisposables } from '../../app/disposable.ts';
import { late } from '../../app/late.ts';
import { painted } from '../../app/painted.ts';
import type { EditorService } from '../../app/services.ts';
import { createAutosave } from './autosave.ts';
import { createClosing } from './closing.ts';
import { registerEditorCommands } from './commands/index.ts';
import { type EditorParts, EditorPartsProvider } from './parts.ts';
import { followProblems } from './problems.ts';
import { createSaving } from './saving.ts';
import { createEditorService } from './service.ts';
import { createEditorSession, type EditorDependencies } from './session.ts';
import { createEditorStatus } from './status.ts';

export interface EditorFeature {
  readonly service: EditorService;
  readonly EditorArea: ComponentType;
  dispose(): void;
}

/** Starts to fetch what the first file needs, while nothing else is known yet. */
export function preloadEditor(): void {
  for (const part of [import('./area/editor-area.tsx'), import('../../monaco/monaco.ts')]) part.catch(reportError);
}

/** Builds the editor: its service for other features and the component that shows it. Monaco starts to load at once. */
export function createEditorFeature(services: EditorDependencies): EditorFeature {
  const disposables = createDisposables();
  const loadArea = import('./area/editor-area.tsx');
  // The rest of the window is seen first: making an editor takes longer than all of it.
  const loadAfterFrame = async () => {
    await painted();
    return loadArea;
  };
  const Area = late(loadAfterFrame, createElement('div', { className: 'editor-area' }));
  const session = disposables.add(createEditorSession(services));
  const status = disposables.add(createEditorStatus(session));
  const saving = createSaving(session);
  const closing = createClosing(session, saving);
  const parts: EditorParts = { session, status, saving, closing };
  disposables.add(createAutosave(session, saving));
  disposables.add(followProblems(session));
  disposables.add(registerEditorCommands(parts));

  return {
    service: createEditorService(parts),
    EditorArea: EditorAreaRoot.bind(null, { parts, Area }),
    dispose: disposables.dispose,
  };
}

function EditorAreaRoot({ parts, Area }: { readonly parts: EditorParts; readonly Area: ComponentType }) {
  return createElement(EditorPartsProvider, { value: parts }, createElement(Area));
}
