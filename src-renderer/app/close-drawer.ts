import type { StoreApi } from 'zustand/vanilla';
import type { Disposable } from './disposable.ts';
import type { EditorService } from './services.ts';
import type { WorkbenchState } from './workbench-state.ts';

/** In narrow windows the side bar covers the editor: opening a file takes it away. */
export function closeDrawerOnOpen(editor: EditorService, workbench: StoreApi<WorkbenchState>): Disposable {
  const end = editor.state.subscribe((now, before) => {
    if (now.active !== before.active && workbench.getState().drawerOpen) workbench.setState({ drawerOpen: false });
  });
  return { dispose: end };
}
