import { countWords, identifiersOf, positionOf, type QueryTerm } from '../index/terms.ts';

/** A part of a file that may answer a question. Lines from 1. */
export interface RankedChunk {
  readonly path: string;
  readonly line: number;
  readonly endLine: number;
  readonly score: number;
}

/** A file whose chunks are to be ranked. `chunks` are first lines. */
export interface ChunkedFile {
  readonly path: string;
  readonly score: number;
  readonly text: string;
  readonly chunks: readonly number[];
}

const averageWords = 220;
const k1 = 1.2;
const b = 0.5;
const mostOfOneFile = 5;

/**
 * Ranks chunks by BM25 of their own text, with what is known of the whole project as the rarity of words, and by the score of their files. Chunks
 * of one file that are each worth it and stand together become one.
 */
export function rankChunks(
  files: readonly ChunkedFile[],
  terms: readonly QueryTerm[],
  rarity: (hash: number) => number,
  lineOfProblem: ReadonlyMap<string, readonly number[]> = new Map(),
): RankedChunk[] {
  const bestFile = Math.max(1e-9, ...files.map(({ score }) => score));
  const all = files.flatMap(({ path, score, text, chunks }) => {
    const lines = text.split('\n');
    const ranked = chunks
      .filter((line) => line <= lines.length)
      .map((line, index) => {
        const endLine = Math.min(lines.length, (chunks[index + 1] ?? lines.length + 1) - 1);
        const words = countWords(identifiersOf(lines.slice(line - 1, endLine).join('\n')));
        let own = 0;
        for (const { hash, weight } of terms) {
          const position = positionOf(words.hashes, hash);
          if (position < 0) continue;
          const count = words.counts[position] as number;
          own +=
            (weight * rarity(hash) * (count * (k1 + 1))) / (count + k1 * (1 - b + (b * words.length) / averageWords));
        }
        const problem = lineOfProblem.get(path)?.some((at) => at >= line && at <= endLine) ? 4 : 0;
        return { path, line, endLine, own: own + problem, file: score / bestFile };
      })
      .filter(({ line, endLine, own }) => own > 0 && lines.slice(line - 1, endLine).some((each) => each.trim() !== ''));
    return ranked.sort((one, other) => other.own - one.own).slice(0, mostOfOneFile);
  });
  const bestChunk = Math.max(1e-9, ...all.map(({ own }) => own));
  const scored = all.map(({ path, line, endLine, own, file }) => ({
    path,
    line,
    endLine,
    score: own / bestChunk + file,
  }));
  return scored.sort(
    (one, other) => other.score - one.score || (one.path < other.path ? -1 : 1) || one.line - other.line,
  );
}
