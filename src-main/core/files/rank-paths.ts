import { single } from 'fuzzysort';
import type { QuickOpenMatch } from '../../../contract/desktop/files.ts';
import { characterBits, type PathRow } from './path-index.ts';

/** Paths that are scored finely; the rest only by how they match. */
const finelyScored = 200;
/** Added to the score of a match in the name, so that it beats any match that needs the folders. */
const nameBonus = 1;
const exactBonus = 0.5;
/** Added for the file opened last; the others opened lately get a little less each. */
const recentBonus = 0.6;
const recentStep = 0.002;

/**
 * The paths that fit a query best, best first: matches in the name before matches in the path, beginnings of names and words (camel case
 * too) before other places, files opened lately before others of their kind. Spaces part words that all have to match.
 * `recent` is newest first.
 */
export function rankPaths(
  rows: readonly PathRow[],
  query: string,
  recent: readonly string[],
  limit: number,
): { matches: QuickOpenMatch[]; total: number } {
  const words = query.trim().replaceAll('\\', '/').split(/\s+/).map(toWord);
  const recentRanks = new Map(recent.map((path, rank) => [path, rank]));
  const bits = words.reduce((all, word) => all | word.characters, 0);
  const best = createBestRows(Math.max(finelyScored, limit));
  let total = 0;
  for (const row of rows) {
    if ((row.characters & bits) !== bits) continue;
    const rough = scoreRoughly(row, words);
    if (rough === 0) continue;
    total += 1;
    // Most rows are not among the best even with the bonus, and need not be looked up for it.
    if (rough + recentBonus > best.lowest()) best.offer(row, rough + bonusFor(row.path, recentRanks));
  }
  const matches = best
    .take()
    .map(({ row, rough }) => scoreFinely(row, rough, words, bonusFor(row.path, recentRanks)))
    .sort(
      (one, other) =>
        other.score - one.score || one.path.length - other.path.length || (one.path < other.path ? -1 : 1),
    )
    .slice(0, limit);
  return { matches, total };
}

interface Word {
  readonly text: string;
  readonly lower: string;
  readonly characters: number;
}

function toWord(text: string): Word {
  const lower = text.toLowerCase();
  return { text, lower, characters: characterBits(lower) };
}

function bonusFor(path: string, recentRanks: ReadonlyMap<string, number>): number {
  const rank = recentRanks.get(path);
  return rank === undefined ? 0 : Math.max(0.1, recentBonus - rank * recentStep);
}

/** How well all words match, on the scale of the fine scores; 0 when one does not. */
function scoreRoughly(row: PathRow, words: readonly Word[]): number {
  let lowest = Number.POSITIVE_INFINITY;
  for (const word of words) {
    const score = scoreWord(row, word);
    if (score === 0) return 0;
    lowest = Math.min(lowest, score);
  }
  // Of equal ones the shorter name is meant, then the shorter path.
  return lowest - (row.path.length - row.nameStart) / 4000 - row.path.length / 100_000;
}

function scoreWord({ path, lower, nameStart, nameCharacters }: PathRow, { lower: word, characters }: Word): number {
  if ((nameCharacters & characters) === characters) {
    const inName = lower.indexOf(word, nameStart);
    if (inName === nameStart) return nameBonus + (isWholeName(lower, nameStart, word) ? 1 + exactBonus : 0.9);
    if (inName > nameStart) return nameBonus + (isWordStart(path, inName) ? 0.8 : 0.6);
    if (isSubsequence(lower, nameStart, word)) {
      return nameBonus + (matchesStarts(path, lower, nameStart, word) ? 0.7 : 0.3);
    }
  }
  if (!isSubsequence(lower, 0, word)) return 0;
  const inPath = lower.indexOf(word);
  if (inPath < 0) return 0.3;
  return isWordStart(path, inPath) ? 0.8 : 0.6;
}

/** The name itself, or all of it up to its first dot. */
function isWholeName(lower: string, nameStart: number, word: string): boolean {
  const end = nameStart + word.length;
  return end === lower.length || lower.charCodeAt(end) === 0x2e;
}

/** Whether a word begins here: after something that is no letter or digit, or with a capital after a small letter. */
function isWordStart(path: string, index: number): boolean {
  if (index === 0) return true;
  const before = path.charCodeAt(index - 1);
  const here = path.charCodeAt(index);
  if (!isAlphanumeric(before)) return true;
  return isCapital(here) && !isCapital(before);
}

function isAlphanumeric(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || isCapital(code) || (code >= 0x61 && code <= 0x7a) || code > 0x7f;
}

function isCapital(code: number): boolean {
  return code >= 0x41 && code <= 0x5a;
}

/** Whether the query is made of beginnings of words: "uas" or "usaccse" in "UserAccountService". */
function matchesStarts(path: string, lower: string, from: number, word: string): boolean {
  let matched = 0;
  let continuing = false;
  for (let index = from; index < lower.length && matched < word.length; index++) {
    const fits = lower.charCodeAt(index) === word.charCodeAt(matched);
    continuing = fits && (continuing || isWordStart(path, index));
    if (continuing) matched += 1;
  }
  return matched === word.length;
}

function isSubsequence(lower: string, from: number, word: string): boolean {
  let matched = 0;
  let wanted = word.charCodeAt(0);
  const length = lower.length;
  for (let index = from; index < length; index++) {
    if (lower.charCodeAt(index) !== wanted) continue;
    matched += 1;
    if (matched === word.length) return true;
    wanted = word.charCodeAt(matched);
  }
  return false;
}

/** Lets fuzzysort judge where exactly the query matches, within the kind of match that was found. */
function scoreFinely(row: PathRow, rough: number, words: readonly Word[], recent: number): QuickOpenMatch {
  const inName = rough - recent > nameBonus - 0.1;
  const offset = inName ? row.nameStart : 0;
  const target = row.path.slice(offset);
  let fine = 0;
  const matched = new Set<number>();
  for (const { text } of words) {
    const result = single(text, target);
    fine += (result?.score ?? 0) / words.length;
    for (const index of result?.indexes ?? []) matched.add(offset + index);
  }
  return {
    path: row.path,
    score: rough + fine / 2,
    matched: [...matched].sort((one, other) => one - other),
  };
}

interface RoughMatch {
  readonly row: PathRow;
  readonly rough: number;
}

/** Keeps the best rows of many in a heap, the worst of them on top. */
function createBestRows(capacity: number) {
  const heap: RoughMatch[] = [];

  function siftDown(from: number): void {
    const item = heap[from];
    if (!item) return;
    let index = from;
    while (true) {
      let child = 2 * index + 1;
      const right = heap[child + 1];
      if (right && right.rough < (heap[child]?.rough ?? 0)) child += 1;
      const smaller = heap[child];
      if (!smaller || smaller.rough >= item.rough) break;
      heap[index] = smaller;
      index = child;
    }
    heap[index] = item;
  }

  return {
    /** What a row must exceed to be kept. */
    lowest: () => (heap.length < capacity ? 0 : (heap[0]?.rough ?? 0)),
    offer(row: PathRow, rough: number): void {
      if (heap.length < capacity) {
        heap.push({ row, rough });
        if (heap.length === capacity) for (let index = capacity >> 1; index >= 0; index--) siftDown(index);
      } else if (rough > (heap[0]?.rough ?? 0)) {
        heap[0] = { row, rough };
        siftDown(0);
      }
    },
    take: () => heap,
  };
}
