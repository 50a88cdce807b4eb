import { setTimeout as pause } from 'node:timers/promises';
import { countTerms } from '../rank/count-terms.ts';
import { inverseFrequency } from '../rank/inverse-frequency.ts';
import { createPathFacts, pathTerms } from '../rank/path-facts.ts';
import { createChunkWords, type RankedChunk, rankChunks } from '../rank/rank-chunks.ts';
import { type RankedFile, rankFiles, type Surroundings } from '../rank/rank-files.ts';
import { type MapEntry, mapEntries, type ReferenceGraph, referenceGraph } from '../rank/repo-map.ts';
import type { FileRecord } from './file-record.ts';
import { createImportResolver } from './imports.ts';
import type { ProjectIndex } from './project-index.ts';
import { termsOfQuestion } from './terms.ts';

export interface FindQuestion {
  readonly question: string;
  readonly surroundings: Surroundings;
  /** Lines with problems, by their files. */
  readonly problemLines: ReadonlyMap<string, readonly number[]>;
}

export interface FoundInProject {
  readonly files: readonly RankedFile[];
  readonly chunks: readonly RankedChunk[];
  readonly map: readonly MapEntry[];
  readonly indexing: boolean;
  readonly indexedFiles: number;
}

/** Milliseconds that a question waits for an index that is only being made. */
const longestWait = 1200;
const chunkedFiles = 25;
const chunkedCharacters = 400_000;
const keptFiles = 50;
/** Milliseconds after a change at which what follows from all files is worked out anew. */
const deriveAfter = 1000;

/** Answers questions from one index, and keeps what follows from all of its files: who imports and who refers to whom. */
export interface ProjectFinder {
  find(question: FindQuestion): Promise<FoundInProject>;
  /** Works out now what follows from all files, where that has not been done since they changed. */
  derive(): void;
  dispose(): void;
}

export function createProjectFinder(index: ProjectIndex): ProjectFinder {
  const factsOf = createPathFacts();
  const wordsOfChunks = createChunkWords();
  let neighbours = new Map<string, string[]>();
  let references: ReferenceGraph | null = null;
  let derivedAt = 0;
  const timer = setInterval(() => derive(), deriveAfter).unref();

  function derive(): void {
    if (!index.isComplete() || derivedAt === index.generation()) return;
    derivedAt = index.generation();
    const records = index.records();
    neighbours = importNeighbours(records);
    references = referenceGraph(records);
  }

  return {
    async find({ question, surroundings, problemLines }) {
      const terms = termsOfQuestion(question);
      index.hurry(pathTerms, Uint32Array.from(terms, ({ hash }) => hash).sort());
      await Promise.race([index.searchable, pause(longestWait)]);
      const records = index.records();
      const around = neighbours.size > 0 ? (path: string) => neighbours.get(path) ?? [] : () => [];
      const counted = countTerms(records, terms);
      const files = rankFiles(records, terms, question, surroundings, around, keptFiles, factsOf, counted);
      const top = await readTop(index, files);
      const rarities = new Map(
        terms.map(({ hash }, term) => [hash, inverseFrequency(records.length, counted.files[term] ?? 0)]),
      );
      const rarity = (hash: number) => rarities.get(hash) ?? 0;
      const chunks = rankChunks(top, terms, rarity, problemLines, wordsOfChunks);
      const personal = new Map(files.slice(0, 12).map(({ path, score }) => [path, score]));
      for (const path of surroundings.namedPaths) personal.set(path, (files[0]?.score ?? 1) * 1.5);
      const graph =
        references ?? referenceGraph(files.slice(0, chunkedFiles).flatMap(({ path }) => index.recordAt(path) ?? []));
      return {
        files,
        chunks: chunks.slice(0, 120),
        map: mapEntries(graph, index.recordAt, personal, terms),
        indexing: !index.isComplete(),
        indexedFiles: records.length,
      };
    },
    derive,
    dispose: () => clearInterval(timer),
  };
}

async function readTop(index: ProjectIndex, files: readonly RankedFile[]) {
  const top: { path: string; score: number; text: string; chunks: readonly number[] }[] = [];
  let characters = 0;
  for (const { path, score } of files.slice(0, chunkedFiles)) {
    const read = await index.read(path);
    if (read === null) continue;
    characters += read.text.length;
    if (characters > chunkedCharacters && top.length > 0) break;
    top.push({ path, score, text: read.text, chunks: read.record.syntax?.chunks ?? [1] });
  }
  return top;
}

/** For each file what it imports and what imports it. */
export function importNeighbours(records: readonly FileRecord[]): Map<string, string[]> {
  const resolver = createImportResolver(records.map(({ path }) => path));
  const around = new Map<string, Set<string>>();
  const add = (from: string, to: string) => {
    const known = around.get(from);
    if (known) known.add(to);
    else around.set(from, new Set([to]));
  };
  for (const { path, imports } of records) {
    for (const name of imports) {
      const target = resolver.resolve(path, name);
      if (target === null || target === path) continue;
      add(path, target);
      add(target, path);
    }
  }
  return new Map([...around].map(([path, others]) => [path, [...others]]));
}
