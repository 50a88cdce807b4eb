import type { KeyboardEvent, MouseEvent, RefObject } from 'react';
import { useServices } from '../../app/services.ts';
import { asksForMenu, openMenuAtRow, rowsOfPage, useFocusKey } from '../../ui/tree-input.ts';
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

  useFocusKey(contextKeys, 'scmFocus', container);

  const onFocus = () => {
    const { rows, selection } = model.store.getState();
    const first = rows[0];
    if (selection.focused === null && first) model.select({ ...noSelection, focused: first.key });
  };

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.target !== container.current) return;
    const { rows, selection } = model.store.getState();
    if (asksForMenu(event)) {
      event.preventDefault();
      openMenuAtRow(container.current, selection.focused && scmRowId(selection.focused));
      return;
    }
    const page = rowsOfPage(container.current, rowHeight);
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
