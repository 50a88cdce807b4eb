import type { TreeKey } from '../../ui/tree-input.ts';
import type { ResultRow } from './results.ts';

/** What a key in the results comes to. Keys that are commands (Enter, Delete and others) are not among them. */
export type ResultKeyAction =
  | { readonly type: 'focus'; readonly key: string }
  | { readonly type: 'collapse' | 'expand'; readonly paths: readonly string[] };

/** Answers the keys of the tree pattern (WAI-ARIA Authoring Practices, "Tree View"). `page` is how many rows the view shows. */
export function resultKeyAction(
  key: TreeKey,
  rows: readonly ResultRow[],
  focused: string | null,
  page: number,
): ResultKeyAction | null {
  if (key.ctrlKey || key.metaKey || key.altKey || key.shiftKey) return null;
  const index = rows.findIndex((row) => row.key === focused);
  const row = rows[index];
  const last = rows.length - 1;
  const focus = (at: number): ResultKeyAction | null => {
    const target = rows[Math.min(Math.max(at, 0), last)];
    return target ? { type: 'focus', key: target.key } : null;
  };
  switch (key.key) {
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
      if (row?.type !== 'file') return null;
      return row.expanded ? focus(index + 1) : { type: 'expand', paths: [row.file.path] };
    case 'ArrowLeft':
      if (row?.type === 'match') return focus(rows.findLastIndex((other, at) => at < index && other.type === 'file'));
      return row?.expanded ? { type: 'collapse', paths: [row.file.path] } : null;
    case '*':
      return { type: 'expand', paths: rows.filter(({ type }) => type === 'file').map(({ file }) => file.path) };
    default:
      return null;
  }
}
