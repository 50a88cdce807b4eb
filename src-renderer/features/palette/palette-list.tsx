import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useLayoutEffect, useMemo, useRef } from 'react';
import { FileIcon } from '../../ui/file-icon.tsx';
import { Keys } from '../../ui/keys.tsx';
import { highlightPieces, type PaletteEntry } from './entries.ts';

const entryHeight = 28;
const groupHeight = 24;

interface PaletteListProps {
  readonly id: string;
  readonly label: string;
  readonly entries: readonly PaletteEntry[];
  readonly index: number;
  readonly onChoose: (entry: PaletteEntry, toSide: boolean) => void;
}

type Row = { readonly group: string } | { readonly entry: PaletteEntry; readonly index: number };

/** The rows that fit, of which only the visible ones are in the page. The palette's input owns the keys. */
export function PaletteList({ id, label, entries, index, onChoose }: PaletteListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useMemo(
    () =>
      entries.flatMap((entry, at): Row[] =>
        entry.group === undefined ? [{ entry, index: at }] : [{ group: entry.group }, { entry, index: at }],
      ),
    [entries],
  );
  // A new function when the rows change, which tells the virtualizer to lay them out anew.
  const getItemKey = useCallback(
    (at: number) => {
      const row = rows[at];
      return row === undefined ? at : 'group' in row ? `group ${at}` : `${row.entry.key} ${at}`;
    },
    [rows],
  );
  const virtualizer = useVirtualizer({
    getItemKey,
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (at) => (rows[at] && 'group' in rows[at] ? groupHeight : entryHeight),
    overscan: 8,
    // The list's own padding.
    scrollPaddingStart: 8,
    scrollPaddingEnd: 8,
    // Rows must be there in the first frame, before the list has been measured.
    initialRect: { width: 600, height: 420 },
  });
  useLayoutEffect(() => {
    const at = rows.findIndex((row) => 'entry' in row && row.index === index);
    // The heading of the first row belongs into view with it.
    virtualizer.scrollToIndex(at === 1 ? 0 : at, { align: 'auto' });
  }, [virtualizer, rows, index]);
  return (
    <div className="palette-list" ref={scroller} id={id} role="listbox" aria-label={label}>
      <div className="palette-sizer" style={{ height: virtualizer.getTotalSize() }} role="presentation">
        {virtualizer.getVirtualItems().map(({ index: at, key, start }) => {
          const row = rows[at];
          if (!row) return null;
          if ('group' in row) {
            return (
              <div className="palette-group" key={key} style={{ top: start }} role="presentation">
                {row.group}
              </div>
            );
          }
          return (
            <EntryRow
              key={key}
              id={`${id}-${row.index}`}
              entry={row.entry}
              selected={row.index === index}
              position={row.index + 1}
              size={entries.length}
              top={start}
              onChoose={onChoose}
            />
          );
        })}
      </div>
    </div>
  );
}

interface EntryRowProps {
  readonly id: string;
  readonly entry: PaletteEntry;
  readonly selected: boolean;
  readonly position: number;
  readonly size: number;
  readonly top: number;
  readonly onChoose: (entry: PaletteEntry, toSide: boolean) => void;
}

function EntryRow({ id, entry, selected, position, size, top, onChoose }: EntryRowProps) {
  const Icon = entry.icon;
  return (
    <button
      type="button"
      className="palette-entry"
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={selected}
      aria-posinset={position}
      aria-setsize={size}
      style={{ top }}
      onPointerDown={(event) => event.preventDefault()}
      onClick={(event) => onChoose(entry, event.ctrlKey || event.metaKey)}
    >
      {entry.indent ? <span style={{ width: entry.indent * 16 - 8 }} /> : null}
      {entry.fileName === undefined ? Icon ? <Icon aria-hidden="true" /> : null : <FileIcon name={entry.fileName} />}
      <span className="palette-label clip">
        {highlightPieces(entry.label, entry.matched).map(({ at, text, matched }) =>
          matched ? <mark key={at}>{text}</mark> : text,
        )}
      </span>
      {entry.description ? <span className="palette-description clip">{entry.description}</span> : null}
      {entry.detail ? <span className="palette-detail">{entry.detail}</span> : null}
      {entry.keys ? <Keys keys={entry.keys} /> : null}
    </button>
  );
}
