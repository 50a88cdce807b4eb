import type { FileRecord } from '../index/file-record.ts';
import type { QueryTerm } from '../index/terms.ts';
import { placesOfBest } from './best-places.ts';
import { countTerms, type TermCounts } from './count-terms.ts';
import { inverseFrequency } from './inverse-frequency.ts';
import { createPathFacts, type PathFacts } from './path-facts.ts';
import { fitOfSort, kindOfQuestion } from './question-kind.ts';
import { type PastCommit, scoreHistory } from './rank-history.ts';

/** What a question is asked beside, for ranking. Paths are of the project. */
export interface Surroundings {
  readonly activePath: string | null;
  readonly openPaths: readonly string[];
  /** Named in the question's attachments. */
  readonly namedPaths: readonly string[];
  readonly focusFolders: readonly string[];
  /** Files with errors or warnings, and how many. */
  readonly problems: ReadonlyMap<string, number>;
  /** Files that were opened last, the last one first. */
  readonly recentPaths: readonly string[];
  /** The newest commits, the last one first. */
  readonly history: readonly PastCommit[];
}

export const noSurroundings: Surroundings = {
  activePath: null,
  openPaths: [],
  namedPaths: [],
  focusFolders: [],
  problems: new Map(),
  recentPaths: [],
  history: [],
};

/** How much each reason gave to a file's score. */
export interface RankedFile {
  readonly path: string;
  readonly score: number;
  readonly why: Readonly<Record<string, number>>;
}

/** The neighbours of a file: what it imports, and what imports it. */
export type Neighbours = (path: string) => readonly string[];

const k1 = 1.2;
const b = 0.6;
const weights = {
  text: 1,
  path: 0.9,
  name: 2.2,
  symbol: 1.1,
  recent: 0.6,
  history: 6,
  open: 0.5,
  active: 0.8,
  problem: 1.2,
  focus: 4,
  neighbour: 0.18,
};
/**
 * Ranks the files of a project for a question: BM25 over the words of their text, the words of their paths by how rare these are,
 * names they define, then what is open, recent or has problems, and at last what is imported by or imports what was found. Answers the `most` best.
 */
export function rankFiles(
  records: readonly FileRecord[],
  terms: readonly QueryTerm[],
  question: string,
  surroundings: Surroundings,
  neighbours: Neighbours,
  most = 50,
  factsOf: (record: FileRecord) => PathFacts = createPathFacts(),
  counted: TermCounts = countTerms(records, terms),
): RankedFile[] {
  const facts = records.map(factsOf);
  const texts = scoreTexts(records, terms, counted);
  const paths = scorePaths(facts, terms);
  const symbols = scoreDefinitions(records, terms);
  const best = Math.max(
    1e-9,
    texts.reduce((highest, score) => Math.max(highest, score), 0),
  );
  const kind = kindOfQuestion(question);
  const scores = new Float64Array(records.length);
  for (let index = 0; index < records.length; index += 1) {
    const damping = fitOfSort((facts[index] as PathFacts).sort, kind);
    texts[index] = ((texts[index] as number) / best) * 10 * weights.text * damping;
    paths[index] = (paths[index] as number) * weights.path * damping;
    symbols[index] = (symbols[index] as number) * weights.symbol;
    scores[index] = (texts[index] as number) + (paths[index] as number) + (symbols[index] as number);
  }
  const positions = new Map(records.map(({ path }, index) => [path, index]));
  const others = new Map<number, Record<string, number>>();
  const add = (index: number | undefined, reason: string, amount: number) => {
    if (index === undefined) return;
    others.set(index, { ...others.get(index), [reason]: amount });
    scores[index] = (scores[index] as number) + amount;
  };
  // Of what is only at hand, less counts where the question says nothing of it.
  const found = (index: number): number => ((texts[index] as number) + (paths[index] as number) > 0 ? 1 : 0.2);
  const addFound = (path: string, reason: string, amount: number, share = found) => {
    const index = positions.get(path);
    if (index !== undefined) add(index, reason, amount * share(index));
  };

  const mentioned = mentionedNames(question);
  for (const [index, { name, bareName, lowerCase }] of facts.entries()) {
    if (mentioned.has(name) || mentioned.has(lowerCase)) add(index, 'name', weights.name * 5);
    else if (name.length > 5 && mentioned.has(bareName)) add(index, 'name', weights.name);
  }
  for (const [index, path] of surroundings.recentPaths.slice(0, 30).entries()) {
    addFound(path, 'recent', weights.recent / (1 + index / 5));
  }
  for (const [path, past] of scoreHistory(surroundings.history, terms)) {
    const fit = (index: number) => Math.max(0.6, fitOfSort((facts[index] as PathFacts).sort, kind));
    addFound(path, 'history', weights.history * past, fit);
  }
  for (const path of new Set(surroundings.openPaths)) addFound(path, 'open', weights.open);
  if (surroundings.activePath !== null) add(positions.get(surroundings.activePath), 'active', weights.active);
  for (const [path, problems] of surroundings.problems) {
    if (problems === 0) continue;
    addFound(path, 'problem', weights.problem * Math.min(2, Math.log1p(problems)), (index) =>
      Math.max(0.5, found(index)),
    );
  }
  if (surroundings.focusFolders.length > 0) {
    for (const [index, { path }] of records.entries()) {
      const inFocus = surroundings.focusFolders.some((folder) => folder === '' || path.startsWith(`${folder}/`));
      if (inFocus) add(index, 'focus', weights.focus * found(index));
    }
  }

  const active = surroundings.activePath === null ? undefined : positions.get(surroundings.activePath);
  const pathAt = (index: number) => (records[index] as FileRecord).path;
  const byPath = (one: number, other: number) => (pathAt(one) < pathAt(other) ? -1 : 1);
  const sources = placesOfBest(scores, 25, byPath);
  if (active !== undefined && !sources.includes(active)) sources.push(active);
  for (const [path, share] of sharesOfNeighbours(
    sources.map((index) => ({ path: pathAt(index), score: scores[index] as number })),
    neighbours,
  )) {
    add(positions.get(path), 'neighbour', share);
  }
  return placesOfBest(scores, most, byPath).map((index) => ({
    path: pathAt(index),
    score: scores[index] as number,
    why: {
      text: texts[index] as number,
      path: paths[index] as number,
      symbol: symbols[index] as number,
      ...others.get(index),
    },
  }));
}

/** BM25 of each record's text. */
function scoreTexts(
  records: readonly FileRecord[],
  terms: readonly QueryTerm[],
  { counts, files }: TermCounts,
): Float64Array {
  const scores = new Float64Array(records.length);
  const total = records.reduce((length, { words }) => length + words.length, 0);
  const average = total / Math.max(1, records.length) || 1;
  for (const [term, { weight }] of terms.entries()) {
    const documents = files[term] as number;
    if (documents === 0) continue;
    const rarity = inverseFrequency(records.length, documents) * weight;
    const inFiles = counts[term] as Uint8Array;
    for (let index = 0; index < records.length; index += 1) {
      const count = inFiles[index] as number;
      if (count === 0) continue;
      const length = (records[index] as FileRecord).words.length;
      scores[index] =
        (scores[index] as number) + (rarity * (count * (k1 + 1))) / (count + k1 * (1 - b + (b * length) / average));
    }
  }
  return scores;
}

/** The words of paths by how rare these are, those of the file's name more. */
function scorePaths(facts: readonly PathFacts[], terms: readonly QueryTerm[]): Float64Array {
  const scores = new Float64Array(facts.length);
  const wanted = new Map(terms.map(({ hash, weight }) => [hash, weight]));
  const documents = new Map<number, number>();
  const matches = new Map<number, number[]>();
  for (const [index, { terms: own }] of facts.entries()) {
    for (const hash of own) {
      if (!wanted.has(hash)) continue;
      documents.set(hash, (documents.get(hash) ?? 0) + 1);
      const known = matches.get(index);
      if (known) known.push(hash);
      else matches.set(index, [hash]);
    }
  }
  for (const [index, match] of matches) {
    const { nameTerms, pieces } = facts[index] as PathFacts;
    for (const hash of match) {
      const rarity = inverseFrequency(facts.length, documents.get(hash) ?? 1) * (wanted.get(hash) ?? 1);
      const inName = nameTerms.includes(hash) ? 1.3 / Math.sqrt(Math.max(1, nameTerms.length)) + 0.35 : 0.6;
      scores[index] = (scores[index] as number) + (rarity * inName * 2) / Math.sqrt(Math.max(4, pieces));
    }
  }
  return scores;
}

/** Files that define a name which was written as in a program. */
function scoreDefinitions(records: readonly FileRecord[], terms: readonly QueryTerm[]): Float64Array {
  const scores = new Float64Array(records.length);
  const wanted = new Set(terms.filter(({ weight }) => weight > 2).map(({ word }) => word));
  if (wanted.size === 0) return scores;
  for (const [index, { syntax }] of records.entries()) {
    for (const { name } of syntax?.definitions ?? []) {
      if (wanted.has(name.toLowerCase().replace(/[_$]+/g, ''))) scores[index] = Math.min(8, (scores[index] ?? 0) + 4);
    }
  }
  return scores;
}

function mentionedNames(question: string): ReadonlySet<string> {
  const names =
    question
      .slice(0, 20_000)
      .toLowerCase()
      .match(/[\w@$][\w@$./-]{2,200}/g) ?? [];
  return new Set(names.slice(0, 500).flatMap((name) => [name.replace(/[.]+$/, ''), name.split('/').at(-1) ?? name]));
}

/** What is found gives a share of its score to what it imports and to what imports it. */
function sharesOfNeighbours(
  sources: readonly { readonly path: string; readonly score: number }[],
  neighbours: Neighbours,
): ReadonlyMap<string, number> {
  const given = new Map<string, number>();
  for (const { path, score } of sources) {
    const around = neighbours(path).slice(0, 60);
    for (const neighbour of around) {
      const share = (score * weights.neighbour) / Math.sqrt(1 + around.length / 6);
      given.set(neighbour, Math.max(given.get(neighbour) ?? 0, share));
    }
  }
  return given;
}
