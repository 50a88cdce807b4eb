import type { StoreApi } from 'zustand/vanilla';
import type { Disposable } from './disposable.ts';
import type { Workspace } from './services.ts';

/** Milliseconds within which the second Escape must come. */
const patience = 700;

/**
 * Leaves zen mode when Escape is pressed twice in a row. Each Escape also does what it does otherwise; one that closes something
 * (a menu, the palette, the editor's search) does not count.
 */
export function leaveZenByEscape(target: Window, workspace: StoreApi<Workspace>, leave: () => void): Disposable {
  let before = Number.NEGATIVE_INFINITY;
  const onKeyDown = (event: KeyboardEvent) => {
    if (!workspace.getState().zenMode || event.key !== 'Escape' || event.repeat || isOverlaid()) {
      before = Number.NEGATIVE_INFINITY;
      return;
    }
    const now = event.timeStamp;
    if (now - before > patience) {
      before = now;
      return;
    }
    before = Number.NEGATIVE_INFINITY;
    leave();
  };
  target.addEventListener('keydown', onKeyDown, { capture: true });
  return { dispose: () => target.removeEventListener('keydown', onKeyDown, { capture: true }) };
}

/** What takes Escape for itself. Monaco keeps its closed widgets in the page. */
const overlays = [
  '.menu, .dialog, .notice-list, .palette, .shortcut-sheet',
  '.find-widget.visible, .suggest-widget.visible, .parameter-hints-widget.visible, .rename-box',
].join(', ');

function isOverlaid(): boolean {
  return document.querySelector(overlays) !== null;
}
