import type { BlockFormat, EditBlock } from './edit-block.ts';

/** The lines of one hunk of a diff, as they come. */
export interface HunkLines {
  readonly answerLine: number;
  take(line: string): void;
  /** The hunk reaches to the end of the file. */
  markEnd(): void;
  /** What it comes to, in the diff of a file that begins at line `diff` of the answer; null when it changes nothing. */
  toBlock(
    base: { readonly path: string; readonly format: BlockFormat; readonly answerLine: number },
    anchors: readonly string[],
    diff: number,
  ): EditBlock | null;
  /** The lines that it adds, or that it takes away. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly newEndOpen: boolean;
}

/** Begins a hunk. Line numbers play no part: models get them wrong. */
export function beginHunk(answerLine: number): HunkLines {
  const search: string[] = [];
  const replace: string[] = [];
  const added: string[] = [];
  const removed: string[] = [];
  let last: 'old' | 'new' | 'both' = 'both';
  let oldEndOpen = false;
  let newEndOpen = false;
  let atEnd = false;
  return {
    answerLine,
    added,
    removed,
    get newEndOpen() {
      return newEndOpen;
    },
    take(line) {
      const text = line.slice(1);
      if (line.startsWith('+')) {
        replace.push(text);
        added.push(text);
        last = 'new';
      } else if (line.startsWith('-')) {
        search.push(text);
        removed.push(text);
        last = 'old';
      } else if (line.startsWith('\\')) {
        atEnd = true;
        if (last !== 'new') oldEndOpen = true;
        if (last !== 'old') newEndOpen = true;
      } else {
        // An empty context line often comes without its space, and so do lines of models that forget it.
        const context = line.startsWith(' ') ? text : line;
        search.push(context);
        replace.push(context);
        last = 'both';
      }
    },
    markEnd() {
      atEnd = true;
    },
    toBlock(base, anchors, diff) {
      if (added.length === 0 && removed.length === 0 && oldEndOpen === newEndOpen) return null;
      return {
        ...base,
        kind: 'replace',
        readings: [{ search, replace }],
        anchors,
        diff,
        atEnd,
        endsWithNewline: newEndOpen ? false : oldEndOpen ? true : null,
      };
    },
  };
}
