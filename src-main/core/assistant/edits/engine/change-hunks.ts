import { makeHunks, splitLines, type TextHunk } from './hunks.ts';
import { rematchLines } from './rematch-hunk.ts';

/** What making or taking back some hunks comes to. */
export interface HunkChange<Hunk extends TextHunk> {
  readonly text: string;
  /** Made now, or found to be so already. */
  readonly done: readonly Hunk[];
  /** Somebody has changed these lines since. */
  readonly conflicts: readonly Hunk[];
}

/**
 * Makes hunks of `base` in a text, or takes back ones that were made. `kept` are all that the text is thought to hold. Where it holds exactly that, it
 * is a matter of counting; where somebody has changed it since, each hunk is looked for by the lines around it.
 */
export function changeHunks<Hunk extends TextHunk>(request: {
  readonly base: string;
  readonly current: string;
  readonly kept: readonly Hunk[];
  readonly chosen: readonly Hunk[];
  readonly direction: 'keep' | 'undo';
}): HunkChange<Hunk> {
  const { base, current, kept, chosen, direction } = request;
  const target =
    direction === 'keep'
      ? [...kept.filter((hunk) => !chosen.includes(hunk)), ...chosen]
      : kept.filter((hunk) => !chosen.includes(hunk));
  if (current === makeHunks(base, kept)) return { text: makeHunks(base, target), done: chosen, conflicts: [] };
  const done: Hunk[] = [];
  const conflicts: Hunk[] = [];
  let lines: readonly string[] = splitLines(current);
  // From the end, so that what is found first moves nothing that is looked for later.
  for (const hunk of [...chosen].sort((a, b) => b.oldStart - a.oldStart)) {
    const [then, wanted] = direction === 'keep' ? [hunk.oldLines, hunk.newLines] : [hunk.newLines, hunk.oldLines];
    const others = kept.filter((other) => other !== hunk);
    const place =
      placeOf(hunk, base, others, direction === 'undo', lines) ?? placeOf(hunk, base, [], direction === 'undo', lines);
    if (place !== null) {
      lines = [...lines.slice(0, place), ...wanted, ...lines.slice(place + then.length)];
      done.push(hunk);
    } else if (placeOf(hunk, base, others, direction === 'keep', lines) !== null) done.push(hunk);
    else conflicts.push(hunk);
  }
  return { text: lines.join('\n'), done, conflicts };
}

/** Where a hunk's lines are in a text: the new ones when it is `made`, else the old ones. */
function placeOf(
  hunk: TextHunk,
  base: string,
  others: readonly TextHunk[],
  made: boolean,
  current: readonly string[],
): number | null {
  const reference = splitLines(makeHunks(base, made ? [...others, hunk] : others));
  const shift = others
    .filter(({ oldStart }) => oldStart < hunk.oldStart)
    .reduce((sum, { oldLines, newLines }) => sum + newLines.length - oldLines.length, 0);
  const length = made ? hunk.newLines.length : hunk.oldLines.length;
  return rematchLines(reference, hunk.oldStart + shift, length, current);
}
