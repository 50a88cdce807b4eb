// Without the contract's schemas: the page takes this file as it is.

/** One match. `before` and `after` are the rest of its lines, cut short where those are long. */
export interface SearchMatch {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly before: string;
  readonly text: string;
  readonly after: string;
  /** `text` is only the beginning: the match is too long to be replaced. */
  readonly cut?: true;
}

/** The matches of one file, in order. */
export interface SearchedFile {
  readonly path: string;
  readonly matches: readonly SearchMatch[];
  /** Found in the unsaved text that the search was given, not on disk. */
  readonly unsaved?: true;
}

/** Values that stand for one match, in a row after the path and whether it is unsaved. */
const valuesOfMatch = 8;

/** Files as one flat text: without the names of properties it crosses, and is read, in half the time. */
export function encodeSearchedFiles(files: readonly SearchedFile[]): string {
  return JSON.stringify(
    files.map(({ path, unsaved, matches }) => {
      const values: (string | number)[] = [path, unsaved ? 1 : 0];
      for (const { line, column, endLine, endColumn, before, text, after, cut } of matches) {
        values.push(line, column, endLine, endColumn, before, text, after, cut ? 1 : 0);
      }
      return values;
    }),
  );
}

/** Reads what `encodeSearchedFiles` wrote. */
export function decodeSearchedFiles(json: string): SearchedFile[] {
  return (JSON.parse(json) as (string | number)[][]).map((values) => {
    const matches: SearchMatch[] = [];
    for (let at = 2; at < values.length; at += valuesOfMatch) {
      const match = {
        line: values[at] as number,
        column: values[at + 1] as number,
        endLine: values[at + 2] as number,
        endColumn: values[at + 3] as number,
        before: values[at + 4] as string,
        text: values[at + 5] as string,
        after: values[at + 6] as string,
      };
      matches.push(values[at + 7] === 1 ? { ...match, cut: true } : match);
    }
    const file = { path: values[0] as string, matches };
    return values[1] === 1 ? { ...file, unsaved: true } : file;
  });
}
