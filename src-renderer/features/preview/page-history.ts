/** Pages that the preview has shown, as paths on its origin, and which one it shows now. */
export interface PageHistory {
  readonly paths: readonly string[];
  readonly index: number;
  /** Where the pane itself is going; the next page that loads is that one, whatever its path turns out to be. */
  readonly going: number | null;
}

export type Going = 'load' | 'push' | 'replace' | 'traverse';

const longest = 200;

export function startHistory(path: string): PageHistory {
  return { paths: [path], index: 0, going: null };
}

export function currentPath({ paths, index }: PageHistory): string {
  return paths[index] ?? '/';
}

/** The page says where it is now, and how it came there. */
export function wentTo(history: PageHistory, how: Going, path: string): PageHistory {
  const { paths, index, going } = history;
  if (how === 'load' && going !== null) return { paths: paths.with(going, path), index: going, going: null };
  if (path === paths[index]) return history;
  if (how === 'replace') return { ...history, paths: paths.with(index, path) };
  if (how === 'traverse') {
    if (paths[index - 1] === path) return { ...history, index: index - 1 };
    if (paths[index + 1] === path) return { ...history, index: index + 1 };
  }
  const kept = [...paths.slice(0, index + 1), path].slice(-longest);
  return { paths: kept, index: kept.length - 1, going: null };
}

/** The pane goes to a path that a person has typed. */
export function goTo(history: PageHistory, path: string): PageHistory {
  if (path === currentPath(history)) return { ...history, going: history.index };
  const kept = [...history.paths.slice(0, history.index + 1), path].slice(-longest);
  return { paths: kept, index: kept.length - 1, going: kept.length - 1 };
}

/** The pane goes one page back or on; the same history when there is none. */
export function step(history: PageHistory, by: 1 | -1): PageHistory {
  const index = history.index + by;
  return history.paths[index] === undefined ? history : { ...history, index, going: index };
}
