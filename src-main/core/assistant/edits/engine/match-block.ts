import { alignLines, carryOver } from './carry-over.ts';
import type { ReplaceBlock, Rung, SearchReading } from './edit-block.ts';
import { findLines } from './find-lines.ts';
import { bareOf, baresOf, indentOf, isBlank } from './line-keys.ts';
import { leavesOut, matchElided } from './match-elided.ts';
import { matchWithGaps } from './match-gaps.ts';
import { type LineSplice, matchWhole, type PlaceFilter, type PlaceRules } from './match-lines.ts';
import { placeInOrder } from './place-in-order.ts';
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
  readonly reason: 'ambiguous' | 'notFound' | 'emptySearch' | 'notAPatch';
  /** From 0. */
  readonly places: readonly number[];
  /** The rung with several places. */
  readonly rung: Rung | null;
}

/** What a diff knows of the text its hunk is for. */
export interface DiffText {
  /** The text before the diff. */
  readonly before: readonly string[];
  /** For each line as it is now, where it was before the diff, or -1 where it came with an earlier hunk. */
  readonly since: readonly number[];
}

/**
 * Climbs down the ladder. A lower rung is tried only when the one above had no match at all; more than one match ends it. With `diff` a place without lines
 * that came with earlier hunks is looked for first, on all rungs, and then one where none of them would go; and where a hunk still has several places, the
 * order of all hunks decides, as far as it leaves only one.
 */
export function matchBlock(
  lines: readonly string[],
  block: ReplaceBlock,
  diff: DiffText | null = null,
): BlockPlace | NoPlace {
  const fresh = diff?.since.includes(-1) ? diff.since.map((at) => at < 0) : null;
  const prefer = [...placeFilters(lines, block, fresh), ...orderFilters(block, diff)];
  const passes = fresh ? [withoutFresh(fresh), keepsFresh(fresh)] : [null];
  for (const must of passes) {
    const found = climb(lines, block, { must, prefer });
    if (found) return found;
  }
  if (block.readings.every(({ search }) => search.every(isBlank)))
    return { kind: 'none', reason: 'emptySearch', places: [], rung: null };
  return (
    (block.readings.length === 1 && matchSimilar(lines, block.readings[0])) || {
      kind: 'none',
      reason: 'notFound',
      places: [],
      rung: null,
    }
  );
}

/** The place that the order of a diff's hunks leaves. */
function orderFilters(block: ReplaceBlock, diff: DiffText | null): PlaceFilter[] {
  if (diff === null || block.diff === null || block.diff.hunks.length < 2) return [];
  let meant: number | null | undefined;
  return [
    (start) => {
      // Worked out only where several places are left.
      if (meant === undefined && block.diff) meant = placeInOrder(diff.before, block.diff);
      return meant !== null && diff.since[start] === meant;
    },
  ];
}

/** Null where no rung has a place. */
function climb(lines: readonly string[], block: ReplaceBlock, rules: PlaceRules): BlockPlace | NoPlace | null {
  const places: BlockPlace[] = [];
  let ambiguous: NoPlace | null = null;
  for (const reading of block.readings) {
    if (reading.search.every(isBlank)) continue;
    const outcome =
      matchWhole(lines, reading, rules) ??
      matchElided(lines, reading, rules.must) ??
      (block.diff ? matchWithGaps(lines, reading, rules.must) : null);
    if (outcome?.kind === 'match') {
      const flagged = leavesOut(reading.replace, reading.search) && outcome.rung !== 'elided';
      places.push({ kind: 'place', rung: outcome.rung, flagged, splices: outcome.splices, reading });
    } else if (outcome) {
      ambiguous ??= { kind: 'none', reason: 'ambiguous', places: outcome.places, rung: outcome.rung };
    }
  }
  const place = onlyPlace(places, ambiguous);
  if (place?.kind === 'place' && place.reading.endUnclear) {
    return { kind: 'none', reason: 'notAPatch', places: [], rung: null };
  }
  return place;
}

function onlyPlace(places: readonly BlockPlace[], ambiguous: NoPlace | null): BlockPlace | NoPlace | null {
  // That of two readings the longer one is in the file word for word is no chance: the shorter is a part of it.
  const longest = places.at(-1);
  if (longest?.rung === 'exact' && places.every(({ rung }) => rung === 'exact') && !ambiguous) return longest;
  const [place, other] = places;
  // A body that can be read in two ways which both fit means nobody knows what.
  if (place && (other || ambiguous)) {
    const starts = places.map(({ splices }) => splices[0]?.start ?? 0);
    return { kind: 'none', reason: 'ambiguous', places: starts, rung: place.rung };
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
  const [first] = places;
  if (!complete || !first || first.similarity < leastSimilarity) return null;
  // Around the best place a window of as many lines says best which line stands for which.
  const best =
    places.find(
      ({ start, end, similarity }) =>
        end - start === reading.search.length &&
        similarity >= leastSimilarity &&
        start < first.end &&
        end > first.start,
    ) ?? first;
  // The same lines with one more or less at an edge are not another place.
  const next = places.find(({ start, end }) => start >= best.end || end <= best.start);
  if (next && next.similarity > first.similarity - leastLead) return null;
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
  // What a header in a flat text stands above is no deeper than it: there the only place after it counts.
  return found ? [(start, end) => start >= first && end <= last, (start) => start > first] : [];
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
