import { findSecrets } from '../context/index.ts';
import {
  type BlockOutcome,
  type BlockStage,
  type EditBlock,
  type HiddenValue,
  hiddenValues,
  holdsMark,
  type RestoredText,
} from './engine/index.ts';

/**
 * Applies blocks of somebody who sees files with their secrets blacked out: marks give way to what they stand for. A block that would put a value where it no
 * longer looks like a secret, so that the next look at the file would let it out, is taken back.
 */
export function applyBlackedOut(stage: BlockStage): (block: EditBlock) => Promise<BlockOutcome> {
  /** What models do not see, by texts. */
  const known = new Map<string, readonly HiddenValue[]>();
  const diffs = new WeakMap<object, boolean>();

  const hiddenOf = async (text: string): Promise<readonly HiddenValue[]> => {
    let hidden = known.get(text);
    if (!hidden) {
      hidden = hiddenValues(text, await findSecrets(text));
      known.set(text, hidden);
    }
    return hidden;
  };
  /** All hunks of a diff have the same list of them: it is looked through once. */
  const diffHoldsMark = (hunks: readonly { readonly search: readonly string[] }[]): boolean => {
    let holds = diffs.get(hunks);
    if (holds === undefined) {
      holds = hunks.some(({ search }) => search.some(holdsMark));
      diffs.set(hunks, holds);
    }
    return holds;
  };
  const blockHoldsMark = (block: EditBlock): boolean => {
    switch (block.kind) {
      case 'replace':
        return (
          block.readings.some(({ search, replace }) => search.some(holdsMark) || replace.some(holdsMark)) ||
          (block.diff !== null && diffHoldsMark(block.diff.hunks))
        );
      case 'write':
        return block.lines.some(holdsMark);
      case 'delete':
        return block.expected?.some(holdsMark) ?? false;
      default:
        return false;
    }
  };

  return async (block) => {
    const base = stage.baseOf(block);
    const outcome = stage.apply(block, base === null || !blockHoldsMark(block) ? [] : await hiddenOf(base));
    const restored = stage.restored();
    return restored === null || (await staysHidden(restored)) ? outcome : stage.takeBack(outcome);
  };
}

/** Whether the values that were put back into a text look like secrets where they stand, so that the next look at it hides them again. */
export async function staysHidden({ text, places }: RestoredText): Promise<boolean> {
  const secrets = await findSecrets(text);
  return places.every((place) => secrets.some(({ start, end }) => start <= place.start && end >= place.end));
}
