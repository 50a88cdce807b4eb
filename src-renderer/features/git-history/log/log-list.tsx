import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, memo, useEffect, useId, useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { CommitReference, LogCommit } from '../../../../contract/desktop/git/history.ts';
import { t } from '../../../localize.ts';
import { ContextMenu } from '../../../ui/menu.tsx';
import { timeAgo } from '../../../ui/time-ago.ts';
import type { GraphRow } from '../graph/lanes.ts';
import { CommitMenu } from './commit-menu.tsx';
import { GraphCell, graphWidth, rowHeight } from './graph-cell.tsx';
import type { LogStore } from './log-store.ts';

/** Above the first row and below the last one, in pixels. */
const padding = 4;
/** Rows from the end at which the next page is read. */
const ahead = 400;

/** The commits in view, whatever their number. */
export function LogList({ log, onOpen }: { log: LogStore; onOpen: () => void }) {
  const { commits, rows, selected, loading, focusRequests } = useStore(
    log.state,
    useShallow(({ commits, rows, selected, loading, focusRequests }) => ({
      commits,
      rows,
      selected,
      loading,
      focusRequests,
    })),
  );
  const container = useRef<HTMLDivElement>(null);
  const idBase = useId();
  const index = useMemo(() => commits.findIndex(({ hash }) => hash === selected), [commits, selected]);
  const virtualizer = useVirtualizer({
    count: commits.length,
    getScrollElement: () => container.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    paddingStart: padding,
    paddingEnd: padding,
  });
  const items = virtualizer.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const wide = useMemo(() => {
    let lanes = 1;
    for (const item of items) lanes = Math.max(lanes, rows[item.index]?.lanes ?? 1);
    return lanes;
  }, [items, rows]);
  useEffect(() => {
    if (last > commits.length - ahead) log.loadMore();
  }, [last, commits.length, log]);
  useEffect(() => {
    if (focusRequests > 0) container.current?.focus();
  }, [focusRequests]);
  useEffect(() => {
    if (index >= 0) virtualizer.scrollToIndex(index, { align: 'auto' });
  }, [index, virtualizer]);

  const choose = (to: number) => {
    const commit = commits[Math.min(Math.max(to, 0), commits.length - 1)];
    if (commit) log.select(commit.hash);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor((container.current?.clientHeight ?? 0) / rowHeight) - 1);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: index + 1,
      ArrowUp: index - 1,
      PageDown: index + page,
      PageUp: index - page,
      Home: 0,
      End: commits.length - 1,
    };
    const to = steps[event.key];
    if (to !== undefined) choose(to);
    else if (event.key === 'Enter') onOpen();
    else return;
    event.preventDefault();
  };
  const current = commits[index];
  return (
    <ContextMenu menu={current ? <CommitMenu commit={current} /> : null}>
      <div
        ref={container}
        className="log-list"
        role="listbox"
        aria-label={t('Commits')}
        aria-busy={loading}
        aria-activedescendant={index < 0 ? undefined : `${idBase}-${index}`}
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        <div className="log-rows" role="presentation" style={{ height: virtualizer.getTotalSize() }}>
          {items.map((item) => {
            const commit = commits[item.index];
            if (!commit) return null;
            return (
              <LogRow
                key={commit.hash}
                id={`${idBase}-${item.index}`}
                commit={commit}
                row={rows[item.index]}
                width={graphWidth(wide)}
                top={item.start}
                selected={item.index === index}
                onSelect={log.select}
                onOpen={onOpen}
              />
            );
          })}
        </div>
      </div>
    </ContextMenu>
  );
}

interface LogRowProps {
  readonly id: string;
  readonly commit: LogCommit;
  readonly row: GraphRow | undefined;
  readonly width: number;
  readonly top: number;
  readonly selected: boolean;
  readonly onSelect: (hash: string) => void;
  readonly onOpen: () => void;
}

const LogRow = memo(function LogRow({ id, commit, row, width, top, selected, onSelect, onOpen }: LogRowProps) {
  const { hash, subject, author, authoredAt, references, parents } = commit;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus and names its active row
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys are the list's
    <div
      id={id}
      className="log-row"
      role="option"
      aria-selected={selected}
      style={{ transform: `translateY(${top}px)` }}
      onMouseDown={() => onSelect(hash)}
      onClick={() => onSelect(hash)}
      onDoubleClick={onOpen}
    >
      {row ? <GraphCell row={row} merge={parents.length > 1} width={width} /> : <span className="log-no-graph" />}
      {references.map((reference) => (
        <ReferenceLabel key={`${reference.kind}/${reference.name}`} reference={reference} />
      ))}
      <span className="log-subject clip">{subject || t('No message')}</span>
      <span className="log-author clip">{author}</span>
      <span className="log-hash">{hash.slice(0, 7)}</span>
      <span className="log-when">{timeAgo(authoredAt)}</span>
    </div>
  );
});

const spokenKinds: Readonly<Record<CommitReference['kind'], string>> = {
  head: t('Checked out'),
  branch: t('Branch'),
  remote: t('Branch of a remote'),
  tag: t('Tag'),
};

export function ReferenceLabel({ reference: { kind, name, current } }: { reference: CommitReference }) {
  return (
    <span
      className={`log-label log-label-${kind}${current ? ' log-label-current' : ''}`}
      data-tooltip={`${spokenKinds[kind]} ${name}`}
    >
      {name}
    </span>
  );
}
