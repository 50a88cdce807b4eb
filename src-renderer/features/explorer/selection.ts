import { isWithin, movedPath } from './paths.ts';
import type { TreeRow } from './tree.ts';

/** Which rows are selected, which of them has the focus, and where a range starts from. */
export interface Selection {
  readonly focused: string | null;
  readonly anchor: string | null;
  readonly selected: ReadonlySet<string>;
}

export const noSelection: Selection = { focused: null, anchor: null, selected: new Set() };

/** Selects one row and nothing else. */
export function selectOnly(path: string): Selection {
  return { focused: path, anchor: path, selected: new Set([path]) };
}

/** Adds a row to the selection, or takes it out. The next range starts there. */
export function toggle(selection: Selection, path: string): Selection {
  const selected = new Set(selection.selected);
  if (!selected.delete(path)) selected.add(path);
  return { focused: path, anchor: path, selected };
}

/** Selects from the anchor to `path`, in the order of the rows; without an anchor that is shown only `path`. */
export function selectTo(rows: readonly TreeRow[], selection: Selection, path: string): Selection {
  const end = rows.findIndex((row) => row.path === path);
  const start = rows.findIndex((row) => row.path === selection.anchor);
  if (end < 0) return selection;
  if (start < 0) return selectOnly(path);
  const selected = rows
    .slice(Math.min(start, end), Math.max(start, end) + 1)
    .filter((row) => row.type === 'entry')
    .map((row) => row.path);
  return { focused: path, anchor: selection.anchor, selected: new Set(selected) };
}

/** Selects every row that is shown. */
export function selectAll(rows: readonly TreeRow[], selection: Selection): Selection {
  const paths = rows.filter((row) => row.type === 'entry').map((row) => row.path);
  return { focused: selection.focused ?? paths[0] ?? null, anchor: paths[0] ?? null, selected: new Set(paths) };
}

/**
 * What stays selected when the rows have changed: rows that are gone fall out, and the focus goes from one of them to the row
 * that took its place, or to the last one.
 */
export function keepShown(selection: Selection, before: readonly TreeRow[], rows: readonly TreeRow[]): Selection {
  const { focused, anchor, selected } = selection;
  if (focused === null && selected.size === 0) return selection;
  const wanted = new Set(selected);
  if (focused !== null) wanted.add(focused);
  if (anchor !== null) wanted.add(anchor);
  const shown = new Set<string>();
  for (const row of rows) {
    if (wanted.has(row.path)) shown.add(row.path);
    if (shown.size === wanted.size) return selection;
  }
  const left = new Set([...selected].filter((path) => shown.has(path)));
  const focus = focused === null || shown.has(focused) ? focused : neighbourOf(focused, before, rows);
  return { focused: focus, anchor: anchor !== null && shown.has(anchor) ? anchor : focus, selected: left };
}

/** The selection after files were renamed or moved. */
export function followMoves(
  selection: Selection,
  moves: readonly { readonly from: string; readonly to: string }[],
): Selection {
  const follow = (path: string) => {
    for (const { from, to } of moves) {
      const moved = movedPath(path, from, to);
      if (moved !== null) return moved;
    }
    return path;
  };
  return {
    focused: selection.focused === null ? null : follow(selection.focused),
    anchor: selection.anchor === null ? null : follow(selection.anchor),
    selected: new Set([...selection.selected].map(follow)),
  };
}

/** What an action started at `path` is about: the whole selection when `path` is part of it, `path` alone otherwise. */
export function subjectsOf(selection: Selection, path: string | null): string[] {
  if (path === null) return [...selection.selected];
  return selection.selected.has(path) ? [...selection.selected] : [path];
}

function neighbourOf(path: string, before: readonly TreeRow[], rows: readonly TreeRow[]): string | null {
  const index = before.findIndex((row) => row.path === path);
  if (index < 0) return null;
  const after = before.slice(index + 1).find((row) => row.type === 'entry' && !isWithin(path, row.path));
  const shown = new Set(rows.map((row) => row.path));
  if (after && shown.has(after.path)) return after.path;
  for (let above = index - 1; above >= 0; above -= 1) {
    const row = before[above];
    if (row && row.type === 'entry' && shown.has(row.path)) return row.path;
  }
  const last = rows.findLast((row) => row.type === 'entry');
  return last?.path ?? null;
}

/** Whether the same rows are selected and the same one has the focus. */
export function sameSelection(one: Selection, other: Selection): boolean {
  return (
    one.focused === other.focused &&
    one.selected.size === other.selected.size &&
    [...one.selected].every((path) => other.selected.has(path))
  );
}
