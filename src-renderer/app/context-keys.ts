import type { StoreApi } from 'zustand/vanilla';
import { isMac } from '../ui/key-names.ts';
import { createDisposables, type Disposable } from './disposable.ts';
import { isServed } from './host.ts';
import type { Services } from './services.ts';
import type { WindowState } from './window-state.ts';

/** Keeps the context keys that the frame knows. Features keep their own, such as `editorFocus`. */
export function keepContextKeys(
  { contextKeys, workspace, editor }: Services,
  windowState: StoreApi<WindowState>,
): Disposable {
  const ends = createDisposables();
  contextKeys.set('isMac', isMac);
  contextKeys.set('isWeb', isServed);
  contextKeys.set('isWindows', /Win/.test(navigator.platform));
  contextKeys.set('isLinux', /Linux/.test(navigator.platform));
  const keepWorkspace = () => {
    const { status, project, sideBar, panel, page, zenMode } = workspace.getState();
    contextKeys.set('projectOpen', status === 'open');
    contextKeys.set('projectTrusted', project?.trusted ?? false);
    contextKeys.set('sideBarVisible', sideBar.visible);
    contextKeys.set('panelVisible', panel.visible);
    contextKeys.set('page', page ?? '');
    contextKeys.set('zenMode', zenMode);
  };
  const keepEditor = () => {
    const { active, documents } = editor.state.getState();
    contextKeys.set('editorOpen', active !== null);
    contextKeys.set('textEditorOpen', active !== null && documents.get(active)?.kind === 'text');
  };
  const keepWindow = () => contextKeys.set('fullScreen', windowState.getState().fullScreen);
  const onFocusIn = (event: FocusEvent) => {
    const element = event.target instanceof Element ? event.target : null;
    const field = element?.matches('input, textarea, [contenteditable="true"]') ?? false;
    contextKeys.set('inputFocus', field && !element?.closest('.monaco-editor, [data-terminal]'));
    contextKeys.set('terminalFocus', element?.closest('[data-terminal]') !== null && element !== null);
    contextKeys.set('focusedRegion', element?.closest<HTMLElement>('[data-region]')?.dataset.region ?? '');
  };
  keepWorkspace();
  keepEditor();
  keepWindow();
  ends.addFunction(workspace.subscribe(keepWorkspace));
  ends.addFunction(editor.state.subscribe(keepEditor));
  ends.addFunction(windowState.subscribe(keepWindow));
  document.addEventListener('focusin', onFocusIn);
  ends.addFunction(() => document.removeEventListener('focusin', onFocusIn));
  return ends;
}
