import { alignLines } from './carry-over.ts';
import type { SearchReading } from './edit-block.ts';
import { baresOf, isBlank, trimmedOf } from './line-keys.ts';
import { findReindent, type Reindent } from './match-indentation.ts';
import type { LadderOutcome, LineSplice, PlaceRules } from './match-lines.ts';

/** Lines that must be there for the rest to be believed, and how many a hunk may leave out for each that it has. */
const fewestLines = 4;
const mostLeftOut = 0.5;
const mostStarts = 1000;

/**
 * Matches a hunk of a diff that leaves lines of its context out without saying so: all of its lines are there in their order with few others in between, in one
 * place only, and the others are between lines of context. They stay.
 */
export function matchWithGaps(
  lines: readonly string[],
  reading: SearchReading,
  must: PlaceRules['must'],
): LadderOutcome {
  const { search } = reading;
  if (search.filter((line) => !isBlank(line)).length < fewestLines) return null;
  return (
    matchKeys(lines, reading, must, trimmedOf(lines), trimmedOf(search)) ??
    matchKeys(lines, reading, must, baresOf(lines), baresOf(search))
  );
}

function matchKeys(
  lines: readonly string[],
  reading: SearchReading,
  must: PlaceRules['must'],
  keys: readonly string[],
  wanted: readonly string[],
): LadderOutcome {
  const { search, replace } = reading;
  const room = Math.ceil(search.length * mostLeftOut);
  const kept = alignLines(search, replace);
  const found: (readonly LineSplice[])[] = [];
  let starts = 0;
  for (let start = 0; start < keys.length; start += 1) {
    if (keys[start] !== wanted[0]) continue;
    starts += 1;
    if (starts > mostStarts) return null;
    const places = placesFrom(keys, wanted, start, room);
    if (places === null) continue;
    const end = (places.at(-1) ?? start) + 1;
    if (must && !must(start, { search: lines.slice(start, end), replace })) continue;
    const actual = places.map((place) => lines[place] ?? '');
    const shape = findReindent(actual, search, replace);
    const splices = shape && splicesAt(places, search.length, replace, kept, shape);
    if (splices) found.push(splices);
  }
  const [only] = found;
  if (!only) return null;
  if (found.length === 1) return { kind: 'match', rung: 'elided', splices: only };
  const starting = found.slice(0, 4).map(([first]) => first?.start ?? 0);
  return { kind: 'ambiguous', rung: 'elided', places: starting };
}

/** Where each wanted line is, from `start` on, the nearest each time; null when too many others are in between. */
function placesFrom(
  keys: readonly string[],
  wanted: readonly string[],
  start: number,
  room: number,
): readonly number[] | null {
  const places: number[] = [];
  let at = start;
  for (const line of wanted) {
    while (at < keys.length && keys[at] !== line && at - start - places.length <= room) at += 1;
    if (keys[at] !== line || at - start - places.length > room) return null;
    places.push(at);
    at += 1;
  }
  return places;
}

/** The changes at those places; null where one is next to lines that were left out, so that nobody knows what was to become of these. */
function splicesAt(
  places: readonly number[],
  length: number,
  replace: readonly string[],
  kept: readonly number[],
  shape: Reindent,
): LineSplice[] | null {
  const isGapAfter = (line: number) =>
    line >= 0 && line + 1 < length && (places[line + 1] as number) !== (places[line] as number) + 1;
  const splices: LineSplice[] = [];
  let old = 0;
  let next = 0;
  while (old < length || next < replace.length) {
    if (next < replace.length && kept[next] === old) {
      old += 1;
      next += 1;
      continue;
    }
    const [firstOld, firstNew] = [old, next];
    while (next < replace.length && (kept[next] ?? -1) < 0) next += 1;
    old = next < replace.length ? (kept[next] as number) : length;
    for (let line = firstOld - 1; line < old; line += 1) if (isGapAfter(line)) return null;
    const start = firstOld < length ? (places[firstOld] as number) : (places.at(-1) as number) + 1;
    const lines = replace.slice(firstNew, next).map(shape);
    if (lines.includes(null)) return null;
    splices.push({ start, end: start + old - firstOld, lines: lines as string[] });
  }
  return splices.length > 0 ? splices : null;
}
