import { type KeyboardEvent, type MouseEvent, type RefObject, useRef } from 'react';
import { useServices } from '../../app/services.ts';
import { asksForMenu, openMenuAtRow, rowsOfPage, useFocusKey } from '../../ui/tree-input.ts';
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

  useFocusKey(contextKeys, 'explorerFocus', container);

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
    if (asksForMenu(event)) {
      event.preventDefault();
      openMenuAtRow(container.current, selection.focused && rowElementId(selection.focused));
      return;
    }
    const page = rowsOfPage(container.current, rowHeight);
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

function isNameInput(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('.explorer-name') !== null;
}

function isRowsElement(target: EventTarget | null): boolean {
  return target instanceof Element && target.classList.contains('explorer-rows');
}
