import type { BlockOutcome, EditBlock } from './edit-block.ts';
import { placeInOrder } from './place-in-order.ts';

/** The same for blocks that do the same, so that one which adds lines does not add them twice when a model repeats itself; null for those that may. */
export function keyOf(block: EditBlock, path: string): string | null {
  if (block.kind !== 'replace') return null;
  return JSON.stringify([path, block.readings, block.anchors]);
}

/** Which of the blocks that say the same has done what this one is to do; null when it is about a place of its own, as the hunks of one diff may be. */
export function earlierSame(
  block: EditBlock,
  before: readonly BlockOutcome[],
  beforeDiff: readonly string[] | null,
): BlockOutcome | null {
  const diffOf = (each: EditBlock) => (each.kind === 'replace' ? each.diff : null);
  const diff = diffOf(block);
  const here = before.filter((each) => diffOf(each.block)?.answerLine === diff?.answerLine);
  const elsewhere = before.filter((each) => !here.includes(each));
  const sameAs = diff?.sameAs ?? [];
  if (elsewhere.length > sameAs.length) return elsewhere[0] ?? null;
  const last = here.at(-1);
  if (!last || !diff || !beforeDiff) return last ?? null;
  const place = placeInOrder(beforeDiff, diff);
  const isTaken = sameAs.some((index) => placeInOrder(beforeDiff, { ...diff, index }) === place);
  return place === null || isTaken ? last : null;
}
