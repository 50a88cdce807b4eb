import type { StoreApi } from 'zustand/vanilla';
import type { Disposable } from './disposable.ts';
import { lastWorkFocus } from './regions.ts';
import type { EditorService, Workspace } from './services.ts';

/** Gives the focus back, when a page closes, to what had it before the page opened. */
export function returnFocusFromPages(workspace: StoreApi<Workspace>, editor: EditorService): Disposable {
  let opener: HTMLElement | null = null;
  const end = workspace.subscribe((now, before) => {
    if (now.page === before.page) return;
    if (before.page === null) opener = lastWorkFocus();
    if (now.page !== null) return;
    const target = opener;
    opener = null;
    // What stood below the page can take the focus only after it is shown again.
    requestAnimationFrame(() => {
      const active = document.activeElement;
      if (active !== null && active !== document.body) return;
      if (target?.isConnected && target.getClientRects().length > 0) target.focus();
      else editor.focus();
    });
  });
  return { dispose: end };
}
