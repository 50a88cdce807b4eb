import { memo, useCallback, useEffect, useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { CommitReference, LogCommit } from '../../../../contract/desktop/git/history.ts';
import { t } from '../../../localize.ts';
import { RowList } from '../../../ui/row-list.tsx';
import { timeAgo } from '../../../ui/time-ago.ts';
import type { GraphRow } from '../graph/lanes.ts';
import { CommitMenu } from './commit-menu.tsx';
import { GraphCell, graphWidth, rowHeight } from './graph-cell.tsx';
import type { LogStore } from './log-store.ts';

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
  const index = useMemo(() => commits.findIndex(({ hash }) => hash === selected), [commits, selected]);
  const onDrawn = useCallback(
    (last: number) => {
      if (last > commits.length - ahead) log.loadMore();
    },
    [commits.length, log],
  );
  useEffect(() => {
    if (focusRequests > 0) container.current?.focus();
  }, [focusRequests]);
  const current = commits[index];
  return (
    <RowList
      label={t('Commits')}
      count={commits.length}
      rowHeight={rowHeight}
      padding={[4, 4]}
      index={index}
      container={container}
      minimumWidth={420}
      busy={loading}
      onChoose={(to) => {
        const commit = commits[to];
        if (commit) log.select(commit.hash);
      }}
      onOpen={onOpen}
      menu={current ? <CommitMenu commit={current} /> : null}
      onDrawn={onDrawn}
    >
      {(places) => {
        const width = graphWidth(Math.max(1, ...places.map((place) => rows[place.index]?.lanes ?? 1)));
        return places.map((place) => {
          const commit = commits[place.index];
          if (!commit) return null;
          return (
            <LogRow
              key={commit.hash}
              id={place.id}
              commit={commit}
              row={rows[place.index]}
              width={width}
              top={place.top}
              selected={place.index === index}
              onSelect={log.select}
              onOpen={onOpen}
            />
          );
        });
      }}
    </RowList>
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
      className="row-list-row log-row"
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
