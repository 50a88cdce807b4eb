import type { BrokenBlock, ReplaceBlock, SearchReading } from './edit-block.ts';

const opener = /^(<{5,9}|-{5,9}) ?(?:SEARCH|ORIGINAL)\b>?:?[ \t]*(.*)$/;
const closer = /^(?:>{5,9}|\+{5,9}) ?(?:REPLACE|UPDATED)\b[ \t]*$/;
const divider = /^={5,9}[ \t]*$/;

/** More dividers in one body than this are not read in every way. */
const mostReadings = 8;

/** Whether a line begins a SEARCH/REPLACE block; with the path that may stand in it. */
export function readSearchOpener(line: string): { readonly length: number; readonly path: string } | null {
  const match = opener.exec(line);
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
      if (!closer.test(line)) {
        body.push(line);
        return null;
      }
      const readings = readingsOf(body, length);
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
        endsWithNewline: null,
      };
    },
    unclosed: () => broken('unclosed'),
  };
}

/** A divider may also be a line of the text itself, such as an underlined heading. */
function readingsOf(body: readonly string[], length: number): SearchReading[] {
  const start = startOfSearch(body);
  const all: number[] = [];
  for (let index = start; index < body.length; index++) if (divider.test(body[index] ?? '')) all.push(index);
  const asLong = all.filter((index) => (body[index] ?? '').trim().length === length);
  const dividers = asLong.length > 0 ? asLong : all;
  if (dividers.length > mostReadings) return [];
  return dividers.map((index) => ({ search: body.slice(start, index), replace: body.slice(index + 1) }));
}

/** Some dialects put line numbers and a rule first. */
function startOfSearch(body: readonly string[]): number {
  let index = 0;
  while (/^:(?:start|end)_line: ?\d*$/.test((body[index] ?? '').trim())) index += 1;
  return index > 0 && /^-{5,9}$/.test((body[index] ?? '').trim()) ? index + 1 : index;
}
