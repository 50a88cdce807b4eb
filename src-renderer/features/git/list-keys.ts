import type { TreeKey } from '../../ui/tree-input.ts';
import type { ScmRow } from './groups.ts';

/** What a key in the list comes to. Keys that are commands (Enter, Space, Delete) are not among them. */
export type ListKeyAction =
  | { readonly type: 'focus'; readonly key: string; readonly extend: boolean }
  | { readonly type: 'open' | 'close'; readonly key: string }
  | { readonly type: 'selectAll' }
  | { readonly type: 'clear' };

/** Answers the keys of the tree pattern (WAI-ARIA Authoring Practices, "Tree View"). `page` is how many rows the view shows. */
export function listKeyAction(
  pressed: TreeKey,
  rows: readonly ScmRow[],
  focused: string | null,
  page: number,
): ListKeyAction | null {
  if (pressed.altKey) return null;
  if (pressed.ctrlKey || pressed.metaKey) {
    return pressed.key.toLowerCase() === 'a' && !pressed.shiftKey ? { type: 'selectAll' } : null;
  }
  const index = rows.findIndex(({ key }) => key === focused);
  const row = rows[index];
  const last = rows.length - 1;
  const focus = (at: number): ListKeyAction | null => {
    const target = rows[Math.max(0, Math.min(last, at))];
    return target ? { type: 'focus', key: target.key, extend: pressed.shiftKey } : null;
  };
  switch (pressed.key) {
    case 'ArrowDown':
      return focus(index + 1);
    case 'ArrowUp':
      return focus(index < 0 ? last : index - 1);
    case 'Home':
      return focus(0);
    case 'End':
      return focus(last);
    case 'PageDown':
      return focus(Math.max(0, index) + page);
    case 'PageUp':
      return focus(index - page);
    case 'ArrowRight':
      if (!row || row.type === 'change') return null;
      return row.open ? focus(index + 1) : { type: 'open', key: row.key };
    case 'ArrowLeft': {
      if (!row) return null;
      if (row.type !== 'change' && row.open) return { type: 'close', key: row.key };
      const parent = parentIndex(rows, index);
      return parent < 0 ? null : focus(parent);
    }
    case 'Escape':
      return { type: 'clear' };
    default:
      return null;
  }
}

function levelOf(row: ScmRow): number {
  return row.type === 'group' ? -1 : row.depth;
}

function parentIndex(rows: readonly ScmRow[], index: number): number {
  const row = rows[index];
  if (!row || row.type === 'group') return -1;
  for (let at = index - 1; at >= 0; at -= 1) {
    const above = rows[at];
    if (above && above.type !== 'change' && levelOf(above) < levelOf(row)) return at;
  }
  return -1;
}
