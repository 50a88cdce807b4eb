import type { FileRecord } from '../index/file-record.ts';
import { hashWord, positionOf, type QueryTerm, termsOfIdentifier } from '../index/terms.ts';
import { placesOfBest } from './best-places.ts';
import { type Graph, graphOf, pageRank } from './page-rank.ts';

/** Who refers to what is defined where, of one state of a project. */
export interface ReferenceGraph {
  readonly paths: readonly string[];
  /** Where a path is in `paths`. */
  readonly positions: ReadonlyMap<string, number>;
  readonly graph: Graph;
  /** How many files refer to a name. */
  readonly references: ReadonlyMap<number, number>;
  /** The words of names, as far as they have been asked for. */
  readonly wordsOfNames: Map<string, readonly number[]>;
}

/** Names that so many files define say nothing about any of them. */
const mostDefiners = 4;
const mostEdgesOfOne = 80;

/** How much it says that a name stands somewhere: one of several words is hardly there by chance, a short common one often. */
export function distinctness(name: string): number {
  if (name.length < 4) return 0;
  const several = /[a-z\d][A-Z]|[A-Za-z]_[A-Za-z]/.test(name);
  return several ? 1 : /^[A-Z]/.test(name) || name.length >= 10 ? 0.6 : 0.08;
}

/** Builds the graph: an edge from a file to each file that defines a name which stands in it. */
export function referenceGraph(records: readonly FileRecord[]): ReferenceGraph {
  const definers = new Map<number, { readonly files: number[]; readonly weight: number }>();
  for (const [index, { syntax }] of records.entries()) {
    for (const { name } of syntax?.definitions ?? []) {
      const weight = distinctness(name);
      if (weight < 0.5) continue;
      const hash = hashWord(name);
      const known = definers.get(hash);
      if (known === undefined) definers.set(hash, { files: [index], weight });
      else if (known.files.at(-1) !== index) known.files.push(index);
    }
  }
  const references = new Map<number, number>();
  const edges = { from: [] as number[], to: [] as number[], weight: [] as number[] };
  for (const [from, { names }] of records.entries()) {
    const weights = new Map<number, number>();
    for (const hash of names) {
      const defined = definers.get(hash);
      if (defined === undefined) continue;
      references.set(hash, (references.get(hash) ?? 0) + 1);
      if (defined.files.length > mostDefiners) continue;
      for (const to of defined.files) {
        if (to !== from && (weights.has(to) || weights.size < mostEdgesOfOne)) {
          weights.set(to, (weights.get(to) ?? 0) + defined.weight / defined.files.length);
        }
      }
    }
    for (const [to, weight] of weights) {
      edges.from.push(from);
      edges.to.push(to);
      edges.weight.push(Math.sqrt(weight));
    }
  }
  const paths = records.map(({ path }) => path);
  const positions = new Map(paths.map((path, index) => [path, index]));
  return { paths, positions, graph: graphOf(records.length, edges), references, wordsOfNames: new Map() };
}

/** One line of the map. */
export interface MapEntry {
  readonly path: string;
  readonly line: number;
  readonly signature: string;
  readonly score: number;
}

const mostFiles = 80;
const mostEntries = 160;
const mostOfOneFile = 14;

/** The signatures that matter most for a question, by the ranks of their files when the walk begins at `personal` files. */
export function mapEntries(
  { paths, positions, graph, references, wordsOfNames }: ReferenceGraph,
  recordAt: (path: string) => FileRecord | undefined,
  personal: ReadonlyMap<string, number>,
  terms: readonly QueryTerm[],
): MapEntry[] {
  const seeds = new Map<number, number>();
  for (const [path, weight] of personal) {
    const position = positions.get(path);
    if (position !== undefined && weight > 0) seeds.set(position, weight);
  }
  const ranks = pageRank(graph, seeds);
  const order = placesOfBest(ranks, mostFiles, (one, other) => one - other);
  const wanted = Uint32Array.from(terms, ({ hash }) => hash).sort();
  const wordsOf = (name: string) => {
    const words = wordsOfNames.get(name) ?? termsOfIdentifier(name).map(hashWord);
    wordsOfNames.set(name, words);
    return words;
  };
  const entries = order.flatMap((index) => {
    const path = paths[index] ?? '';
    const definitions = recordAt(path)?.syntax?.definitions ?? [];
    return definitions
      .map(({ name, line, signature }) => {
        const used = Math.log1p(references.get(hashWord(name)) ?? 0);
        const words = wordsOf(name);
        const asked = words.filter((hash) => positionOf(wanted, hash) >= 0).length / Math.max(1, words.length);
        return {
          path,
          line,
          signature,
          score: (ranks[index] ?? 0) * (0.2 + used) * (distinctness(name) + 0.1) * (1 + 4 * asked),
        };
      })
      .sort((one, other) => other.score - one.score)
      .slice(0, mostOfOneFile);
  });
  return entries
    .sort((one, other) => other.score - one.score || (one.path < other.path ? -1 : 1) || one.line - other.line)
    .slice(0, mostEntries);
}

/** The map as text: files in the order of their best entries, their entries by line. */
export function mapText(entries: readonly MapEntry[]): string {
  const files = new Map<string, MapEntry[]>();
  for (const entry of entries) files.set(entry.path, [...(files.get(entry.path) ?? []), entry]);
  return [...files]
    .map(([path, own]) =>
      [
        `${path}:`,
        ...own.sort((one, other) => one.line - other.line).map(({ line, signature }) => `  ${line}: ${signature}`),
      ].join('\n'),
    )
    .join('\n');
}
