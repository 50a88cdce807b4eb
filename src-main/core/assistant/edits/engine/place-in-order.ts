import type { DiffHunk, PlaceInDiff } from './edit-block.ts';
import { findLines } from './find-lines.ts';
import { baresOf, isBlank, trimmedOf } from './line-keys.ts';

/** Places of one hunk that are looked at; with more of them, order tells too little. */
const mostPlaces = 400;

/**
 * Where a hunk is in the text before its diff, when that follows from the order of the diff's hunks: each comes after the one before it. Null where more
 * than one place is left, and where the hunks are not in order at all, so that their order says nothing. A hunk of context alone says what stands right
 * above the next one.
 */
export function placeInOrder(before: readonly string[], { hunks, index }: PlaceInDiff): number | null {
  const known = hunks.map((hunk) => placesOf(before, hunk));
  const wanted = known[index];
  if (!wanted || wanted.length === 0) return null;
  const earliest: number[] = [];
  let from = Number.NEGATIVE_INFINITY;
  for (const [at, places] of known.entries()) {
    const hunk = hunks[at] as DiffHunk;
    const first = places.find((place) => place + hunk.changed.start >= from);
    earliest.push(first ?? Number.NEGATIVE_INFINITY);
    if (places.length === 0) continue;
    if (first === undefined) return null;
    from = first + hunk.changed.end;
  }
  let to = Number.POSITIVE_INFINITY;
  for (let at = hunks.length - 1; at >= index; at -= 1) {
    const places = known[at] as readonly number[];
    const hunk = hunks[at] as DiffHunk;
    if (at === index) {
      const left = places.filter((place) => place >= (earliest[at] as number) && place + hunk.changed.end <= to);
      const [only] = left;
      if (left.length === 1 && only !== undefined && tellsOrder(hunks, known, index)) return only;
      return placeBelowContext(hunks, known, index, left);
    }
    const last = places.findLast((place) => place + hunk.changed.end <= to);
    if (places.length > 0 && last === undefined) return null;
    if (last !== undefined) to = last + hunk.changed.start;
  }
  return null;
}

/** Whether the order of hunks is to be believed: two others show it, or there are as many of the same lines as places. One in twenty answers has its hunks out of order. */
function tellsOrder(hunks: readonly DiffHunk[], known: readonly (readonly number[])[], index: number): boolean {
  const shown = known.filter((places, at) => at !== index && places.length === 1).length;
  const wanted = hunks[index]?.search.join('\n');
  const alike = hunks.filter(({ search }) => search.join('\n') === wanted).length;
  return shown >= 2 || alike === known[index]?.length;
}

function placeBelowContext(
  hunks: readonly DiffHunk[],
  known: readonly (readonly number[])[],
  index: number,
  left: readonly number[],
): number | null {
  const above = hunks[index - 1];
  if (!above?.changesNothing) return null;
  const below = left.filter((place) => known[index - 1]?.includes(place - above.search.length));
  return below.length === 1 ? (below[0] ?? null) : null;
}

/** On the highest rung that has any: as they are, without spaces at line ends, without indentation. None where something else than its lines says where it is. */
function placesOf(before: readonly string[], { search, atEnd, anchors }: DiffHunk): readonly number[] {
  if (atEnd || anchors.length > 0 || search.every(isBlank)) return [];
  for (const [keys, wanted] of [
    [before, search],
    [trimmedOf(before), trimmedOf(search)],
    [baresOf(before), baresOf(search)],
  ] as const) {
    const places = findLines(keys, wanted, { limit: mostPlaces + 1 });
    if (places.length > mostPlaces) return [];
    if (places.length > 0) return places;
  }
  return [];
}
