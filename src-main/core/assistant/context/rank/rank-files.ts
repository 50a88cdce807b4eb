import type { FileRecord } from '../index/file-record.ts';
import { hashWord, type QueryTerm, termsOfIdentifier } from '../index/terms.ts';
import { countTerms, type TermCounts } from './count-terms.ts';
import { inverseFrequency } from './inverse-frequency.ts';
import { fitOfPath, kindOfQuestion } from './question-kind.ts';
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
/** The words of a path, once each. */
export function pathTerms(path: string): number[] {
  return [...new Set((path.match(/[\p{L}\p{N}_$]+/gu) ?? []).flatMap((part) => termsOfIdentifier(part)).map(hashWord))];
}

/**
 * Ranks the files of a project for a question: BM25 over the words of their text, the words of their paths by how rare these are,
 * names they define, then what is open, recent or has problems, and at last what is imported by or imports what was found.
 */
export function rankFiles(
  records: readonly FileRecord[],
  terms: readonly QueryTerm[],
  question: string,
  surroundings: Surroundings,
  neighbours: Neighbours,
  pathsOf: (record: FileRecord) => readonly number[] = (record) => pathTerms(record.path),
  counted: TermCounts = countTerms(records, terms),
): RankedFile[] {
  const texts = scoreTexts(records, terms, counted);
  const paths = scorePaths(records, terms, pathsOf);
  const symbols = scoreDefinitions(records, terms);
  const mentioned = mentionedNames(question);
  const recent = new Map(surroundings.recentPaths.slice(0, 30).map((path, index) => [path, 1 / (1 + index / 5)]));
  const open = new Set(surroundings.openPaths);
  const best = Math.max(
    1e-9,
    texts.reduce((most, score) => Math.max(most, score), 0),
  );
  const kind = kindOfQuestion(question);
  const history = scoreHistory(surroundings.history, terms);

  const scored = records.map((record, index) => {
    const { path } = record;
    const text = ((texts[index] ?? 0) / best) * 10 * weights.text;
    const inPath = (paths[index] ?? 0) * weights.path;
    const damping = fitOfPath(path, kind);
    const why: Record<string, number> = {
      text: text * damping,
      path: inPath * damping,
      symbol: (symbols[index] ?? 0) * weights.symbol,
    };
    const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
    if (mentioned.has(name) || mentioned.has(path.toLowerCase())) why.name = weights.name * 5;
    else if (mentioned.has(name.replace(/\.[^.]+$/, '')) && name.length > 5) why.name = weights.name;
    const found = text + inPath > 0 ? 1 : 0.2;
    const at = recent.get(path);
    if (at !== undefined) why.recent = weights.recent * at * found;
    const past = history.get(path);
    if (past !== undefined) why.history = weights.history * past * Math.max(0.6, damping);
    if (open.has(path)) why.open = weights.open * found;
    if (path === surroundings.activePath) why.active = weights.active;
    const problems = surroundings.problems.get(path);
    if (problems) why.problem = weights.problem * Math.min(2, Math.log1p(problems)) * (found > 0.5 ? 1 : 0.5);
    if (surroundings.focusFolders.some((folder) => folder === '' || path.startsWith(`${folder}/`)))
      why.focus = weights.focus * found;
    return { path, why, score: sum(why) };
  });

  spread(scored, surroundings, neighbours);
  return scored
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score || (one.path < other.path ? -1 : 1));
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

function scorePaths(
  records: readonly FileRecord[],
  terms: readonly QueryTerm[],
  pathsOf: (record: FileRecord) => readonly number[],
): Float64Array {
  const scores = new Float64Array(records.length);
  const wanted = new Map(terms.map(({ hash, weight }) => [hash, weight]));
  const documents = new Map<number, number>();
  const matches = records.map((record) => pathsOf(record).filter((hash) => wanted.has(hash)));
  for (const match of matches) for (const hash of match) documents.set(hash, (documents.get(hash) ?? 0) + 1);
  for (const [index, match] of matches.entries()) {
    const { path } = records[index] as FileRecord;
    const nameTerms =
      match.length === 0 ? [] : pathTerms(path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]+$/, ''));
    const parts = Math.max(4, path.split(/[/._-]/).length);
    for (const hash of match) {
      const rarity = inverseFrequency(records.length, documents.get(hash) ?? 1) * (wanted.get(hash) ?? 1);
      const inName = nameTerms.includes(hash) ? 1.3 / Math.sqrt(Math.max(1, nameTerms.length)) + 0.35 : 0.6;
      scores[index] = (scores[index] ?? 0) + (rarity * inName * 2) / Math.sqrt(parts);
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

/** Gives what is found a share of the scores of what it imports and of what imports it. */
function spread(
  scored: { path: string; why: Record<string, number>; score: number }[],
  { activePath }: Surroundings,
  neighbours: Neighbours,
): void {
  const byPath = new Map(scored.map((file) => [file.path, file]));
  const sources = [...scored].sort((one, other) => other.score - one.score).slice(0, 25);
  const active = activePath === null ? undefined : byPath.get(activePath);
  if (active && !sources.includes(active)) sources.push(active);
  const given = new Map<string, number>();
  for (const { path, score } of sources) {
    const around = neighbours(path).slice(0, 60);
    for (const neighbour of around) {
      const share = (score * weights.neighbour) / Math.sqrt(1 + around.length / 6);
      given.set(neighbour, Math.max(given.get(neighbour) ?? 0, share));
    }
  }
  for (const [path, share] of given) {
    const file = byPath.get(path);
    if (!file) continue;
    file.why.neighbour = share;
    file.score += share;
  }
}

function sum(why: Readonly<Record<string, number>>): number {
  return Object.values(why).reduce((total, value) => total + value, 0);
}
