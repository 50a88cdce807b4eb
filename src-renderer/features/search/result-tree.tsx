import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type MouseEvent, useEffect, useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import { CommandContextMenu } from '../../app/command-menu.tsx';
import { useServices } from '../../app/services.ts';
import { t } from '../../localize.ts';
import { asksForMenu, openMenuAtRow, rowsOfPage } from '../../ui/tree-input.ts';
import type { Replacing } from './replace.ts';
import { ResultRowView, rowElementId } from './result-row.tsx';
import type { Search } from './search.ts';
import type { ShowMatch } from './show-match.ts';
import { resultKeyAction } from './tree-keys.ts';

const rowHeight = 24;
const padding = 4;
/** Rows above and below the view that are ready before they are scrolled to. */
const overscan = 10;

interface ResultTreeProps {
  readonly search: Search;
  readonly replacing: Replacing;
  readonly showMatch: ShowMatch;
}

/** Files and their matches; only the rows in view are in the page. */
export function ResultTree({ search, replacing, showMatch }: ResultTreeProps) {
  const { commands } = useServices();
  const container = useRef<HTMLDivElement>(null);
  const { rows, focused, replaceShown, form, focusWanted, results } = useStore(search.store);
  const replacer = useMemo(
    () => (replaceShown && form !== null ? replacing.replacer() : null),
    [replacing, replaceShown, form],
  );
  const focusedIndex = useMemo(() => rows.findIndex(({ key }) => key === focused), [rows, focused]);
  const positions = useMemo(() => new Map(results.map((file, index) => [file, index + 1])), [results]);

  useEffect(() => {
    if (focusWanted !== 'results') return;
    container.current?.focus({ preventScroll: true });
    if (search.store.getState().focused === null) search.update({ focused: rows[0]?.key ?? null });
    search.update({ focusWanted: null });
  }, [focusWanted, rows, search]);

  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => container.current,
    estimateSize: () => rowHeight,
    overscan,
    paddingStart: padding,
    paddingEnd: padding,
  });
  useEffect(() => {
    const element = container.current;
    if (!element || focusedIndex < 0) return;
    const top = padding + focusedIndex * rowHeight;
    const visible = top >= element.scrollTop && top + rowHeight <= element.scrollTop + element.clientHeight;
    if (!visible) virtualizer.scrollToIndex(focusedIndex, { align: 'auto' });
  }, [focusedIndex, virtualizer]);

  const items = virtualizer.getVirtualItems().map(({ index }) => index);
  // The focused row stays in the page wherever the view is scrolled to.
  if (focusedIndex >= 0 && !items.includes(focusedIndex)) items.push(focusedIndex);

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.target !== container.current) return;
    if (asksForMenu(event)) {
      openMenuAtRow(container.current, focused && rowElementId(focused));
      event.preventDefault();
      return;
    }
    const page = rowsOfPage(container.current, rowHeight);
    const action = resultKeyAction(event, rows, focused, page);
    if (!action) return;
    if (action.type === 'focus') search.update({ focused: action.key });
    else search.setCollapsed(action.paths, action.type === 'collapse');
    event.preventDefault();
  };
  const rowOf = (target: EventTarget | null) => {
    const key = target instanceof Element ? target.closest<HTMLElement>('[data-key]')?.dataset.key : undefined;
    return rows.find((row) => row.key === key) ?? null;
  };
  const onClick = (event: MouseEvent<HTMLDivElement>) => {
    const row = rowOf(event.target);
    if (!row) return;
    search.update({ focused: row.key });
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-command]') : null;
    if (button?.dataset.command) {
      container.current?.focus({ preventScroll: true });
      void commands.run(button.dataset.command);
    } else if (row.type === 'match') {
      void showMatch(row.file.path, row.match, { keepFocus: !event.altKey, toSide: event.altKey });
    } else if (event.detail <= 1) search.setCollapsed([row.file.path], row.expanded);
  };
  const onDoubleClick = (event: MouseEvent<HTMLDivElement>) => {
    const row = rowOf(event.target);
    if (row?.type === 'match') void showMatch(row.file.path, row.match);
  };
  const onContextMenu = (event: MouseEvent<HTMLDivElement>) => {
    const row = rowOf(event.target);
    container.current?.focus({ preventScroll: true });
    if (row) search.update({ focused: row.key });
  };

  return (
    <CommandContextMenu menu="search">
      <div
        ref={container}
        className="search-tree"
        role="tree"
        tabIndex={0}
        aria-label={t('Results')}
        aria-activedescendant={focusedIndex < 0 ? undefined : rowElementId(focused ?? '')}
        onKeyDown={onKeyDown}
        onClick={onClick}
        onDoubleClick={onDoubleClick}
        onContextMenu={onContextMenu}
      >
        <div className="search-rows" role="none" style={{ height: virtualizer.getTotalSize() }}>
          {items.map((index) => {
            const row = rows[index];
            if (!row) return null;
            return (
              <ResultRowView
                key={row.key}
                row={row}
                top={padding + index * rowHeight}
                focused={index === focusedIndex}
                replacer={replacer}
                position={row.type === 'file' ? (positions.get(row.file) ?? 1) : row.position}
                setSize={row.type === 'file' ? results.length : row.file.matches.length}
              />
            );
          })}
        </div>
      </div>
    </CommandContextMenu>
  );
}
