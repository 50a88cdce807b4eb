import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, type RefObject, useCallback, useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import { markFirstPaint } from '../../app/paint-mark.ts';
import { useServices } from '../../app/services.ts';
import type { Changes } from './changes.ts';
import { type Draft, draftPlace } from './drafts.ts';
import type { Explorer } from './explorer.ts';
import { nameProblem, nameRemark, stemLength } from './names.ts';
import { isWithin, nameOf, parentOf } from './paths.ts';
import { indexOfPath, type TreeRow } from './tree.ts';
import { DraftRowView, type NameEdit, StatusRowView, TreeRowView } from './tree-row.tsx';

export const rowHeight = 24;
const padding = 4;
/** Rows above and below the view that are ready before they are scrolled to. */
const overscan = 10;

interface TreeRowsProps {
  readonly explorer: Explorer;
  readonly changes: Changes;
  /** What scrolls. */
  readonly container: RefObject<HTMLDivElement | null>;
  /** Where a drop would go now. */
  readonly dropFolder: string | null;
}

/** The rows in view, whatever the project's size. Made anew with every scroll, and nothing around them is. */
export const TreeRows = memo(function TreeRows({ explorer, changes, container, dropFolder }: TreeRowsProps) {
  const { fileMarks, fileVisitors, filesToReview } = useServices();
  const { tree, selection, draft, clipboard, dirty, revealed } = useStore(explorer.store);
  const marks = useStore(fileMarks);
  const visitors = useStore(fileVisitors);
  const toReview = useStore(filesToReview);
  const { rows } = tree;
  const place = useMemo(() => draftPlace(rows, draft), [rows, draft]);
  const edit = useMemo(() => (draft ? nameEdit(explorer, changes, draft) : null), [explorer, changes, draft]);
  const draftAt = place?.index ?? Number.POSITIVE_INFINITY;
  const focusedItem = useMemo(() => findItem(rows, selection.focused, draftAt), [rows, selection.focused, draftAt]);
  const renamed = draft?.type === 'rename' ? draft.path : null;
  const editedItem = useMemo(
    () => (place ? place.index : findItem(rows, renamed, draftAt)),
    [rows, renamed, place, draftAt],
  );

  const virtualizer = useVirtualizer({
    count: rows.length + (place ? 1 : 0),
    getScrollElement: () => container.current,
    estimateSize: () => rowHeight,
    overscan,
    paddingStart: padding,
    paddingEnd: padding,
  });
  const items = virtualizer.getVirtualItems().map((item) => item.index);
  const [first = 0] = items;
  const last = items.at(-1) ?? -1;
  // The focused and the edited row stay in the page wherever the view is scrolled to.
  for (const item of new Set([focusedItem, editedItem])) {
    if (item >= 0 && (item < first || item > last)) items.push(item);
  }

  const scrollTo = useCallback(
    (item: number, align: 'auto' | 'center') => {
      const element = container.current;
      if (!element || item < 0) return;
      const top = padding + item * rowHeight;
      const visible = top >= element.scrollTop && top + rowHeight <= element.scrollTop + element.clientHeight;
      if (!visible) virtualizer.scrollToIndex(item, { align });
    },
    [virtualizer, container],
  );
  useEffect(() => {
    scrollTo(indexOfPath(explorer.store.getState().tree.rows, selection.focused ?? ''), 'auto');
  }, [selection.focused, explorer, scrollTo]);
  useEffect(() => {
    if (revealed) scrollTo(indexOfPath(explorer.store.getState().tree.rows, revealed.path), 'center');
  }, [revealed, explorer, scrollTo]);
  useEffect(() => scrollTo(editedItem, 'center'), [editedItem, scrollTo]);
  const hasRows = items.length > 0;
  useEffect(() => {
    if (hasRows) markFirstPaint('explorer-painted');
  }, [hasRows]);

  const cut = useMemo(() => new Set(clipboard?.cut ? clipboard.paths : []), [clipboard]);
  const onRetry = useCallback((folder: string) => void explorer.reread([folder]), [explorer]);
  return (
    <div className="explorer-rows" role="none" style={{ height: virtualizer.getTotalSize() }}>
      {items.map((item) => {
        const top = padding + item * rowHeight;
        if (item === draftAt && place && edit && draft) {
          return <DraftRowView key="/" kind={draft.kind} depth={place.depth} top={top} edit={edit} />;
        }
        const row = rows[item > draftAt ? item - 1 : item];
        if (!row) return null;
        if (row.type !== 'entry') return <StatusRowView key={row.path} row={row} top={top} onRetry={onRetry} />;
        return (
          <TreeRowView
            key={row.path}
            row={row}
            top={top}
            edit={row.path === renamed ? edit : null}
            selected={selection.selected.has(row.path)}
            focused={selection.focused === row.path}
            cut={cut.has(row.path)}
            dirty={isDirty(dirty, row.path, row.kind === 'folder' && !row.expanded)}
            mark={row.kind === 'file' ? (marks.files.get(row.path) ?? null) : null}
            folderTone={row.kind === 'folder' ? (marks.folders.get(row.path) ?? null) : null}
            visitors={visitors.get(row.path) ?? null}
            toReview={toReview.get(row.path) ?? 0}
            dropTarget={dropFolder !== null && dropFolder !== '' && isWithin(dropFolder, row.path)}
          />
        );
      })}
    </div>
  );
});

/** The place of a path among the items of the list, which has the draft's row at `draftAt`; -1 when it is not shown. */
function findItem(rows: readonly TreeRow[], path: string | null, draftAt: number): number {
  const index = path === null ? -1 : indexOfPath(rows, path);
  return index >= draftAt ? index + 1 : index;
}

/** Unsaved itself, or holding what is while its rows are hidden. */
function isDirty(dirty: ReadonlySet<string>, path: string, closedFolder: boolean): boolean {
  if (dirty.size === 0) return false;
  if (!closedFolder) return dirty.has(path);
  for (const document of dirty) if (isWithin(path, document)) return true;
  return false;
}

function nameEdit(explorer: Explorer, changes: Changes, draft: Draft): NameEdit {
  const leave = () => {
    explorer.setDraft(null);
    explorer.requestFocus();
  };
  if (draft.type === 'create') {
    return {
      value: '',
      selected: 0,
      problem: (name) => nameProblem(name, draft.folder, explorer.exists),
      remark: nameRemark,
      submit: (name) => changes.createEntry(draft.kind, draft.folder, name),
      cancel: leave,
    };
  }
  const name = nameOf(draft.path);
  return {
    value: name,
    selected: stemLength(name, draft.kind),
    problem: (typed) => nameProblem(typed, parentOf(draft.path), explorer.exists, draft.path),
    remark: nameRemark,
    submit: (typed) => changes.rename(draft.path, typed),
    cancel: leave,
  };
}
