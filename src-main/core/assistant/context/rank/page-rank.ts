/** Edges by their source: those of node `n` are at `starts[n]` to before `starts[n + 1]`. */
export interface Graph {
  readonly starts: Uint32Array;
  readonly targets: Uint32Array;
  readonly weights: Float32Array;
  /** For each node the weights of its edges together. */
  readonly out: Float64Array;
}

/** Edges one after the other, as three lists of one length. */
export interface EdgeList {
  readonly from: readonly number[];
  readonly to: readonly number[];
  readonly weight: readonly number[];
}

export function graphOf(nodes: number, { from, to, weight }: EdgeList): Graph {
  const starts = new Uint32Array(nodes + 1);
  for (const node of from) starts[node + 1] = (starts[node + 1] as number) + 1;
  for (let node = 0; node < nodes; node += 1)
    starts[node + 1] = (starts[node + 1] as number) + (starts[node] as number);
  const next = starts.slice();
  const targets = new Uint32Array(from.length);
  const weights = new Float32Array(from.length);
  for (let edge = 0; edge < from.length; edge += 1) {
    const node = from[edge] as number;
    const at = next[node] as number;
    next[node] = at + 1;
    targets[at] = to[edge] as number;
    weights[at] = weight[edge] as number;
  }
  const out = new Float64Array(nodes);
  for (let node = 0; node < nodes; node += 1) {
    for (let at = starts[node] as number; at < (starts[node + 1] as number); at += 1) {
      out[node] = (out[node] as number) + (weights[at] as number);
    }
  }
  return { starts, targets, weights, out };
}

const damping = 0.85;

/**
 * PageRank (Page, Brin, Motwani and Winograd 1998) in which the walk starts anew at `personal` nodes, by their weights. Answers shares that add up to 1.
 */
export function pageRank(graph: Graph, personal: ReadonlyMap<number, number>, rounds = 20): Float64Array {
  const nodes = graph.starts.length - 1;
  const jump = new Float64Array(nodes);
  const total = [...personal.values()].reduce((sum, weight) => sum + weight, 0);
  if (total > 0) for (const [node, weight] of personal) jump[node] = weight / total;
  else jump.fill(1 / Math.max(1, nodes));
  let ranks = jump.slice();
  for (let round = 0; round < rounds; round += 1) {
    const next = new Float64Array(nodes);
    let lost = 0;
    for (let node = 0; node < nodes; node += 1) {
      const rank = ranks[node] as number;
      if (rank === 0) continue;
      if (graph.out[node] === 0) {
        lost += rank;
        continue;
      }
      const share = rank / (graph.out[node] as number);
      for (let at = graph.starts[node] as number; at < (graph.starts[node + 1] as number); at += 1) {
        const target = graph.targets[at] as number;
        next[target] = (next[target] as number) + share * (graph.weights[at] as number);
      }
    }
    // What reaches a node without a way on starts anew too.
    for (let node = 0; node < nodes; node += 1) {
      next[node] =
        damping * ((next[node] as number) + lost * (jump[node] as number)) + (1 - damping) * (jump[node] as number);
    }
    ranks = next;
  }
  return ranks;
}
