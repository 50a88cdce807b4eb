import type { FileRecord } from '../index/file-record.ts';
import type { QueryTerm } from '../index/terms.ts';

/** How often each term of a question is in each file, up to 255, and in how many files it is at all. In the order of the terms. */
export interface TermCounts {
  readonly counts: readonly Uint8Array[];
  readonly files: readonly number[];
}

/** Looks for all terms in one file before the next: its words are in the processor's cache then. */
export function countTerms(records: readonly FileRecord[], terms: readonly QueryTerm[]): TermCounts {
  const counts = terms.map(() => new Uint8Array(records.length));
  const files = terms.map(() => 0);
  const order = terms.map((_, term) => term).sort((one, other) => hashOf(terms, one) - hashOf(terms, other));
  for (const [record, { words }] of records.entries()) {
    let from = 0;
    for (const term of order) {
      const hash = hashOf(terms, term);
      from = firstNotBelow(words.hashes, hash, from);
      if (from === words.hashes.length) break;
      if (words.hashes[from] !== hash) continue;
      (counts[term] as Uint8Array)[record] = words.counts[from] as number;
      files[term] = (files[term] as number) + 1;
    }
  }
  return { counts, files };
}

function hashOf(terms: readonly QueryTerm[], term: number): number {
  return (terms[term] as QueryTerm).hash;
}

/** The first place at or after `from` of a number that is not below the wanted one. */
function firstNotBelow(sorted: Uint32Array, wanted: number, from: number): number {
  let low = from;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
