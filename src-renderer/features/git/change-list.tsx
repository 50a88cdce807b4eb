import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { CommandContextMenu } from '../../app/command-menu.tsx';
import { t } from '../../localize.ts';
import { ScmRowView, scmRowId } from './change-row.tsx';
import type { GitParts } from './git-commands.ts';
import { useListInput } from './list-input.ts';

export const rowHeight = 24;
const padding = 4;
const overscan = 10;

/** What has changed, by group; only the rows in view are in the page. */
export function ChangeList({ parts }: { readonly parts: GitParts }) {
  const { model } = parts;
  const container = useRef<HTMLDivElement>(null);
  const rows = useStore(model.store, (state) => state.rows);
  const selection = useStore(model.store, (state) => state.selection);
  const focusRequested = useStore(model.store, (state) => state.focusRequested);
  const focusedIndex = rows.findIndex(({ key }) => key === selection.focused);

  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => container.current,
    estimateSize: () => rowHeight,
    overscan,
    paddingStart: padding,
    paddingEnd: padding,
  });
  const indexes = virtualizer.getVirtualItems().map(({ index }) => index);
  // The focused row stays in the page wherever the view is scrolled to: the list points at it.
  if (focusedIndex >= 0 && !indexes.includes(focusedIndex)) indexes.push(focusedIndex);

  const scrollTo = useCallback((index: number) => virtualizer.scrollToIndex(index, { align: 'auto' }), [virtualizer]);
  useEffect(() => {
    if (focusedIndex >= 0) scrollTo(focusedIndex);
  }, [focusedIndex, scrollTo]);
  useEffect(() => {
    if (focusRequested !== 'list') return;
    container.current?.focus({ preventScroll: true });
    model.store.setState({ focusRequested: null });
  }, [focusRequested, model]);

  const input = useListInput(parts, container, rowHeight);
  return (
    <CommandContextMenu menu="scm">
      <div
        ref={container}
        className="scm-list"
        role="tree"
        tabIndex={0}
        aria-label={t('Changes')}
        aria-multiselectable="true"
        aria-activedescendant={focusedIndex < 0 || selection.focused === null ? undefined : scmRowId(selection.focused)}
        {...input}
      >
        <div className="scm-rows" role="none" style={{ height: virtualizer.getTotalSize() }}>
          {indexes.map((index) => {
            const row = rows[index];
            if (!row) return null;
            return (
              <ScmRowView
                key={row.key}
                row={row}
                top={padding + index * rowHeight}
                selected={selection.selected.has(row.key)}
                focused={selection.focused === row.key}
              />
            );
          })}
        </div>
      </div>
    </CommandContextMenu>
  );
}
