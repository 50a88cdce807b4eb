import { t } from '../../localize.ts';
import { isWithin, joinPath, nameOf, parentOf, topmost } from './paths.ts';

export interface Move {
  readonly from: string;
  readonly to: string;
}

/** What moving `paths` into `folder` comes to: entries that are there already, or would go into themselves, stay. */
export function movesInto(paths: Iterable<string>, folder: string): Move[] {
  return topmost(paths)
    .filter((path) => parentOf(path) !== folder && !isWithin(path, folder))
    .map((path) => ({ from: path, to: joinPath(folder, nameOf(path)) }));
}

/** Whether anything would happen if `paths` were dropped on `folder`. A copy may land beside its original. */
export function canDrop(paths: readonly string[], folder: string, copy: boolean): boolean {
  if (copy) return paths.length > 0 && paths.every((path) => !isWithin(path, folder) || path === '');
  return movesInto(paths, folder).length > 0 && !paths.some((path) => isWithin(path, folder));
}

/** Names that two of the moves, or a move and a row that is there, would both want. */
export function clashes(moves: readonly Move[], exists: (path: string) => boolean): string[] {
  const wanted = new Set<string>();
  const found: string[] = [];
  for (const { to } of moves) {
    if (wanted.has(to) || exists(to)) found.push(nameOf(to));
    wanted.add(to);
  }
  return found;
}

/** "departures.ts" for one path, "3 files" or "2 folders" for several, "5 items" for both. */
export function describePaths(
  paths: readonly string[],
  kindOf: (path: string) => 'file' | 'folder' | undefined,
): string {
  const [first] = paths;
  if (paths.length === 1 && first !== undefined) return nameOf(first);
  const kinds = new Set(paths.map(kindOf));
  const [kind] = kinds;
  const count = paths.length;
  if (kinds.size > 1 || kind === undefined) return t('{{count}} items', { count });
  return kind === 'file' ? t('{{count}} files', { count }) : t('{{count}} folders', { count });
}
