import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createTopology, type Topology } from '../../../../src-renderer/features/collaboration/protocol/topology.ts';

/** How each of some peers sees a graph of links. */
function viewsOf(count: number, edges: readonly (readonly [number, number])[]): Topology[] {
  const neighbours = Array.from({ length: count }, (_, self) => [
    ...new Set(edges.flatMap(([a, b]) => (a === b ? [] : a === self ? [b] : b === self ? [a] : []))),
  ]);
  return neighbours.map((own, self) =>
    createTopology(self, new Set(own), new Map(neighbours.flatMap((each, at) => (at === self ? [] : [[at, each]])))),
  );
}

test('what anybody sends reaches everybody there is a way to, and each once', () => {
  const graph = fc
    .integer({ min: 2, max: 14 })
    .chain((count) =>
      fc.tuple(
        fc.constant(count),
        fc.array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), { maxLength: 40 }),
        fc.nat(count - 1),
      ),
    );
  fc.assert(
    fc.property(graph, ([count, edges, author]) => {
      const views = viewsOf(count, edges);
      const own = views[author];
      const arrivals: number[] = [];
      // The author gives it to all of its neighbours; from there on it is passed on.
      const direct = edges.flatMap(([a, b]) => (a === author ? [b] : b === author ? [a] : []));
      const next = [...new Set(direct)].filter((each) => each !== author);
      for (let at = next.shift(); at !== undefined; at = next.shift()) {
        arrivals.push(at);
        next.push(...(views[at]?.childrenOf(author) ?? []));
      }
      expect(arrivals.sort((a, b) => a - b)).toEqual([...(own?.reachable ?? [])].sort((a, b) => a - b));
    }),
  );
});

test('a link that only one side speaks of is none', () => {
  const claims = new Map([
    [1, [0, 2]],
    [2, [3]],
    [3, [2]],
  ]);
  const topology = createTopology(0, new Set([1]), claims);
  expect([...topology.reachable]).toEqual([1]);
  expect(topology.relays.size).toBe(0);
});

test('ways over some only are found, without a link as well', () => {
  const [view] = viewsOf(4, [
    [0, 1],
    [1, 2],
    [2, 3],
    [0, 3],
  ]);
  expect([...(view?.reachedOver((each) => each === 1) ?? [])].sort()).toEqual([0, 1, 2, 3]);
  expect([...(view?.reachedOver((each) => each === 1, 3) ?? [])].sort()).toEqual([0, 1, 2]);
});
