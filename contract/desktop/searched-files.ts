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

/** Numbers that stand for one file before its matches, and for each match. */
const numbersOfFile = 3;
const numbersOfMatch = 8;

/**
 * Files as one flat text: a row of numbers, a line end, and all texts after each other, whose lengths are among the numbers. It
 * crosses, and is read, at a fraction of what objects with names cost.
 */
export function encodeSearchedFiles(files: readonly SearchedFile[]): string {
  const numbers: number[] = [];
  let texts = '';
  for (const { path, unsaved, matches } of files) {
    numbers.push(path.length, unsaved ? 1 : 0, matches.length);
    texts += path;
    for (const { line, column, endLine, endColumn, before, text, after, cut } of matches) {
      numbers.push(line, column, endLine, endColumn, before.length, text.length, after.length, cut ? 1 : 0);
      texts += before + text + after;
    }
  }
  return `${JSON.stringify(numbers)}\n${texts}`;
}

/** Reads what `encodeSearchedFiles` wrote. */
export function decodeSearchedFiles(flat: string): SearchedFile[] {
  const head = flat.indexOf('\n');
  const numbers = JSON.parse(flat.slice(0, head)) as number[];
  const files: SearchedFile[] = [];
  let place = head + 1;
  let at = 0;
  const number = (offset: number) => numbers[at + offset] ?? 0;
  const take = (length: number) => {
    place += length;
    return flat.slice(place - length, place);
  };
  while (at < numbers.length) {
    const path = take(number(0));
    const unsaved = number(1) === 1;
    let left = number(2);
    at += numbersOfFile;
    const matches: SearchMatch[] = [];
    for (; left > 0; left -= 1) {
      const match = {
        line: number(0),
        column: number(1),
        endLine: number(2),
        endColumn: number(3),
        before: take(number(4)),
        text: take(number(5)),
        after: take(number(6)),
      };
      matches.push(number(7) === 1 ? { ...match, cut: true } : match);
      at += numbersOfMatch;
    }
    files.push(unsaved ? { path, matches, unsaved } : { path, matches });
  }
  return files;
}
