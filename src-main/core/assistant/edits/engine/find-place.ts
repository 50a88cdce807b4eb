import { type FailureReason, type ReplaceBlock, type Rung, rungs } from './edit-block.ts';
import { findLines } from './find-lines.ts';
import { isBlank } from './line-keys.ts';
import { type BlockPlace, matchBlock } from './match-block.ts';
import type { StagedText } from './staged-text.ts';

/** A patch may say that its lines come at the end, and nothing else of their place. */
export function endOfFile(block: ReplaceBlock, staged: StagedText): BlockPlace | null {
  const [reading] = block.readings;
  if (!block.atEnd || !reading || reading.search.length > 0) return null;
  const end = staged.lines.length;
  return {
    kind: 'place',
    rung: 'exact',
    flagged: false,
    splices: [{ start: end, end, lines: reading.replace }],
    reading,
  };
}

/**
 * The place of a block, or why there is none. A block that was taken from the base before another one changed its place says so rather than to settle for a
 * place that fits it less well; and one that seems to be done already waits for a person.
 */
export function findPlace(
  block: ReplaceBlock,
  staged: StagedText,
  { touched, beforeDiff }: { readonly touched: boolean; readonly beforeDiff: readonly string[] | null },
): BlockPlace | { readonly kind: 'none'; readonly reason: FailureReason; readonly places: readonly number[] } {
  const { base, lines, since } = staged;
  const place = matchBlock(lines, block, beforeDiff && since ? { before: beforeDiff, since } : null);
  if (place.kind === 'place' && place.rung === 'exact') return place;
  const none = (reason: FailureReason) => ({ kind: 'none', reason, places: [] }) as const;
  if (touched) {
    const inBase = matchBlock(base.lines, block);
    const isBetter = inBase.rung !== null && inBase.rung !== 'similar' && isAbove(inBase.rung, place.rung);
    if (isBetter || (inBase.kind === 'place' && place.kind === 'none' && place.reason === 'notFound')) {
      return none('overlaps');
    }
  }
  const [reading] = block.readings;
  const isThere =
    reading?.replace.some((line) => !isBlank(line)) === true &&
    findLines(lines, reading.replace, { limit: 1 }).length > 0;
  if (place.kind === 'none') return place.reason === 'notFound' && isThere ? none('alreadyThere') : place;
  const isOtherDepth = place.rung === 'indentation' && reading?.search.join('\n') !== reading?.replace.join('\n');
  return isThere && isOtherDepth ? { ...place, flagged: true } : place;
}

function isAbove(rung: Rung, other: Rung | null): boolean {
  return other === null || rungs.indexOf(rung) < rungs.indexOf(other);
}
