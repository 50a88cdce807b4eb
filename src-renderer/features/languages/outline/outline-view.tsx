import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDownAZ, ChevronDown, ChevronRight, ListOrdered, ListTree, LocateFixed, Shapes } from 'lucide-react';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useServices } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import { IconButton } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Field } from '../../../ui/field.tsx';
import { PaneHead } from '../../../ui/pane-head.tsx';
import { SymbolIcon } from '../../../ui/symbol-icon.tsx';
import { type OutlineOrder, type OutlineRow, outlineRows, rowAt } from './outline-rows.ts';
import './outline-view.css';

const rowHeight = 24;
const orders: Readonly<Record<OutlineOrder, { next: OutlineOrder; label: string; Icon: typeof ListOrdered }>> = {
  place: { next: 'name', label: t('Sorted by place. Sort by name'), Icon: ListOrdered },
  name: { next: 'kind', label: t('Sorted by name. Sort by kind'), Icon: ArrowDownAZ },
  kind: { next: 'place', label: t('Sorted by kind. Sort by place'), Icon: Shapes },
};

/** The symbols of the file in front: a filter, an order, and the one around the cursor. */
export default function OutlineView() {
  const { editor } = useServices();
  const symbols = useStore(editor.outline);
  const active = useStore(editor.state, (state) => state.active);
  const [order, setOrder] = useState<OutlineOrder>('place');
  const [follow, setFollow] = useState(true);
  const [filter, setFilter] = useState('');
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const rows = useMemo(() => outlineRows(symbols, { order, filter, closed }), [symbols, order, filter, closed]);
  const { next, label, Icon } = orders[order];

  const toggle = ({ key, open }: OutlineRow) => {
    const now = new Set(closed);
    if (open) now.add(key);
    else now.delete(key);
    setClosed(now);
  };

  return (
    <section className="outline" aria-label={t('Outline')}>
      <PaneHead title={t('Outline')}>
        <IconButton label={t('Follow the cursor')} aria-pressed={follow} onClick={() => setFollow(!follow)}>
          <LocateFixed aria-hidden="true" />
        </IconButton>
        <IconButton label={label} onClick={() => setOrder(next)}>
          <Icon aria-hidden="true" />
        </IconButton>
      </PaneHead>
      {symbols.length === 0 ? (
        <EmptyState
          icon={<ListTree aria-hidden="true" />}
          title={active === null ? t('No file is open') : t('No symbols')}
        >
          {active === null ? t('Open one to see what it is made of.') : t('This file names nothing to go to.')}
        </EmptyState>
      ) : (
        <>
          <div className="outline-filter">
            <Field
              aria-label={t('Filter symbols')}
              placeholder={t('Filter')}
              value={filter}
              onChange={(event) => setFilter(event.currentTarget.value)}
            />
          </div>
          {rows.length === 0 ? (
            <p className="outline-nothing">{t('No symbol fits. Try another part of its name.')}</p>
          ) : (
            <OutlineTree rows={rows} follow={follow} onToggle={toggle} />
          )}
        </>
      )}
    </section>
  );
}

interface OutlineTreeProps {
  readonly rows: readonly OutlineRow[];
  readonly follow: boolean;
  readonly onToggle: (row: OutlineRow) => void;
}

function OutlineTree({ rows, follow, onToggle }: OutlineTreeProps) {
  const { editor } = useServices();
  const scroller = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const cursorKey = useStore(editor.state, ({ cursor }) =>
    follow && cursor ? (rowAt(rows, cursor.line, cursor.column)?.key ?? null) : null,
  );
  const current = cursorKey ?? chosen;
  const index = rows.findIndex(({ key }) => key === current);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
  });
  useEffect(() => {
    if (index >= 0) virtualizer.scrollToIndex(index, { align: 'auto' });
  }, [index, virtualizer]);

  const goTo = (row: OutlineRow | undefined, takeFocus: boolean) => {
    if (!row) return;
    setChosen(row.key);
    editor.goTo(row.symbol.selectionRange.startLineNumber, row.symbol.selectionRange.startColumn);
    if (takeFocus) editor.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[Math.max(index, 0)];
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: index + 1,
      ArrowUp: index - 1,
      Home: 0,
      End: rows.length - 1,
    };
    const target = moves[event.key];
    if (target !== undefined) goTo(rows[Math.min(Math.max(target, 0), rows.length - 1)], false);
    else if (event.key === 'Enter') goTo(row, true);
    else if (event.key === 'ArrowRight' && row?.hasChildren && !row.open) onToggle(row);
    else if (event.key === 'ArrowLeft' && row?.hasChildren && row.open) onToggle(row);
    else if (event.key === 'ArrowLeft' && row?.parent)
      goTo(
        rows.find(({ key }) => key === row.parent),
        false,
      );
    else return;
    event.preventDefault();
  };

  return (
    <div
      ref={scroller}
      role="tree"
      aria-label={t('Symbols')}
      aria-activedescendant={index >= 0 ? `outline-row-${index}` : undefined}
      tabIndex={0}
      className="outline-tree"
      onKeyDown={onKeyDown}
    >
      <div className="outline-rows" style={{ height: virtualizer.getTotalSize() }} role="presentation">
        {virtualizer.getVirtualItems().map(({ index: at, start }) => {
          const row = rows[at];
          if (!row) return null;
          const Chevron = row.open ? ChevronDown : ChevronRight;
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the tree takes the keys
            <div
              key={row.key}
              id={`outline-row-${at}`}
              role="treeitem"
              tabIndex={-1}
              aria-level={row.depth + 1}
              aria-selected={at === index}
              aria-expanded={row.hasChildren ? row.open : undefined}
              className="outline-row"
              style={{ transform: `translateY(${start}px)`, paddingLeft: 8 + row.depth * 12 }}
              onClick={() => goTo(row, false)}
              onDoubleClick={() => goTo(row, true)}
            >
              {row.hasChildren ? (
                <Chevron
                  className="icon-small"
                  aria-hidden="true"
                  onClick={(event) => {
                    event.stopPropagation();
                    onToggle(row);
                  }}
                />
              ) : (
                <span className="outline-gap" />
              )}
              <SymbolIcon kind={row.symbol.kind} />
              <span className="clip">{row.symbol.name}</span>
              <span className="outline-detail clip">{row.symbol.detail}</span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
