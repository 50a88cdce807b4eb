/** Who is linked with whom in a session, as each has signed it. */
export interface Topology {
  /** Everybody who can be reached from here over links that both ends name, this peer left out. */
  readonly reachable: ReadonlySet<number>;
  /** To whom of its own neighbours this peer passes on what comes from an author. */
  childrenOf(author: number): ReadonlySet<number>;
  /** Those neighbours of this peer who pass its own on to somebody. */
  readonly relays: ReadonlySet<number>;
  /** Everybody who can be reached over such peers only, `without` one of this peer's own links. */
  reachedOver(passes: (client: number) => boolean, without?: number): ReadonlySet<number>;
}

/**
 * Works out the ways in a session. Each author has a tree of shortest ways to all others; of several that could pass something on to
 * somebody, the one with the smallest number does. All peers come to the same trees from the same links. `own` are the links of this
 * peer, `claims` those that others say they have: a link between two others counts when both say so.
 */
export function createTopology(
  self: number,
  own: ReadonlySet<number>,
  claims: ReadonlyMap<number, readonly number[]>,
): Topology {
  const links = new Map<number, number[]>([[self, [...own].sort(bySize)]]);
  const said = new Map([...claims].map(([client, neighbours]) => [client, new Set(neighbours)]));
  for (const client of new Set([...own, ...said.keys()])) {
    if (client === self) continue;
    const mutual = [...(said.get(client) ?? [])].filter((other) => other !== self && said.get(other)?.has(client));
    if (own.has(client)) mutual.push(self);
    links.set(client, mutual.sort(bySize));
  }
  const children = new Map<number, ReadonlySet<number>>();
  const fromHere = parentsFrom(self);
  return {
    reachedOver(passes, without) {
      const found = new Set<number>([self]);
      const next = [...own].filter((client) => client !== without);
      for (let client = next.pop(); client !== undefined; client = next.pop()) {
        if (found.has(client)) continue;
        found.add(client);
        if (passes(client)) next.push(...(links.get(client) ?? []));
      }
      return found;
    },
    reachable: new Set([...fromHere.keys()].filter((client) => client !== self)),
    relays: new Set([...fromHere.values()].filter((parent) => parent !== null && parent !== self) as number[]),
    childrenOf(author) {
      let known = children.get(author);
      if (!known) {
        const parents = parentsFrom(author);
        known = new Set([...own].filter((client) => parents.get(client) === self));
        children.set(author, known);
      }
      return known;
    },
  };

  /** By whom each is reached from a root, breadth first; null for the root. Parents of one rank are visited in their order. */
  function parentsFrom(root: number): Map<number, number | null> {
    const parents = new Map<number, number | null>([[root, null]]);
    let rank = [root];
    while (rank.length > 0) {
      const next: number[] = [];
      for (const parent of rank) {
        for (const client of links.get(parent) ?? []) {
          if (parents.has(client)) continue;
          parents.set(client, parent);
          next.push(client);
        }
      }
      rank = next.sort(bySize);
    }
    return parents;
  }
}

function bySize(a: number, b: number): number {
  return a - b;
}
