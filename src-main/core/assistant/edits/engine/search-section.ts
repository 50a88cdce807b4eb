import type { BrokenBlock, ReplaceBlock, SearchReading } from './edit-block.ts';

const opener = /^(<{5,9}) ?(?:SEARCH(?:\/REPLACE)?|ORIGINAL)\b>?:?[ \t]*(.*)$/i;
const closer = /^>{5,9} ?(?:REPLACE|UPDATED)\b[ \t]*$/i;
/** In small letters these would be lines that people write, such as the one above a mail that is answered. */
const dashedOpener = /^(-{5,9}) ?(?:SEARCH|ORIGINAL)\b>?:?[ \t]*(.*)$/;
const plusCloser = /^\+{5,9} ?(?:REPLACE|UPDATED)\b[ \t]*$/;
const divider = /^={5,9}[ \t]*$/;

function isCloser(line: string): boolean {
  return closer.test(line) || plusCloser.test(line);
}

/** Whether a text that is to be a whole file holds the marks of an edit block, or of a conflict: then it is no file, but something that was written wrongly. */
export function holdsMarks(lines: readonly string[]): boolean {
  if (lines.some((line) => isCloser(line) || readSearchOpener(line) !== null)) return true;
  const begin = lines.findIndex((line) => /^<{5,9}(?: |$)/.test(line));
  const middle = lines.findIndex((line, at) => at > begin && divider.test(line));
  return begin >= 0 && middle >= 0 && lines.some((line, at) => at > middle && /^>{5,9}(?: |$)/.test(line));
}

/** More dividers in one body than this are not read in every way. */
const mostReadings = 8;

/** Whether a line begins a SEARCH/REPLACE block; with the path that may stand in it. */
export function readSearchOpener(line: string): { readonly length: number; readonly path: string } | null {
  const match = opener.exec(line) ?? dashedOpener.exec(line);
  return match ? { length: match[1]?.length ?? 7, path: (match[2] ?? '').trim() } : null;
}

/** A SEARCH/REPLACE block that is being read. */
export interface SearchSection {
  readonly path: string;
  /** The last lines, for a path of a block that begins before this one has ended. */
  readonly body: readonly string[];
  /** Takes a line; answers the block when this is its last one. */
  take(line: string): ReplaceBlock | BrokenBlock | null;
  unclosed(): BrokenBlock;
}

/** Begins a block after its opening line. */
export function beginSearchSection(path: string, length: number, answerLine: number): SearchSection {
  const body: string[] = [];
  const broken = (reason: 'unclosed' | 'notAPatch' | 'noPath'): BrokenBlock => ({
    kind: 'broken',
    path,
    format: 'search-replace',
    answerLine,
    reason,
    lines: body,
  });
  return {
    path,
    body,
    take(line) {
      if (!isCloser(line)) {
        body.push(line);
        return null;
      }
      const readings = readingsOf(body, length, mayHoldHeadings(path));
      if (readings.length === 0) return broken('notAPatch');
      if (path === '') return broken('noPath');
      return {
        kind: 'replace',
        path,
        format: 'search-replace',
        answerLine,
        readings,
        anchors: [],
        atEnd: false,
        diff: null,
        otherPath: null,
        endsWithNewline: null,
      };
    },
    unclosed: () => broken('unclosed'),
  };
}

/** A divider may also be a line of the text itself, such as an underlined heading. */
function readingsOf(body: readonly string[], length: number, headings: boolean): SearchReading[] {
  const start = startOfSearch(body);
  const all: number[] = [];
  for (let index = start; index < body.length; index++) if (divider.test(body[index] ?? '')) all.push(index);
  const asLong = all.filter((index) => (body[index] ?? '').trim().length === length);
  const dividers = asLong.length > 0 ? asLong : all;
  if (dividers.length > mostReadings) return [];
  return dividers.map((index, reading) => {
    const search = body.slice(start, index);
    const replace = body.slice(index + 1);
    const more = dividers.slice(reading + 1);
    // Where what is looked for holds such lines as well, they are text on both sides.
    if (reading > 0 || headings || more.length === 0) return { search, replace };
    const ended = more.at(-1) === body.length - 1 ? replace.slice(0, -1) : replace;
    const slips = more.filter((at) => at < body.length - 1 && !underlines(body, at));
    return { search, replace: ended, ...(slips.length > 0 ? { endUnclear: true } : {}) };
  });
}

/** Texts in which lines of `=` are headings. */
function mayHoldHeadings(path: string): boolean {
  return /\.(?:md|mdx|markdown|mkd|rst|txt|adoc|text)$/i.test(path);
}

/** A heading in a comment is a word as long as the line below it. */
function underlines(body: readonly string[], at: number): boolean {
  const above = (body[at - 1] ?? '').trim();
  return above.length === (body[at] ?? '').trim().length && /^[\p{L} ]+$/u.test(above);
}

/** Some dialects put line numbers and a rule first. */
function startOfSearch(body: readonly string[]): number {
  let index = 0;
  while (/^:(?:start|end)_line: ?\d*$/.test((body[index] ?? '').trim())) index += 1;
  return index > 0 && /^-{5,9}$/.test((body[index] ?? '').trim()) ? index + 1 : index;
}
