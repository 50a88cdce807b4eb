import type { TreeRow } from './tree.ts';

/** A name that is being typed in the tree: for something new in `folder`, or for what is at `path` now. */
export type Draft =
  | { readonly type: 'create'; readonly kind: 'file' | 'folder'; readonly folder: string }
  | { readonly type: 'rename'; readonly kind: 'file' | 'folder'; readonly path: string };

/** Where the row for something new stands: a folder first, a file after its folder's folders. Null while the folder is not shown. */
export function draftPlace(rows: readonly TreeRow[], draft: Draft | null): { index: number; depth: number } | null {
  if (draft?.type !== 'create') return null;
  let index = 0;
  let depth = 0;
  if (draft.folder !== '') {
    const at = rows.findIndex((row) => row.path === draft.folder);
    const row = rows[at];
    if (row?.type !== 'entry' || !row.expanded) return null;
    index = at + 1;
    depth = row.depth + 1;
  }
  if (draft.kind === 'folder') return { index, depth };
  for (; index < rows.length; index += 1) {
    const row = rows[index];
    if (!row || row.depth < depth) break;
    if (row.depth === depth && row.type === 'entry' && row.kind === 'file') break;
  }
  return { index, depth };
}
