import { carryOver } from './carry-over.ts';
import type { Rung, SearchReading } from './edit-block.ts';
import { findLines } from './find-lines.ts';
import { baresOf, isBlank, trimmedOf } from './line-keys.ts';
import { findReindent } from './match-indentation.ts';

/** Lines of a file, `start` to before `end`, and what takes their place. */
export interface LineSplice {
  readonly start: number;
  readonly end: number;
  readonly lines: readonly string[];
}

export interface LadderMatch {
  readonly kind: 'match';
  readonly rung: Rung;
  /** In the order of the file, without overlaps. */
  readonly splices: readonly LineSplice[];
}

/** Fits in more than one place: `places` are the first of them, from 0. */
export interface AmbiguousMatch {
  readonly kind: 'ambiguous';
  readonly rung: Rung;
  readonly places: readonly number[];
}

export type LadderOutcome = LadderMatch | AmbiguousMatch | null;

/** Says which of several places a block can mean, by what else it says. */
export type PlaceFilter = (start: number, end: number) => boolean;

/** What is known of a block's place besides its lines. */
export interface PlaceRules {
  /** Holds for the place, also where there is only one; null where there is no such rule. */
  readonly must: ((start: number, reading: SearchReading) => boolean) | null;
  /** Tell several places apart, one after another, as long as there is more than one. */
  readonly prefer: readonly PlaceFilter[];
}

/** Places looked at when something else than the lines can tell them apart. */
const mostPlaces = 1000;

/** The rungs that take the lines as a whole: exact, spaces at line ends, indentation; then the same without blank lines at the edges. */
export function matchWhole(lines: readonly string[], reading: SearchReading, rules: PlaceRules): LadderOutcome {
  const outcome = matchSame(lines, reading, rules);
  if (outcome) return outcome;
  const trimmed = withoutBlankEdges(reading);
  if (!trimmed) return null;
  const inner = matchSame(lines, trimmed, rules);
  if (inner?.kind === 'match' && !sameEdges(lines, reading, inner)) return null;
  return inner && { ...inner, rung: 'blank-edges' };
}

/** Blank lines that come or go at an edge are part of the change wherever the file has some there, and then nothing may be dropped. */
function sameEdges(lines: readonly string[], { search, replace }: SearchReading, { splices }: LadderMatch): boolean {
  const start = splices[0]?.start ?? 0;
  const end = splices.at(-1)?.end ?? 0;
  const before = blankAtStart(search) === blankAtStart(replace);
  const after = blankAtStart([...search].reverse()) === blankAtStart([...replace].reverse());
  return (before || !isBlank(lines[start - 1] ?? '-')) && (after || !isBlank(lines[end] ?? '-'));
}

function matchSame(lines: readonly string[], reading: SearchReading, rules: PlaceRules): LadderOutcome {
  return (
    matchOn('exact', lines, reading, reading.search, lines, rules) ??
    matchOn('trailing-space', lines, reading, trimmedOf(reading.search), trimmedOf(lines), rules) ??
    (tellsEnough(reading.search)
      ? matchOn('indentation', lines, reading, baresOf(reading.search), baresOf(lines), rules)
      : null)
  );
}

function matchOn(
  rung: Rung,
  lines: readonly string[],
  reading: SearchReading,
  wanted: readonly string[],
  keys: readonly string[],
  rules: PlaceRules,
): LadderOutcome {
  const { search, replace } = reading;
  const { must, prefer } = rules;
  let places = findLines(keys, wanted, { limit: must || prefer.length > 0 ? mostPlaces : 4 });
  const all = places.length < mostPlaces;
  if (must) places = places.filter((start) => must(start, reading));
  for (const filter of all ? prefer : []) {
    if (places.length < 2) break;
    const meant = places.filter((start) => filter(start, start + search.length));
    if (meant.length > 0) places = meant;
  }
  const [start] = places;
  if (start === undefined) return null;
  if (places.length > 1) return { kind: 'ambiguous', rung, places: places.slice(0, 4) };
  const end = start + search.length;
  if (rung === 'exact') return { kind: 'match', rung, splices: [{ start, end, lines: replace }] };
  const actual = lines.slice(start, end);
  const shape = rung === 'trailing-space' ? asInFile(actual, search) : findReindent(actual, search, replace);
  const shaped = shape && carryOver(actual, search, replace, shape);
  return shaped && { kind: 'match', rung, splices: [{ start, end, lines: shaped }] };
}

/** A line that also stands in the search comes as the file has it there. */
function asInFile(actual: readonly string[], search: readonly string[]): (line: string) => string {
  const known = new Map(search.map((line, index) => [line, actual[index] ?? line]));
  return (line) => known.get(line) ?? line;
}

/** Brackets alone are everywhere: without their indentation they name no place. */
function tellsEnough(search: readonly string[]): boolean {
  let count = 0;
  for (const line of search) {
    count += line.match(/[\p{L}\p{N}_]/gu)?.length ?? 0;
    if (count >= 3) return true;
  }
  return false;
}

/** The same without the blank lines around what is looked for, and as many fewer around what replaces it; null when there are none. */
function withoutBlankEdges({ search, replace }: SearchReading): SearchReading | null {
  const before = blankAtStart(search);
  if (before === search.length) return null;
  const after = blankAtStart([...search].reverse());
  if (before + after === 0) return null;
  const replaceBefore = Math.min(before, blankAtStart(replace));
  const rest = replace.slice(replaceBefore);
  const replaceAfter = Math.min(after, blankAtStart([...rest].reverse()));
  return {
    search: search.slice(before, search.length - after),
    replace: rest.slice(0, rest.length - replaceAfter),
  };
}

function blankAtStart(lines: readonly string[]): number {
  const first = lines.findIndex((line) => !isBlank(line));
  return first < 0 ? lines.length : first;
}
