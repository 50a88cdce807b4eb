import { alignLines, carryOver } from './carry-over.ts';
import type { ReplaceBlock, Rung, SearchReading } from './edit-block.ts';
import { findLines } from './find-lines.ts';
import { bareOf, baresOf, indentOf, isBlank } from './line-keys.ts';
import { leavesOut, matchElided } from './match-elided.ts';
import { type LineSplice, matchWhole, type PlaceFilter, type PlaceRules } from './match-lines.ts';
import { findSimilar } from './similar-lines.ts';

/** How alike lines must be to be offered, and how far ahead of all others. */
const leastSimilarity = 0.95;
const leastLead = 0.04;

/** A place for a block. What is `flagged` waits for a person. */
export interface BlockPlace {
  readonly kind: 'place';
  readonly rung: Rung;
  readonly flagged: boolean;
  readonly splices: readonly LineSplice[];
  readonly reading: SearchReading;
}

export interface NoPlace {
  readonly kind: 'none';
  readonly reason: 'ambiguous' | 'notFound' | 'emptySearch';
  /** From 0. */
  readonly places: readonly number[];
}

/**
 * Climbs down the ladder. A lower rung is tried only when the one above had no match at all; more than one match ends it. `fresh` are the lines that
 * came with earlier hunks of the same diff, which speaks of the text before it: a place without them is looked for first, on all rungs, and then one
 * where none of them would go.
 */
export function matchBlock(
  lines: readonly string[],
  block: ReplaceBlock,
  fresh: readonly boolean[] | null = null,
): BlockPlace | NoPlace {
  const prefer = placeFilters(lines, block, fresh);
  const passes = fresh?.includes(true) ? [withoutFresh(fresh), keepsFresh(fresh)] : [null];
  for (const must of passes) {
    const found = climb(lines, block, { must, prefer });
    if (found) return found;
  }
  if (block.readings.every(({ search }) => search.every(isBlank)))
    return { kind: 'none', reason: 'emptySearch', places: [] };
  return (
    (block.readings.length === 1 && matchSimilar(lines, block.readings[0])) || {
      kind: 'none',
      reason: 'notFound',
      places: [],
    }
  );
}

/** Null where no rung has a place. */
function climb(lines: readonly string[], block: ReplaceBlock, rules: PlaceRules): BlockPlace | NoPlace | null {
  const places: BlockPlace[] = [];
  let ambiguous: NoPlace | null = null;
  for (const reading of block.readings) {
    if (reading.search.every(isBlank)) continue;
    const outcome = matchWhole(lines, reading, rules) ?? matchElided(lines, reading, rules.must);
    if (outcome?.kind === 'match') {
      const flagged = leavesOut(reading.replace, reading.search) && outcome.rung !== 'elided';
      places.push({ kind: 'place', rung: outcome.rung, flagged, splices: outcome.splices, reading });
    } else if (outcome) {
      ambiguous ??= { kind: 'none', reason: 'ambiguous', places: outcome.places };
    }
  }
  // That of two readings the longer one is in the file word for word is no chance: the shorter is a part of it.
  const longest = places.at(-1);
  if (longest?.rung === 'exact' && places.every(({ rung }) => rung === 'exact') && !ambiguous) return longest;
  const [place, other] = places;
  // A body that can be read in two ways which both fit means nobody knows what.
  if (place && (other || ambiguous)) {
    return { kind: 'none', reason: 'ambiguous', places: places.map(({ splices }) => splices[0]?.start ?? 0) };
  }
  return place ?? ambiguous;
}

function withoutFresh(fresh: readonly boolean[]): PlaceRules['must'] {
  return (start, { search }) => !fresh.slice(start, start + search.length).includes(true);
}

/** What surrounds a change may be fresh, as where two hunks are neighbours; what it takes away may not. */
function keepsFresh(fresh: readonly boolean[]): PlaceRules['must'] {
  return (start, { search, replace }) => {
    const kept = new Set(alignLines(search, replace));
    return search.every((_, at) => kept.has(at) || !fresh[start + at]);
  };
}

function matchSimilar(lines: readonly string[], reading: SearchReading | undefined): BlockPlace | null {
  if (!reading) return null;
  const { places, complete } = findSimilar(lines, reading.search, leastSimilarity - leastLead);
  const [best] = places;
  if (!complete || !best || best.similarity < leastSimilarity) return null;
  // The same lines with one more or less at an edge are not another place.
  const next = places.find(({ start, end }) => start >= best.end || end <= best.start);
  if (next && next.similarity > best.similarity - leastLead) return null;
  const actual = lines.slice(best.start, best.end);
  const kept =
    actual.length === reading.search.length
      ? carryOver(actual, reading.search, reading.replace, (line) => line)
      : [...reading.replace];
  if (kept === null) return null;
  const splices = [{ start: best.start, end: best.end, lines: kept }];
  return { kind: 'place', rung: 'similar', flagged: true, splices, reading };
}

/** What a hunk says of its place besides its lines: the headers above it, and that it is at the end. */
function placeFilters(lines: readonly string[], block: ReplaceBlock, fresh: readonly boolean[] | null): PlaceFilter[] {
  if (block.atEnd) return [(_, end) => end === lines.length];
  let scope: readonly [start: number, end: number] = [0, lines.length];
  let found = false;
  for (const anchor of block.anchors) {
    const start = findAnchor(lines, anchor, scope, fresh);
    if (start === null) break;
    scope = [start, Math.min(scope[1], endOfScope(lines, start))];
    found = true;
  }
  const [first, last] = scope;
  return found ? [(start, end) => start >= first && end <= last] : [];
}

/** The only line that is the header, or begins with it: git cuts long ones. */
function findAnchor(
  lines: readonly string[],
  anchor: string,
  [from, to]: readonly [number, number],
  fresh: readonly boolean[] | null,
): number | null {
  const wanted = bareOf(anchor);
  if (wanted === '') return null;
  const bares = baresOf(lines);
  const exact = findLines(bares, [wanted], { from, limit: fresh ? 1000 : 2 }).filter(
    (place) => place < to && !fresh?.[place],
  );
  if (exact.length > 0) return exact.length === 1 ? (exact[0] ?? null) : null;
  if (wanted.length < 8) return null;
  let place: number | null = null;
  for (let index = from; index < to; index++) {
    if (fresh?.[index] || !bares[index]?.startsWith(wanted)) continue;
    if (place !== null) return null;
    place = index;
  }
  return place;
}

/** The first line after a header that is no deeper than it, closing brackets aside. */
function endOfScope(lines: readonly string[], header: number): number {
  const depth = indentOf(lines[header] ?? '').length;
  for (let index = header + 1; index < lines.length; index++) {
    const line = lines[index] ?? '';
    if (isBlank(line) || indentOf(line).length > depth || /^\s*[)\]}{]/.test(line)) continue;
    return index;
  }
  return lines.length;
}
