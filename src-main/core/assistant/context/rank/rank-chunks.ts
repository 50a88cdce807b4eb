import { countWords, identifiersOf, positionOf, type QueryTerm, type WordCounts } from '../index/terms.ts';

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

/** The words of each of a file's chunks; null for one without text. */
export type ChunkWords = (file: ChunkedFile) => readonly (WordCounts | null)[];

/** Files that are found for one question are found for the next one too: so many of them keep the words of their chunks. */
const mostKept = 100;

/** Counts the words of a file's chunks, and keeps them while its text stays the same. */
export function createChunkWords(): ChunkWords {
  const kept = new Map<string, { readonly text: string; readonly words: readonly (WordCounts | null)[] }>();
  return (file) => {
    const known = kept.get(file.path);
    const words = known?.text === file.text ? known.words : wordsOfChunks(file);
    kept.delete(file.path);
    kept.set(file.path, { text: file.text, words });
    const [oldest] = kept.keys();
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
    return words;
  };
}

function wordsOfChunks({ text, chunks }: ChunkedFile): (WordCounts | null)[] {
  const lines = text.split('\n');
  return chunks.map((line, index) => {
    const own = lines.slice(line - 1, endOfChunk(chunks, index, lines.length));
    return own.every((each) => each.trim() === '') ? null : countWords(identifiersOf(own.join('\n')));
  });
}

function endOfChunk(chunks: readonly number[], index: number, lines: number): number {
  return Math.min(lines, (chunks[index + 1] ?? lines + 1) - 1);
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
  wordsOf: ChunkWords = wordsOfChunks,
): RankedChunk[] {
  const bestFile = Math.max(1e-9, ...files.map(({ score }) => score));
  const all = files.flatMap((file) => {
    const { path, score, text, chunks } = file;
    const words = wordsOf(file);
    const lines = text.split('\n').length;
    const ranked = chunks.flatMap((line, index) => {
      const counted = words[index];
      if (!counted) return [];
      const endLine = endOfChunk(chunks, index, lines);
      let own = 0;
      for (const { hash, weight } of terms) {
        const position = positionOf(counted.hashes, hash);
        if (position < 0) continue;
        const count = counted.counts[position] as number;
        own +=
          (weight * rarity(hash) * (count * (k1 + 1))) / (count + k1 * (1 - b + (b * counted.length) / averageWords));
      }
      if (lineOfProblem.get(path)?.some((at) => at >= line && at <= endLine)) own += 4;
      return own > 0 ? [{ path, line, endLine, own, file: score / bestFile }] : [];
    });
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
