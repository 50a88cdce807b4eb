import { Bookmark, Circle, Undo2 } from 'lucide-react';
import { type MouseEvent, memo, useEffect, useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { Version } from '../../../../contract/desktop/collaboration.ts';
import { t } from '../../../localize.ts';
import { Avatar } from '../../../ui/avatar.tsx';
import { RowList } from '../../../ui/row-list.tsx';
import { Counts } from './counts.tsx';
import type { HistoryStore } from './history-store.ts';
import { timelineRows } from './timeline.ts';
import { VersionMenu } from './version-menu.tsx';
import { colorOf, kindName, namesOf, timeOf, titleOf } from './words.ts';

/** In pixels. */
const rowHeight = 26;
/** People that a row has room for. */
const mostAvatars = 4;

interface VersionListProps {
  readonly store: HistoryStore;
  readonly onOpen: () => void;
}

/** The versions in view, whatever their number, under their days. */
export function VersionList({ store, onOpen }: VersionListProps) {
  const { versions, selected, anchor, loading, session, focusRequests } = useStore(
    store.state,
    useShallow(({ versions, selected, anchor, loading, session, focusRequests }) => ({
      versions,
      selected,
      anchor,
      loading,
      session,
      focusRequests,
    })),
  );
  const container = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => timelineRows(versions, Date.now()), [versions]);
  const index = rows.findIndex((row) => row.type === 'version' && row.version.id === selected);
  useEffect(() => {
    if (focusRequests > 0) container.current?.focus();
  }, [focusRequests]);
  const current = versions.find(({ id }) => id === selected);
  return (
    <RowList
      label={t('Versions')}
      count={rows.length}
      rowHeight={rowHeight}
      padding={[0, 4]}
      index={index}
      container={container}
      minimumWidth={360}
      busy={loading}
      multiselectable
      isOption={(at) => rows[at]?.type === 'version'}
      onChoose={(at, { shiftKey }) => {
        const row = rows[at];
        if (row?.type === 'version') (shiftKey ? store.extend : store.select)(row.version.id);
      }}
      onOpen={onOpen}
      menu={current ? <VersionMenu version={current} store={store} /> : null}
    >
      {(places) =>
        places.map((place) => {
          const row = rows[place.index];
          if (!row) return null;
          if (row.type === 'day') {
            return (
              <div
                key={row.key}
                className="row-list-row history-day"
                role="presentation"
                style={{ transform: `translateY(${place.top}px)` }}
              >
                {row.title}
              </div>
            );
          }
          const { id } = row.version;
          return (
            <VersionRow
              key={row.key}
              id={place.id}
              version={row.version}
              self={session?.self ?? null}
              top={place.top}
              selected={id === selected || id === anchor}
              store={store}
              onOpen={onOpen}
            />
          );
        })
      }
    </RowList>
  );
}

interface VersionRowProps {
  readonly id: string;
  readonly version: Version;
  readonly self: string | null;
  readonly top: number;
  readonly selected: boolean;
  readonly store: HistoryStore;
  readonly onOpen: () => void;
}

const VersionRow = memo(function VersionRow({ id, version, self, top, selected, store, onOpen }: VersionRowProps) {
  const { kind, message, authors, createdAt, statistics } = version;
  const choose = (event: MouseEvent) => (event.shiftKey ? store.extend : store.select)(version.id);
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus and names its active row
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys are the list's
    <div
      id={id}
      className={`row-list-row history-row history-${kind}`}
      role="option"
      aria-selected={selected}
      style={{ transform: `translateY(${top}px)` }}
      onMouseDown={choose}
      onClick={(event) => {
        // A press without a button, as assistive technology makes it.
        if (event.detail === 0) choose(event);
      }}
      onDoubleClick={onOpen}
    >
      <KindIcon kind={kind} named={message !== null} />
      <span className="history-time">{timeOf(createdAt)}</span>
      <span className="history-title clip">{titleOf(version)}</span>
      {authors.length > 0 ? <Authors authors={authors} self={self} /> : null}
      <span className="history-files">{t('{{count}} files', { count: statistics.files })}</span>
      <Counts added={statistics.linesAdded} removed={statistics.linesRemoved} />
    </div>
  );
});

function Authors({ authors, self }: Pick<Version, 'authors'> & { readonly self: string | null }) {
  const names = namesOf(authors, self);
  return (
    <span className="history-authors" role="img" aria-label={names} data-tooltip={names}>
      {authors.slice(0, mostAvatars).map(({ person, name }) => (
        <Avatar key={person} size="small" name={name} color={person === self ? null : colorOf(person)} />
      ))}
      {authors.length > mostAvatars ? `+${authors.length - mostAvatars}` : null}
    </span>
  );
}

/** Says how a version came to be, where its title doesn't. */
function KindIcon({ kind, named }: Pick<Version, 'kind'> & { readonly named: boolean }) {
  const Icon = kind === 'saved' ? Bookmark : kind === 'automatic' ? Circle : Undo2;
  return named ? (
    <span className="history-kind" role="img" aria-label={kindName(kind)} data-tooltip={kindName(kind)}>
      <Icon aria-hidden="true" />
    </span>
  ) : (
    <span className="history-kind" aria-hidden="true">
      <Icon />
    </span>
  );
}
