import { type KeyboardEvent, type MouseEvent, type RefObject, useEffect } from 'react';
import { useServices } from '../../app/services.ts';
import { scmRowId } from './change-row.tsx';
import type { GitParts } from './git-commands.ts';
import { listKeyAction } from './list-keys.ts';
import { noSelection, selectAll, selectOnly, selectTo, toggleSelected } from './selection.ts';

/** What keyboard and mouse do in the list of changes. Enter, Space and Delete are commands. */
export function useListInput(
  { model, openRow }: GitParts,
  container: RefObject<HTMLDivElement | null>,
  rowHeight: number,
) {
  const { commands, contextKeys, editor } = useServices();

  useEffect(() => {
    const follow = (focused: Element | null) => {
      // A menu of the list is still about the list.
      if (!focused?.closest('[role="menu"]')) {
        contextKeys.set('scmFocus', focused !== null && focused === container.current);
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
      contextKeys.set('scmFocus', false);
    };
  }, [contextKeys, container]);

  const onFocus = () => {
    const { rows, selection } = model.store.getState();
    const first = rows[0];
    if (selection.focused === null && first) model.select({ ...noSelection, focused: first.key });
  };

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.target !== container.current) return;
    const { rows, selection } = model.store.getState();
    if (event.key === 'ContextMenu' || (event.shiftKey && event.key === 'F10')) {
      event.preventDefault();
      openMenuAtFocus(container.current, selection.focused);
      return;
    }
    const page = Math.max(1, Math.floor((container.current?.clientHeight ?? 0) / rowHeight) - 1);
    const action = listKeyAction(event, rows, selection.focused, page);
    if (!action) return;
    event.preventDefault();
    switch (action.type) {
      case 'focus':
        model.select(action.extend ? selectTo(rows, selection, action.key) : selectOnly(action.key));
        return;
      case 'open':
      case 'close':
        model.toggle(action.key, action.type === 'open');
        return;
      case 'selectAll':
        model.select(selectAll(rows, selection));
        return;
      case 'clear':
        model.select({ ...noSelection, focused: selection.focused });
        return;
      default:
        action satisfies never;
    }
  };

  const onClick = (event: MouseEvent<HTMLDivElement>) => {
    const key = keyUnder(event.target);
    const { rows, selection } = model.store.getState();
    const row = rows.find((candidate) => candidate.key === key);
    if (key === null || !row) return;
    const tool = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-command]') : null;
    if (tool?.dataset.command) {
      void commands.run(tool.dataset.command, key);
      return;
    }
    if (event.shiftKey) return model.select(selectTo(rows, selection, key));
    if (event.ctrlKey || event.metaKey) return model.select(toggleSelected(selection, key));
    model.select(selectOnly(key));
    if (row.type !== 'change') {
      if (event.detail <= 1) model.toggle(key);
    } else if (event.altKey) void editor.open(row.change.path, { toSide: true });
    else void openRow(row, { keepFocus: true }).catch(reportError);
  };

  const onContextMenu = (event: MouseEvent<HTMLDivElement>) => {
    const key = keyUnder(event.target);
    const { selection } = model.store.getState();
    container.current?.focus({ preventScroll: true });
    if (key === null) return;
    if (selection.selected.has(key)) model.select({ ...selection, focused: key });
    else model.select(selectOnly(key));
  };

  return { onFocus, onKeyDown, onClick, onContextMenu };
}

function keyUnder(target: EventTarget | null): string | null {
  if (!(target instanceof Element)) return null;
  return target.closest<HTMLElement>('[data-key]')?.dataset.key ?? null;
}

function openMenuAtFocus(container: HTMLElement | null, focused: string | null): void {
  const row = focused === null ? null : document.getElementById(scmRowId(focused));
  const element = row ?? container;
  if (!element) return;
  const { left, top, height } = element.getBoundingClientRect();
  const place = { clientX: left + 40, clientY: row ? top + height : top + 8 };
  element.dispatchEvent(new window.MouseEvent('contextmenu', { bubbles: true, cancelable: true, button: 2, ...place }));
}
