import { ChevronDown, ChevronRight, PhoneIncoming, SquareFunction } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { useServices } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import type { CallHierarchy, CallItem, CallRows } from './call-hierarchy.ts';
import './calls-view.css';

/** Calls to and from a function, as a tree. */
export default function CallsView({ calls }: { calls: CallHierarchy }) {
  const { root, direction, focusRequested } = useStore(calls.state);
  const tree = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!focusRequested) return;
    tree.current?.querySelector<HTMLElement>('[role="treeitem"]')?.focus();
    calls.state.setState({ focusRequested: false });
  }, [focusRequested, calls]);
  if (!root) {
    return (
      <EmptyState icon={<PhoneIncoming aria-hidden="true" />} title={t('No calls to show')}>
        {t('Put the cursor on a function and press Shift Alt H.')}
      </EmptyState>
    );
  }
  return (
    <div className="calls">
      <div className="calls-bar">
        <Button
          small
          kind="ghost"
          aria-pressed={direction === 'incoming'}
          onClick={() => calls.setDirection('incoming')}
        >
          {t('Who calls it')}
        </Button>
        <Button
          small
          kind="ghost"
          aria-pressed={direction === 'outgoing'}
          onClick={() => calls.setDirection('outgoing')}
        >
          {t('What it calls')}
        </Button>
      </div>
      <div
        ref={tree}
        role="tree"
        className="calls-tree"
        aria-label={t('Calls of {{name}}', { name: root.name })}
        tabIndex={-1}
        onKeyDown={stepRows}
      >
        <CallRow calls={calls} item={root} level={1} />
      </div>
    </div>
  );
}

function CallRow({ calls, item, level }: { calls: CallHierarchy; item: CallItem; level: number }) {
  const { editor } = useServices();
  const rows = useStore(calls.state, (state) => state.rows.get(item.key));
  const { path } = item;
  const open = rows !== undefined;
  const Chevron = open ? ChevronDown : ChevronRight;
  return (
    <>
      <div
        role="treeitem"
        tabIndex={level === 1 ? 0 : -1}
        aria-level={level}
        aria-expanded={open}
        className="calls-row"
        style={{ paddingLeft: 8 + (level - 1) * 16 }}
        data-open={open}
        onClick={() => {
          if (path !== null) void editor.open(path, { line: item.line, column: item.column, keepFocus: true });
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && path !== null) void editor.open(path, { line: item.line, column: item.column });
          if ((event.key === 'ArrowRight' && !open) || (event.key === 'ArrowLeft' && open)) calls.toggle(item);
        }}
      >
        <Chevron
          className="icon-small"
          aria-hidden="true"
          onClick={(event) => {
            event.stopPropagation();
            calls.toggle(item);
          }}
        />
        <SquareFunction className="icon-small" aria-hidden="true" />
        <span>{item.name}</span>
        <span className="calls-place clip">{path === null ? t('outside the project') : `${path}:${item.line}`}</span>
      </div>
      {rows === undefined ? null : <Rows calls={calls} rows={rows} level={level + 1} />}
    </>
  );
}

function Rows({ calls, rows, level }: { calls: CallHierarchy; rows: CallRows; level: number }) {
  const note = (text: ReactNode) => (
    <div
      className="calls-note"
      role="treeitem"
      tabIndex={-1}
      aria-level={level}
      style={{ paddingLeft: 8 + level * 16 }}
    >
      {text}
    </div>
  );
  if (rows === 'loading') return note(t('Looking'));
  if ('failure' in rows) return note(rows.failure);
  if (rows.length === 0) return note(t('None'));
  return rows.map((row) => (
    <CallRow key={`${row.key} ${row.line}:${row.column}`} calls={calls} item={row} level={level} />
  ));
}

function stepRows(event: KeyboardEvent<HTMLElement>) {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="treeitem"]')];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  rows[Math.min(Math.max(at + step, 0), rows.length - 1)]?.focus();
  event.preventDefault();
}
