import type { BlockFormat, DiffHunk, ReplaceBlock } from './edit-block.ts';

/** The lines of one hunk of a diff, as they come. */
export interface HunkLines {
  readonly answerLine: number;
  take(line: string): void;
  /** The hunk reaches to the end of the file. */
  markEnd(): void;
  end(anchors: readonly string[]): ReadHunk;
  /** The lines that it adds, or that it takes away. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly newEndOpen: boolean;
}

/** A hunk that was read to its end. */
export interface ReadHunk extends DiffHunk {
  readonly answerLine: number;
  readonly replace: readonly string[];
  readonly endsWithNewline: boolean | null;
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
  let firstChange = -1;
  let lastChange = -1;
  const change = () => {
    if (firstChange < 0) firstChange = search.length;
  };
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
        change();
        lastChange = search.length;
        replace.push(text);
        added.push(text);
        last = 'new';
      } else if (line.startsWith('-')) {
        change();
        search.push(text);
        lastChange = search.length;
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
    end: (anchors) => ({
      answerLine,
      search,
      replace,
      anchors,
      atEnd,
      changed: firstChange < 0 ? { start: 0, end: search.length } : { start: firstChange, end: lastChange },
      changesNothing: added.length === 0 && removed.length === 0 && oldEndOpen === newEndOpen,
      endsWithNewline: newEndOpen ? false : oldEndOpen ? true : null,
    }),
  };
}

/** The blocks that the hunks of one file's diff come to, without those that were told before; the diff begins at line `answerLine` of the answer. */
export function blocksOfHunks(
  base: { readonly path: string; readonly otherPath: string | null; readonly format: BlockFormat },
  hunks: readonly ReadHunk[],
  answerLine: number,
  told: ReadonlySet<ReadHunk>,
): ReplaceBlock[] {
  const seen = new Map<string, number[]>();
  return hunks.flatMap((hunk, index) => {
    if (hunk.changesNothing) return [];
    const { search, replace, anchors, atEnd, endsWithNewline } = hunk;
    const key = JSON.stringify([search, replace, anchors]);
    const sameAs = seen.get(key) ?? [];
    seen.set(key, [...sameAs, index]);
    if (told.has(hunk)) return [];
    return [
      {
        ...base,
        kind: 'replace',
        answerLine: hunk.answerLine,
        readings: [{ search, replace }],
        anchors,
        diff: { answerLine, hunks, index, sameAs },
        atEnd,
        endsWithNewline,
      },
    ];
  });
}
