import { structuredPatch } from 'diff';

/** One change as an author would think of it: lines of the old text, and what takes their place. */
export interface AuthorEdit {
  /** From 0. */
  readonly start: number;
  readonly end: number;
  readonly lines: readonly string[];
}

/** The separate edits between two texts that end with a line end. */
export function editsBetween(before: string, after: string): AuthorEdit[] {
  return structuredPatch('a', 'b', before, after, '', '', { context: 0 }).hunks.map((hunk) => {
    const start = hunk.oldStart - 1;
    const lines = hunk.lines.filter((line) => line.startsWith('+')).map((line) => line.slice(1));
    return { start, end: start + hunk.oldLines, lines };
  });
}

/** The old text with some of its edits made. */
export function withEdits(before: string, edits: readonly AuthorEdit[]): string {
  const old = before.split('\n');
  const result: string[] = [];
  let last = 0;
  for (const { start, end, lines } of edits) {
    result.push(...old.slice(last, start), ...lines);
    last = end;
  }
  return [...result, ...old.slice(last)].join('\n');
}

/** A block of an answer, and which edits it makes. */
export interface RenderedBlock {
  readonly search: readonly string[];
  readonly replace: readonly string[];
  readonly edits: readonly AuthorEdit[];
  readonly start: number;
}

/**
 * Edits as blocks with `context` lines around them; edits whose lines would overlap are one block. `careful` authors take as many lines more as it needs to
 * be found once, in the old text and after the blocks before it, and not by blank lines alone.
 */
export function blocksOf(
  before: string,
  edits: readonly AuthorEdit[],
  context: number,
  careful: boolean,
): RenderedBlock[] {
  const old = before.split('\n').slice(0, -1);
  const blocks: { from: number; to: number; edits: AuthorEdit[] }[] = [];
  for (const [index, edit] of edits.entries()) {
    const now = withEdits(before, edits.slice(0, index)).split('\n').slice(0, -1);
    let from = Math.max(0, edit.start - context);
    let to = Math.min(old.length, edit.end + context);
    const clear = () => {
      const lines = old.slice(from, to);
      return lines.some((line) => line.trim() !== '') && count(old, lines) === 1 && count(now, lines) <= 1;
    };
    while (careful && !clear() && (from > 0 || to < old.length)) {
      from = Math.max(0, from - 1);
      to = Math.min(old.length, to + 1);
    }
    const last = blocks.at(-1);
    if (last && last.to >= from) {
      last.to = Math.max(last.to, to);
      last.edits.push(edit);
    } else blocks.push({ from, to, edits: [edit] });
  }
  return blocks
    .map(({ from, to, edits: own }) => {
      const search = old.slice(from, to);
      const inside = own.map((edit) => ({ ...edit, start: edit.start - from, end: edit.end - from }));
      return { search, replace: withEdits(search.join('\n'), inside).split('\n'), edits: own, start: from };
    })
    .map((block) => (block.search.length === 0 ? { ...block, replace: block.replace.slice(0, -1) } : fixEmpty(block)));
}

/** Removing all lines of a block leaves none, not an empty one. */
function fixEmpty(block: RenderedBlock): RenderedBlock {
  const left = block.search.length - block.edits.reduce((sum, { start, end }) => sum + end - start, 0);
  const added = block.edits.reduce((sum, { lines }) => sum + lines.length, 0);
  return left + added === 0 ? { ...block, replace: [] } : block;
}

function count(lines: readonly string[], wanted: readonly string[]): number {
  if (wanted.length === 0) return 2;
  let found = 0;
  for (let index = lines.indexOf(wanted[0] ?? ''); index >= 0; index = lines.indexOf(wanted[0] ?? '', index + 1)) {
    if (wanted.every((line, step) => lines[index + step] === line)) found += 1;
    if (found > 1) break;
  }
  return found;
}

/** SEARCH/REPLACE blocks. */
export function asSearchReplace(path: string, blocks: readonly Pick<RenderedBlock, 'search' | 'replace'>[]): string {
  const parts = blocks.map(({ search, replace }) =>
    ['<<<<<<< SEARCH', ...search, '=======', ...replace, '>>>>>>> REPLACE'].join('\n'),
  );
  return parts.map((part) => `${path}\n~~~~~~\n${part}\n~~~~~~\n`).join('\n');
}

/** A patch as `apply_patch` takes it, with the nearest header above each hunk. */
export function asPatch(path: string, before: string, blocks: readonly RenderedBlock[]): string {
  const old = before.split('\n');
  const hunks = blocks.map((block) =>
    [`@@ ${headerAbove(old, block.start)}`.trimEnd(), ...hunkLines(block)].join('\n'),
  );
  return `*** Begin Patch\n*** Update File: ${path}\n${hunks.join('\n')}\n*** End Patch\n`;
}

/** A unified diff. `numbers` says what its hunks' headers say. */
export function asDiff(
  path: string,
  before: string,
  blocks: readonly RenderedBlock[],
  numbers: (block: RenderedBlock) => string,
): string {
  const old = before.split('\n');
  const hunks = blocks.map((block) =>
    [`${numbers(block)} ${headerAbove(old, block.start)}`.trimEnd(), ...hunkLines(block)].join('\n'),
  );
  return `~~~~~~diff\n--- a/${path}\n+++ b/${path}\n${hunks.join('\n')}\n~~~~~~\n`;
}

/** The last line above that begins a declaration, as git finds it for most languages. */
function headerAbove(old: readonly string[], start: number): string {
  for (let index = start - 1; index >= 0; index--) {
    const line = old[index] ?? '';
    if (/^[A-Za-z_$#]/.test(line)) return line.slice(0, 80).trimEnd();
  }
  return '';
}

function hunkLines({ search, edits, start }: RenderedBlock): string[] {
  const lines: string[] = [];
  let last = 0;
  for (const edit of edits) {
    lines.push(...search.slice(last, edit.start - start).map((line) => ` ${line}`));
    lines.push(...search.slice(edit.start - start, edit.end - start).map((line) => `-${line}`));
    lines.push(...edit.lines.map((line) => `+${line}`));
    last = edit.end - start;
  }
  return [...lines, ...search.slice(last).map((line) => ` ${line}`)];
}
