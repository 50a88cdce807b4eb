import { type KeyboardEvent, type MouseEvent, type RefObject, useEffect, useRef } from 'react';
import { useServices } from '../../app/services.ts';
import type { Explorer } from './explorer.ts';
import { type TreeKeyAction, treeKeyAction, typeAhead } from './keyboard.ts';
import { noSelection, selectAll, selectOnly, selectTo, toggle } from './selection.ts';
import { rowElementId } from './tree-row.tsx';

/** Letters typed within this many ms of each other make one word. */
const typeAheadPause = 800;

/** The project path of the row under an event, or null beside the rows. */
export function pathUnder(target: EventTarget | null): string | null {
  if (!(target instanceof Element)) return null;
  return target.closest<HTMLElement>('[data-path]')?.dataset.path ?? null;
}

/** What keyboard and mouse do in the tree. */
export function useTreeInput(explorer: Explorer, container: RefObject<HTMLDivElement | null>, rowHeight: number) {
  const services = useServices();
  const typed = useRef({ text: '', at: 0 });
  const { contextKeys } = services;

  useEffect(() => {
    const follow = (focused: Element | null) => {
      // A menu of the tree is still about the tree.
      if (!focused?.closest('[role="menu"]')) {
        contextKeys.set('explorerFocus', focused !== null && focused === container.current);
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
      contextKeys.set('explorerFocus', false);
    };
  }, [contextKeys, container]);

  const act = (action: TreeKeyAction) => {
    const { tree, selection } = explorer.store.getState();
    switch (action.type) {
      case 'focus':
        explorer.select(action.extend ? selectTo(tree.rows, selection, action.path) : selectOnly(action.path));
        return;
      case 'expand':
        void explorer.expand([action.path], true);
        return;
      case 'collapse':
        void explorer.expand([action.path], false);
        return;
      case 'expandSiblings':
        void explorer.expand(action.paths, true);
        return;
      case 'selectAll':
        explorer.select(selectAll(tree.rows, selection));
        return;
      case 'clear':
        explorer.select({ ...noSelection, focused: selection.focused });
        return;
    }
  };

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.target !== container.current) return;
    const { tree, selection } = explorer.store.getState();
    if (event.key === 'ContextMenu' || (event.shiftKey && event.key === 'F10')) {
      event.preventDefault();
      openMenuAtFocus(container.current, selection.focused);
      return;
    }
    const page = Math.max(1, Math.floor((container.current?.clientHeight ?? 0) / rowHeight) - 1);
    const action = treeKeyAction(event, tree.rows, selection.focused, page);
    if (action) {
      event.preventDefault();
      typed.current = { text: '', at: 0 };
      act(action);
      return;
    }
    if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey || event.key === ' ') return;
    const now = performance.now();
    const text = now - typed.current.at < typeAheadPause ? typed.current.text + event.key : event.key;
    typed.current = { text, at: now };
    const path = typeAhead(tree.rows, selection.focused, text);
    if (path !== null) explorer.select(selectOnly(path));
  };

  const onClick = (event: MouseEvent<HTMLDivElement>) => {
    const path = pathUnder(event.target);
    const { tree, selection } = explorer.store.getState();
    if (path === null) {
      if (event.target === event.currentTarget || isRowsElement(event.target)) explorer.select(noSelection);
      return;
    }
    if (isNameInput(event.target)) return;
    if (event.shiftKey) return explorer.select(selectTo(tree.rows, selection, path));
    if (event.ctrlKey || event.metaKey) return explorer.select(toggle(selection, path));
    explorer.select(selectOnly(path));
    const row = explorer.focusedRow();
    if (row?.kind === 'file') {
      void services.editor.open(path, { preview: !event.altKey, keepFocus: true, toSide: event.altKey });
      // The second click of a double click would close again what the first has opened.
    } else if (row && event.detail <= 1) void explorer.expand([path], !row.expanded);
  };

  const onDoubleClick = (event: MouseEvent<HTMLDivElement>) => {
    const path = pathUnder(event.target);
    if (path === null || isNameInput(event.target) || explorer.focusedRow()?.kind !== 'file') return;
    void services.editor.open(path);
  };

  const onContextMenu = (event: MouseEvent<HTMLDivElement>) => {
    const path = pathUnder(event.target);
    const { selection } = explorer.store.getState();
    container.current?.focus({ preventScroll: true });
    if (path === null) explorer.select(noSelection);
    else if (selection.selected.has(path)) explorer.select({ ...selection, focused: path });
    else explorer.select(selectOnly(path));
  };

  return { onKeyDown, onClick, onDoubleClick, onContextMenu };
}

function openMenuAtFocus(container: HTMLElement | null, focused: string | null): void {
  const row = focused === null ? null : document.getElementById(rowElementId(focused));
  const element = row ?? container;
  if (!element) return;
  const { left, top, height } = element.getBoundingClientRect();
  const place = { clientX: left + 40, clientY: row ? top + height : top + 8 };
  element.dispatchEvent(new window.MouseEvent('contextmenu', { bubbles: true, cancelable: true, button: 2, ...place }));
}

function isNameInput(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('.explorer-name') !== null;
}

function isRowsElement(target: EventTarget | null): boolean {
  return target instanceof Element && target.classList.contains('explorer-rows');
}
