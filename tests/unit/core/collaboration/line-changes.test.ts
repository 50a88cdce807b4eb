import { array, assert, constantFrom, property } from 'fast-check';
import { expect, test } from 'vitest';
import { countLineChanges } from '../../../../src-main/core/collaboration/versions/line-changes.ts';

test.each([
  ['', '', 0, 0],
  ['', 'a\n', 1, 0],
  ['a\nb\n', '', 0, 2],
  ['a\nb\nc\n', 'a\nx\nc\n', 1, 1],
  ['a\nb\nc', 'a\nb\nc\n', 0, 0],
  ['a\nb\n', 'a\nb\nc\nd\n', 2, 0],
  ['b\na\n', 'a\nb\n', 1, 1],
])('from %j to %j: %i added, %i removed', (before, after, added, removed) => {
  expect(countLineChanges(before, after)).toEqual({ added, removed });
});

test('they are the fewest that lead from one text to the other', () => {
  const lines = array(constantFrom('a', 'b', 'c', 'd'), { maxLength: 14 });
  assert(
    property(lines, lines, (before, after) => {
      const common = longestCommon(before, after);
      const text = (list: readonly string[]) => list.map((line) => `${line}\n`).join('');
      expect(countLineChanges(text(before), text(after))).toEqual({
        added: after.length - common,
        removed: before.length - common,
      });
    }),
    { numRuns: 500 },
  );
});

test('texts that have next to nothing in common take no time to speak of', () => {
  const one = Array.from({ length: 40_000 }, (_, line) => `one ${line}`).join('\n');
  const other = Array.from({ length: 40_000 }, (_, line) => `other ${line}`).join('\n');
  const started = performance.now();
  expect(countLineChanges(one, other)).toEqual({ added: 40_000, removed: 40_000 });
  expect(performance.now() - started).toBeLessThan(2000);
});

/** By the table of all beginnings. */
function longestCommon(a: readonly string[], b: readonly string[]): number {
  let row = new Array<number>(b.length + 1).fill(0);
  for (const line of a) {
    const next = [0];
    for (const [at, other] of b.entries()) {
      next.push(line === other ? (row[at] ?? 0) + 1 : Math.max(next[at] ?? 0, row[at + 1] ?? 0));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
