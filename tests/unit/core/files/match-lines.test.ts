import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchLines } from '../../../../src-main/core/files/match-lines.ts';

const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd', ''), { maxLength: 30 });

/** The number of lines in the longest common subsequence, by the textbook's table. */
function longestCommon(before: readonly string[], after: readonly string[]): number {
  let previous = new Array<number>(after.length + 1).fill(0);
  for (const line of before) {
    const current = [0];
    after.forEach((other, index) => {
      current.push(
        line === other ? (previous[index] ?? 0) + 1 : Math.max(current[index] ?? 0, previous[index + 1] ?? 0),
      );
    });
    previous = current;
  }
  return previous.at(-1) ?? 0;
}

function check(before: readonly string[], after: readonly string[]): number {
  const matches = matchLines(before, after);
  expect(matches).toHaveLength(after.length);
  let last = -1;
  let count = 0;
  matches.forEach((match, index) => {
    if (match < 0) return;
    expect(match).toBeGreaterThan(last);
    expect(before[match]).toBe(after[index]);
    last = match;
    count += 1;
  });
  return count;
}

describe('matching lines', () => {
  it('pairs equal lines in order, as many as can be', () => {
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        expect(check(before, after)).toBe(longestCommon(before, after));
      }),
      { numRuns: 2000 },
    );
  });

  it('stays bounded and in order for very different texts', () => {
    const before = Array.from({ length: 20_000 }, (_, index) => `old ${index % 7000}`);
    const after = Array.from({ length: 20_000 }, (_, index) =>
      index % 4 === 0 ? `old ${index % 7000}` : `new ${index}`,
    );
    const started = performance.now();
    expect(check(before, after)).toBeGreaterThan(1000);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
