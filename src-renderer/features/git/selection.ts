import type { ScmRow } from './groups.ts';

/** Which lines are chosen, by key. `anchor` is where a range begins. */
export interface ScmSelection {
  readonly focused: string | null;
  readonly anchor: string | null;
  readonly selected: ReadonlySet<string>;
}

export const noSelection: ScmSelection = { focused: null, anchor: null, selected: new Set() };

export function selectOnly(key: string): ScmSelection {
  return { focused: key, anchor: key, selected: new Set([key]) };
}

export function toggleSelected(selection: ScmSelection, key: string): ScmSelection {
  const selected = new Set(selection.selected);
  if (!selected.delete(key)) selected.add(key);
  return { focused: key, anchor: key, selected };
}

/** From the anchor to the line, both included. */
export function selectTo(rows: readonly ScmRow[], selection: ScmSelection, key: string): ScmSelection {
  const anchor = selection.anchor ?? selection.focused ?? key;
  const from = rows.findIndex((row) => row.key === anchor);
  const to = rows.findIndex((row) => row.key === key);
  if (from < 0 || to < 0) return selectOnly(key);
  const range = rows.slice(Math.min(from, to), Math.max(from, to) + 1).map((row) => row.key);
  return { focused: key, anchor, selected: new Set(range) };
}

export function selectAll(rows: readonly ScmRow[], selection: ScmSelection): ScmSelection {
  const keys = rows.filter(({ type }) => type === 'change').map(({ key }) => key);
  return { ...selection, selected: new Set(keys) };
}

/**
 * The selection after the lines have changed. Where the focused line has gone (it was staged, say), the focus goes to the line
 * that took its place, so that the keyboard goes on from there.
 */
export function keepSelection(
  selection: ScmSelection,
  before: readonly ScmRow[],
  rows: readonly ScmRow[],
): ScmSelection {
  const keys = new Set(rows.map(({ key }) => key));
  const selected = new Set([...selection.selected].filter((key) => keys.has(key)));
  const { focused } = selection;
  if (focused === null || keys.has(focused)) return { ...selection, selected };
  const at = before.findIndex(({ key }) => key === focused);
  const next =
    before.slice(at + 1).find((row) => row.type === 'change' && keys.has(row.key)) ??
    before
      .slice(0, Math.max(0, at))
      .reverse()
      .find(({ key }) => keys.has(key)) ??
    rows[0];
  return next ? selectOnly(next.key) : noSelection;
}
