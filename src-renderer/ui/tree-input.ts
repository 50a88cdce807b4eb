import { type RefObject, useEffect } from 'react';

/** A key as the rules of trees and lists look at it. */
export interface TreeKey {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** Keeps a context key true while the tree itself, or a menu of it, has the focus. */
export function useFocusKey(
  contextKeys: { set(name: string, value: boolean): void },
  name: string,
  container: RefObject<HTMLElement | null>,
): void {
  useEffect(() => {
    const follow = (focused: Element | null) => {
      // A menu of the tree is still about the tree.
      if (!focused?.closest('[role="menu"]')) {
        contextKeys.set(name, focused !== null && focused === container.current);
      }
    };
    const onFocusIn = () => follow(document.activeElement);
    const onFocusOut = (event: FocusEvent) => {
      if (event.relatedTarget === null && document.hasFocus()) follow(null);
    };
    onFocusIn();
    document.addEventListener('focusin', onFocusIn);
    document.addEventListener('focusout', onFocusOut);
    return () => {
      document.removeEventListener('focusin', onFocusIn);
      document.removeEventListener('focusout', onFocusOut);
      contextKeys.set(name, false);
    };
  }, [contextKeys, name, container]);
}

/** Whether a key asks for the menu of what has the focus. */
export function asksForMenu({ key, shiftKey }: Pick<TreeKey, 'key' | 'shiftKey'>): boolean {
  return key === 'ContextMenu' || (shiftKey && key === 'F10');
}

/** Opens the context menu of a row by its element's id, or of the whole tree. */
export function openMenuAtRow(container: HTMLElement | null, rowId: string | null): void {
  const row = rowId === null ? null : document.getElementById(rowId);
  const element = row ?? container;
  if (!element) return;
  const { left, top, height } = element.getBoundingClientRect();
  const place = { clientX: left + 40, clientY: row ? top + height : top + 8 };
  element.dispatchEvent(new window.MouseEvent('contextmenu', { bubbles: true, cancelable: true, button: 2, ...place }));
}

/** How many rows a page key goes. */
export function rowsOfPage(container: HTMLElement | null, rowHeight: number): number {
  return Math.max(1, Math.floor((container?.clientHeight ?? 0) / rowHeight) - 1);
}
