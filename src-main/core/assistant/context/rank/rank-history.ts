import { hashWord, type QueryTerm, termsOfIdentifier } from '../index/terms.ts';
import { inverseFrequency } from './inverse-frequency.ts';

/** A commit of before: what it said in its first line, and the files it changed. */
export interface PastCommit {
  readonly subject: string;
  readonly paths: readonly string[];
}

/** Commits that changed more are about everything, and so about nothing. */
const mostPaths = 30;

/**
 * How much earlier commits speak for files: those whose subjects share words with a question, by how rare the words are among all subjects, newer ones more.
 * The best file has 1.
 */
export function scoreHistory(commits: readonly PastCommit[], terms: readonly QueryTerm[]): Map<string, number> {
  const weights = new Map(terms.map(({ hash, weight }) => [hash, weight]));
  const matches = commits.map(({ subject }) =>
    [...new Set((subject.match(/[\p{L}\p{N}_$]+/gu) ?? []).flatMap(termsOfIdentifier).map(hashWord))].filter((hash) =>
      weights.has(hash),
    ),
  );
  const having = new Map<number, number>();
  for (const match of matches) for (const hash of match) having.set(hash, (having.get(hash) ?? 0) + 1);
  const scores = new Map<string, number>();
  for (const [index, match] of matches.entries()) {
    const { paths } = commits[index] as PastCommit;
    if (match.length === 0 || paths.length === 0 || paths.length > mostPaths) continue;
    const said = match.reduce(
      (sum, hash) => sum + inverseFrequency(commits.length, having.get(hash) ?? 1) * (weights.get(hash) ?? 1),
      0,
    );
    const share = (said * said) / Math.sqrt(paths.length) / (1 + index / 300);
    for (const path of paths) scores.set(path, (scores.get(path) ?? 0) + share);
  }
  const best = [...scores.values()].reduce((most, score) => Math.max(most, score), 1e-9);
  return new Map([...scores].map(([path, score]) => [path, Math.sqrt(score / best)]));
}
