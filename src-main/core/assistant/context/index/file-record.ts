import { chunkByLines } from './chunk-lines.ts';
import { importsOf } from './imports.ts';
import type { Definition, ReadSyntax } from './read-syntax.ts';
import { countWords, hashWord, identifiersOf, type WordCounts } from './terms.ts';

/** What the index keeps of a file. Its text is not in it, but for signatures. */
export interface FileRecord {
  readonly path: string;
  /** Milliseconds and bytes on disk, by which a later look knows that it has not changed. */
  readonly mtime: number;
  readonly size: number;
  readonly hash: number;
  readonly words: WordCounts;
  /** Numbers of the names in it as they are written, sorted: what it refers to. */
  readonly names: Uint32Array;
  readonly imports: readonly string[];
  /** Null until its syntax was looked at. */
  readonly syntax: ReadSyntax | null;
}

const mostNames = 3000;
/** Characters of a line, on average, beyond which nobody wrote it by hand. */
const longestAverageLine = 400;

/** A file of which nothing but its path is known: too large, binary, or made by a program. */
export function emptyRecord(path: string, mtime: number, size: number): FileRecord {
  return {
    path,
    mtime,
    size,
    hash: 0,
    words: { hashes: new Uint32Array(), counts: new Uint8Array(), length: 0 },
    names: new Uint32Array(),
    imports: [],
    syntax: { definitions: [], chunks: [1] },
  };
}

/** What a file's text is found by. Its syntax is left for later. */
export function recordOf(path: string, mtime: number, size: number, text: string): FileRecord {
  const hash = hashWord(text);
  if (isGenerated(path, text)) return { ...emptyRecord(path, mtime, size), hash };
  const identifiers = identifiersOf(text);
  const names = new Set<number>();
  for (const name of new Set(identifiers)) {
    if (name.length > 2 && names.size < mostNames) names.add(hashWord(name));
  }
  return {
    path,
    mtime,
    size,
    hash,
    words: countWords(identifiers),
    names: Uint32Array.from(names).sort(),
    imports: importsOf(text),
    syntax: null,
  };
}

/** The same record with its syntax; by lines where `read` is null. */
export function withSyntax(record: FileRecord, text: string, read: ReadSyntax | null): FileRecord {
  return { ...record, syntax: read ?? { definitions: [], chunks: chunkByLines(text) } };
}

export function isGenerated(path: string, text: string): boolean {
  if (
    /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|composer\.lock|Cargo\.lock|Gemfile\.lock|poetry\.lock|go\.sum)$|\.(?:min\.(?:js|css)|map|svg|snap)$/.test(
      path,
    )
  )
    return true;
  if (text.length < 20_000) return false;
  let lines = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines += 1;
  return text.length / lines > longestAverageLine;
}

export type { Definition };
