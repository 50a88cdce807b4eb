import type { SearchedFile, SearchMatch } from '../../../contract/desktop/search.ts';

/** The matches of one file, as they stand now. */
export interface ResultFile extends SearchedFile {
  /** What the file holds since we changed it; null: what it held when it was searched. */
  readonly version: string | null;
}

/** Files by path, in order. */
export type Results = readonly ResultFile[];

export interface ResultMatch {
  readonly path: string;
  readonly match: SearchMatch;
}

/** What the view shows, line by line. */
export type ResultRow =
  | { readonly type: 'file'; readonly key: string; readonly file: ResultFile; readonly expanded: boolean }
  | {
      readonly type: 'match';
      readonly key: string;
      readonly file: ResultFile;
      readonly match: SearchMatch;
      readonly position: number;
    };

export function fileKey(path: string): string {
  return `file:${path}`;
}

export function matchKey(path: string, { line, column }: SearchMatch): string {
  return `${line}:${column}:${path}`;
}

/** The results with more files. Several parts of one file become one. */
export function addFiles(results: Results, found: readonly SearchedFile[]): Results {
  const all: ResultFile[] = [...results, ...found.map((file) => ({ ...file, version: null }))];
  all.sort((one, other) => (one.path < other.path ? -1 : one.path > other.path ? 1 : 0));
  const joined: ResultFile[] = [];
  for (const file of all) {
    const before = joined.at(-1);
    if (before?.path !== file.path) joined.push(file);
    else joined[joined.length - 1] = { ...before, matches: [...before.matches, ...file.matches] };
  }
  return joined;
}

export function countMatches(results: Results): number {
  return results.reduce((sum, { matches }) => sum + matches.length, 0);
}

/** The rows of the tree. */
export function toRows(results: Results, collapsed: ReadonlySet<string>): ResultRow[] {
  const rows: ResultRow[] = [];
  for (const file of results) {
    const expanded = !collapsed.has(file.path);
    rows.push({ type: 'file', key: fileKey(file.path), file, expanded });
    if (!expanded) continue;
    for (const [index, match] of file.matches.entries()) {
      rows.push({ type: 'match', key: matchKey(file.path, match), file, match, position: index + 1 });
    }
  }
  return rows;
}

/** Without a whole file, or one match of it; a file without matches goes too. */
export function without(results: Results, path: string, match?: SearchMatch): Results {
  return results.flatMap((file) => {
    if (file.path !== path) return [file];
    const matches = match ? file.matches.filter((other) => other !== match) : [];
    return matches.length > 0 ? [{ ...file, matches }] : [];
  });
}

/** The match after (or, with -1, before) a row, round the end. Collapsed files count. */
export function stepMatch(results: Results, focused: string | null, step: 1 | -1): ResultMatch | null {
  const all = results.flatMap(({ path, matches }) => matches.map((match) => ({ path, match })));
  if (all.length === 0) return null;
  const at = all.findIndex(({ path, match }) => matchKey(path, match) === focused);
  if (at >= 0) return all[(at + step + all.length) % all.length] ?? null;
  const ofFile = all.findIndex(({ path }) => fileKey(path) === focused);
  const start = ofFile < 0 ? (step === 1 ? 0 : all.length - 1) : step === 1 ? ofFile : ofFile - 1;
  return all[(start + all.length) % all.length] ?? null;
}

/** What was put in the place of a match. */
export interface Replaced {
  readonly match: SearchMatch;
  readonly text: string;
}

/**
 * A file's remaining matches after some were replaced: what follows on the same line, and below, has moved. Their surroundings stay as
 * they were found, until the search is made again.
 */
export function afterReplacing(
  file: ResultFile,
  replaced: readonly Replaced[],
  version: string | null,
): ResultFile | null {
  const done = new Set(replaced.map(({ match }) => match));
  const left = file.matches.filter((match) => !done.has(match));
  if (left.length === 0) return null;
  return { ...file, version, matches: left.map((match) => replaced.reduceRight(moveBehind, match)) };
}

/** Where a match is after one before it was replaced; places are those that were searched. */
function moveBehind(match: SearchMatch, { match: done, text }: Replaced): SearchMatch {
  if (done.endLine > match.line || (done.endLine === match.line && done.endColumn > match.column)) return match;
  const lines = text.split('\n');
  const down = lines.length - 1 - (done.endLine - done.line);
  const last = lines.at(-1) ?? '';
  const along = (lines.length === 1 ? done.column : 1) + last.length - done.endColumn;
  const sameLine = done.endLine === match.line;
  return {
    ...match,
    line: match.line + down,
    endLine: match.endLine + down,
    column: match.column + (sameLine ? along : 0),
    endColumn: match.endColumn + (sameLine && match.endLine === match.line ? along : 0),
  };
}

/** A match or file that was taken out by hand, and stays out when the same search is made again. */
export interface Dismissal {
  readonly path: string;
  readonly match: SearchMatch | null;
}

/** The results without what was dismissed: of several matches that look alike, the one nearest to where it was. */
export function withoutDismissed(results: Results, dismissed: readonly Dismissal[]): Results {
  let left = results;
  for (const { path, match } of dismissed) {
    if (!match) {
      left = without(left, path);
      continue;
    }
    const alike = (left.find((file) => file.path === path)?.matches ?? []).filter(
      (other) => other.text === match.text && other.before === match.before && other.after === match.after,
    );
    const distance = ({ line, column }: SearchMatch) =>
      Math.abs(line - match.line) + (column === match.column ? 0 : 1_000_000);
    const [nearest] = alike.sort((one, other) => distance(one) - distance(other));
    if (nearest) left = without(left, path, nearest);
  }
  return left;
}
