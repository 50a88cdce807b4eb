import type { TreeKey } from '../../ui/tree-input.ts';
import { parentOf } from './paths.ts';
import type { EntryRow, TreeRow } from './tree.ts';

/** What a key in the tree comes to. Keys that are commands (Enter, F2, Delete and others) are not among them. */
export type TreeKeyAction =
  | { readonly type: 'focus'; readonly path: string; readonly extend: boolean }
  | { readonly type: 'expand' | 'collapse'; readonly path: string }
  | { readonly type: 'expandSiblings'; readonly paths: readonly string[] }
  | { readonly type: 'selectAll' }
  | { readonly type: 'clear' };

/** Answers the keys of the tree pattern (WAI-ARIA Authoring Practices, "Tree View"). `page` is how many rows the view shows. */
export function treeKeyAction(
  key: TreeKey,
  rows: readonly TreeRow[],
  focused: string | null,
  page: number,
): TreeKeyAction | null {
  const command = key.ctrlKey || key.metaKey;
  if (key.altKey) return null;
  if (command) return key.key.toLowerCase() === 'a' && !key.shiftKey ? { type: 'selectAll' } : null;
  const index = rows.findIndex((row) => row.path === focused);
  const row = rows[index];
  const focus = (target: TreeRow | undefined): TreeKeyAction | null =>
    target ? { type: 'focus', path: target.path, extend: key.shiftKey } : null;
  switch (key.key) {
    case 'ArrowDown':
      return focus(entryFrom(rows, index + 1, 1));
    case 'ArrowUp':
      return focus(index < 0 ? entryFrom(rows, rows.length - 1, -1) : entryFrom(rows, index - 1, -1));
    case 'Home':
      return focus(entryFrom(rows, 0, 1));
    case 'End':
      return focus(entryFrom(rows, rows.length - 1, -1));
    case 'PageDown':
      return focus(entryFrom(rows, Math.min(rows.length - 1, Math.max(0, index) + page), -1));
    case 'PageUp':
      return focus(entryFrom(rows, Math.max(0, index - page), 1));
    case 'ArrowRight':
      if (row?.type !== 'entry' || row.kind !== 'folder') return null;
      if (!row.expanded) return { type: 'expand', path: row.path };
      return isChild(row, rows[index + 1]) ? focus(rows[index + 1]) : null;
    case 'ArrowLeft':
      if (row?.type !== 'entry') return null;
      if (row.expanded) return { type: 'collapse', path: row.path };
      return parentOf(row.path) === '' ? null : { type: 'focus', path: parentOf(row.path), extend: false };
    case '*':
      return row?.type === 'entry' ? { type: 'expandSiblings', paths: closedSiblings(rows, index, row) } : null;
    case 'Escape':
      return { type: 'clear' };
    default:
      return null;
  }
}

/**
 * The row that typing leads to: the next one whose name begins with what was typed, from the focused row on and around. A
 * single letter typed again goes to the next of its kind.
 */
export function typeAhead(rows: readonly TreeRow[], focused: string | null, typed: string): string | null {
  const wanted = typed.toLocaleLowerCase();
  if (wanted === '') return null;
  const repeated = [...wanted].every((letter) => letter === wanted[0]);
  const prefix = repeated ? (wanted[0] ?? '') : wanted;
  const from = Math.max(
    0,
    rows.findIndex((row) => row.path === focused),
  );
  // With one letter the focused row itself is no answer: it is where the search goes on from.
  const skip = repeated && focused !== null ? 1 : 0;
  for (let step = skip; step < rows.length + skip; step += 1) {
    const row = rows[(from + step) % rows.length];
    if (row?.type === 'entry' && row.name.toLocaleLowerCase().startsWith(prefix)) return row.path;
  }
  return null;
}

function entryFrom(rows: readonly TreeRow[], start: number, step: 1 | -1): TreeRow | undefined {
  for (let index = start; index >= 0 && index < rows.length; index += step) {
    if (rows[index]?.type === 'entry') return rows[index];
  }
  return undefined;
}

function isChild(row: TreeRow, next: TreeRow | undefined): boolean {
  return next?.type === 'entry' && next.depth === row.depth + 1;
}

function closedSiblings(rows: readonly TreeRow[], index: number, row: EntryRow): string[] {
  let start = index;
  while (start > 0 && (rows[start - 1]?.depth ?? -1) >= row.depth) start -= 1;
  const paths: string[] = [];
  for (let at = start; at < rows.length && (rows[at]?.depth ?? -1) >= row.depth; at += 1) {
    const sibling = rows[at];
    if (sibling?.type === 'entry' && sibling.depth === row.depth && sibling.kind === 'folder' && !sibling.expanded) {
      paths.push(sibling.path);
    }
  }
  return paths;
}
