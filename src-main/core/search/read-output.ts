import { StringDecoder } from 'node:string_decoder';
import type { SearchMatch } from '../../../contract/desktop/search.ts';

/** How much of a line goes along with a match, in UTF-16 units. Lines up to both together come whole. */
const before = 160;
const after = 320;
/** UTF-16 units of a match that are shown; a longer one cannot be replaced. */
const maximumMatchLength = 2000;

/** Text as ripgrep writes it: bytes where it is no valid UTF-8. */
export type RipgrepText = { readonly text: string } | { readonly bytes: string };

interface MatchData {
  readonly path: RipgrepText;
  readonly lines: RipgrepText;
  readonly line_number: number;
  readonly submatches: readonly { readonly match: RipgrepText; readonly start: number; readonly end: number }[];
}

/** One line, or several that belong together, of a file whose encoding has to be found out first. */
export interface UndecodedLines {
  readonly bytes: Buffer;
  readonly line: number;
  readonly ranges: readonly (readonly [start: number, end: number])[];
}

/** What was found in one file. */
export interface FoundFile {
  readonly path: string;
  readonly matches: SearchMatch[];
  /** Lines that are no valid UTF-8. */
  readonly undecoded: UndecodedLines[];
}

/** Takes what ripgrep writes piece by piece. */
export interface OutputReader {
  take(chunk: Buffer): void;
  /** Files that were found whole since the last call. */
  finished(): FoundFile[];
  /** Takes a file as whole if it might be: nothing has come for a while. */
  settle(): void;
  /** How many files were looked into; null until the end. */
  searchedFiles(): number | null;
}

/** Reads what `rg --json` writes. `maximum` matches are kept of each file. */
export function createOutputReader(maximum: number): OutputReader {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let current: FoundFile | null = null;
  let files: FoundFile[] = [];
  let searched: number | null = null;

  const takeLine = (line: string) => {
    // The kind stands first in all but the summary.
    if (line.startsWith('{"type":"match"')) {
      const { data } = JSON.parse(line) as { data: MatchData };
      const path = toPath(data.path);
      if (path === null) return;
      if (current?.path !== path) current = { path, matches: [], undecoded: [] };
      if (current.matches.length < maximum) takeMatch(current, data);
    } else if (line.startsWith('{"type":"end"')) {
      // Where a file turns out to be binary, what stood before that is of no use.
      if (current && line.includes('"binary_offset":null')) files.push(current);
      current = null;
    } else if (line.startsWith('{"data"')) {
      searched = (JSON.parse(line) as { data: { stats: { searches: number } } }).data.stats.searches;
    }
  };

  return {
    take(bytes) {
      const chunk = decoder.write(bytes);
      let start = 0;
      for (let end = chunk.indexOf('\n'); end >= 0; end = chunk.indexOf('\n', start)) {
        takeLine(rest === '' ? chunk.slice(start, end) : rest + chunk.slice(start, end));
        rest = '';
        start = end + 1;
      }
      rest += chunk.slice(start);
    },
    finished() {
      const done = files;
      files = [];
      return done;
    },
    // Every file has its end told.
    settle() {},
    searchedFiles: () => searched,
  };
}

/** Null for names that are no valid UTF-8: the contract cannot carry them. */
export function toPath(path: RipgrepText): string | null {
  if (!('text' in path)) return null;
  const plain = path.text.startsWith('./') || path.text.startsWith('.\\') ? path.text.slice(2) : path.text;
  return process.platform === 'win32' ? plain.replaceAll('\\', '/') : plain;
}

function takeMatch(file: FoundFile, { lines, line_number: line, submatches }: MatchData): void {
  if ('text' in lines) {
    // Bytes inside of valid UTF-8 are a part of a character: a coincidence.
    const ranges = submatches
      .filter(({ match }) => 'text' in match)
      .map(({ start, end }): [number, number] => [start, end]);
    file.matches.push(...toMatches(lines.text, line, toUnits(lines.text, ranges)));
    return;
  }
  const bytes = Buffer.from(lines.bytes, 'base64');
  file.undecoded.push({ bytes, line, ranges: submatches.map(({ start, end }) => [start, end]) });
}

/** Where matches begin and end. */
export type Ranges = readonly (readonly [start: number, end: number])[];

/** Ranges in UTF-8 bytes as ranges in UTF-16 units; they rise. */
export function toUnits(text: string, ranges: Ranges): Ranges {
  const bytes = Buffer.byteLength(text);
  if (bytes === text.length) return ranges;
  const encoded = Buffer.from(text);
  let seen = 0;
  let units = 0;
  const at = (offset: number) => {
    if (offset < seen) {
      seen = 0;
      units = 0;
    }
    units += encoded.toString('utf8', seen, offset).length;
    seen = offset;
    return units;
  };
  return ranges.map(([start, end]) => [at(start), at(end)] as const);
}

/** The matches in lines of text that begin at `firstLine`; the ranges are in UTF-16 units. */
export function toMatches(text: string, firstLine: number, ranges: Ranges): SearchMatch[] {
  const length = text.endsWith('\r\n') ? text.length - 2 : text.endsWith('\n') ? text.length - 1 : text.length;
  const single = text.indexOf('\n') >= length || !text.includes('\n');
  const matches: SearchMatch[] = [];
  for (const [from, to] of ranges) {
    const start = single ? Math.min(from, length) : from;
    const end = single ? Math.min(to, length) : to;
    // Only the CR of a line end was matched.
    if (start === end && from < to) continue;
    matches.push(single ? onLine(text, firstLine, start, end, length) : overLines(text, firstLine, start, end));
  }
  return matches;
}

function onLine(text: string, line: number, start: number, end: number, length: number): SearchMatch {
  const whole = length <= before + after;
  return {
    line,
    column: start + 1,
    endLine: line,
    endColumn: end + 1,
    before: text.slice(whole ? 0 : Math.max(0, start - before), start),
    ...shown(text, start, end),
    after: text.slice(end, whole ? length : Math.min(length, end + after)),
  };
}

function overLines(text: string, firstLine: number, start: number, end: number): SearchMatch {
  const line = countLines(text, 0, start);
  const endLine = line + countLines(text, start, end);
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const endLineStart = end === 0 ? 0 : text.lastIndexOf('\n', end - 1) + 1;
  const next = text.indexOf('\n', end);
  const lineEnd = next < 0 ? text.length : text[next - 1] === '\r' && next > end ? next - 1 : next;
  return {
    line: firstLine + line,
    column: start - lineStart + 1,
    endLine: firstLine + endLine,
    endColumn: end - endLineStart + 1,
    before: text.slice(Math.max(lineStart, start - before), start),
    ...shown(text, start, end),
    after: text.slice(end, Math.min(lineEnd, end + after)),
  };
}

function shown(text: string, start: number, end: number): { text: string; cut?: true } {
  if (end - start <= maximumMatchLength) return { text: text.slice(start, end) };
  return { text: text.slice(start, start + maximumMatchLength), cut: true };
}

function countLines(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', start); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
