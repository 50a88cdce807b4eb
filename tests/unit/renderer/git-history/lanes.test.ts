import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLaneLayout, type GraphRow } from '../../../../src-renderer/features/git-history/graph/lanes.ts';

function layOut(commits: readonly (readonly [string, ...string[]])[]): GraphRow[] {
  const layout = createLaneLayout();
  return commits.map(([hash, ...parents]) => layout.add({ hash, parents }));
}

test('a straight history is one lane', () => {
  const rows = layOut([['c', 'b'], ['b', 'a'], ['a']]);
  expect(rows.map(({ lane, lanes }) => [lane, lanes])).toEqual([
    [0, 1],
    [0, 1],
    [0, 1],
  ]);
  expect(rows[0]).toMatchObject({ above: [], below: [{ from: 0, to: 0 }] });
  expect(rows[2]).toMatchObject({ above: [{ from: 0, to: 0 }], below: [] });
});

test('a merge opens a lane that ends where the branch began', () => {
  const rows = layOut([['m', 'c', 'f'], ['f', 'a'], ['c', 'a'], ['a']]);
  expect(rows.map(({ lane }) => lane)).toEqual([0, 1, 0, 0]);
  expect(rows[0]?.below.map(({ from, to }) => [from, to])).toEqual([
    [0, 0],
    [0, 1],
  ]);
  expect(rows[1]?.color).not.toBe(rows[0]?.color);
  expect(rows[3]?.above.every(({ to }) => to === 0)).toBe(true);
});

test('in any history lines meet from row to row', () => {
  const histories = fc.array(fc.array(fc.nat(5), { maxLength: 3 }), { minLength: 1, maxLength: 40 }).map((steps) =>
    steps.map((parents, index): readonly [string, ...string[]] => [
      `c${index}`,
      ...new Set(
        parents
          .map((step) => index + 1 + step)
          .filter((to) => to < steps.length)
          .map((to) => `c${to}`),
      ),
    ]),
  );
  fc.assert(
    fc.property(histories, (commits) => {
      const rows = layOut(commits);
      for (const [index, row] of rows.entries()) {
        const ends = new Set(row.below.map(({ to }) => to));
        const starts = new Set((rows[index + 1]?.above ?? []).map(({ from }) => from));
        if (index + 1 < rows.length) expect([...ends].sort()).toEqual([...starts].sort());
        expect(row.lane).toBeLessThan(row.lanes);
      }
    }),
  );
});
