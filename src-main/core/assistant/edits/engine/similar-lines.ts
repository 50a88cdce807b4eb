import type { NearestLines } from './edit-block.ts';
import { baresOf, isBlank, trimmedOf } from './line-keys.ts';

/** Steps of comparing that may be spent on one search; about a second at most. */
const workBudget = 40_000_000;
const mostCandidates = 24;
/** Texts longer than this are not compared character by character. */
const longestText = 60_000;

/** Some lines of a file, and how much they are like what was looked for, from 0 to 1. */
export interface SimilarLines {
  readonly start: number;
  readonly end: number;
  readonly similarity: number;
}

/** What there is that resembles the lines looked for, the most alike first. */
export interface SimilarPlaces {
  readonly places: readonly SimilarLines[];
  /** The budget was enough, so that nothing better was left out. */
  readonly complete: boolean;
}

/** Finds the lines that resemble `search` by at least `least`. Bounded: in very large files it gives up rather than take long. */
export function findSimilar(lines: readonly string[], search: readonly string[], least: number): SimilarPlaces {
  const work = { left: workBudget };
  const wanted = trimmedOf(search);
  const there = trimmedOf(lines);
  const text = wanted.join('\n');
  if (text.length === 0 || text.length > longestText) return { places: [], complete: false };
  const found = new Map<string, SimilarLines>();
  const { starts, complete } = candidateStarts(lines, search, work);
  for (const start of starts) {
    for (const [from, to] of windowsAt(start, search.length, lines.length)) {
      const key = `${from}:${to}`;
      if (found.has(key) || isBlank(there[from] ?? '') !== isBlank(wanted[0] ?? '')) continue;
      const window = there.slice(from, to).join('\n');
      const similarity = similarityOf(text, window, least, work);
      if (similarity !== null) found.set(key, { start: from, end: to, similarity });
      if (work.left <= 0) break;
    }
    if (work.left <= 0) break;
  }
  const places = [...found.values()].sort((a, b) => b.similarity - a.similarity || a.start - b.start);
  return { places, complete: complete && work.left > 0 };
}

/** The lines of a file that come nearest to `search`; null when there is nothing like it. */
export function findNearest(lines: readonly string[], search: readonly string[]): NearestLines | null {
  const shown = search.length > 60 ? search.slice(0, 60) : search;
  const best = findSimilar(lines, shown, 0.4).places[0];
  if (!best) return null;
  return {
    line: best.start + 1,
    text: lines.slice(best.start, best.end).join('\n'),
    similarity: Math.round(best.similarity * 1000) / 1000,
  };
}

function windowsAt(start: number, length: number, total: number): [number, number][] {
  const windows: [number, number][] = [];
  for (const size of [length, length - 1, length + 1]) {
    for (const from of [start, start + 1, start - 1]) {
      if (size > 0 && from >= 0 && from + size <= total) windows.push([from, from + size]);
    }
  }
  return windows;
}

interface Work {
  left: number;
}

/** Where lines of the search stand in the file, each voting for where the search would begin; the rarer a line, the more it counts. */
function candidateStarts(lines: readonly string[], search: readonly string[], work: Work) {
  const bares = baresOf(lines);
  const wanted = baresOf(search);
  const positions = new Map<string, number[]>();
  wanted.forEach((line, index) => {
    if (line.length < 3) return;
    const known = positions.get(line);
    if (known) known.push(index);
    else positions.set(line, [index]);
  });
  const seen = new Map<string, number>();
  work.left -= lines.length;
  for (const line of bares) if (positions.has(line)) seen.set(line, (seen.get(line) ?? 0) + 1);
  const votes = new Map<number, number>();
  bares.forEach((line, index) => {
    const places = positions.get(line);
    const count = seen.get(line) ?? 0;
    if (!places || count * places.length > 2000) return;
    for (const place of places) {
      work.left -= 1;
      const start = Math.max(0, index - place);
      votes.set(start, (votes.get(start) ?? 0) + Math.min(line.length, 40) / count);
    }
  });
  const voted = [...votes].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  const best = voted.slice(0, mostCandidates).map(([start]) => start);
  // Those that are left out must have far less in common.
  const left = (voted[mostCandidates]?.[1] ?? 0) < (voted[0]?.[1] ?? 0) / 2 || voted.length <= mostCandidates;
  const alike = startsByLine(bares, wanted, work);
  return { starts: [...new Set([...best, ...alike.starts])], complete: alike.complete && left };
}

/** Starts where the longest line of the search has one like it, for searches of which no line is quite right. */
function startsByLine(bares: readonly string[], wanted: readonly string[], work: Work) {
  let longest = 0;
  wanted.forEach((line, index) => {
    if (line.length > (wanted[longest]?.length ?? 0)) longest = index;
  });
  const target = wanted[longest] ?? '';
  const counts = countUnits(target, new Int32Array(128));
  const scratch = new Int32Array(128);
  const near: { start: number; distance: number }[] = [];
  let complete = true;
  for (let index = 0; index < bares.length; index++) {
    const line = bares[index] ?? '';
    if (Math.abs(line.length - target.length) > target.length * 0.3 + 1) continue;
    work.left -= line.length + 40;
    if (work.left <= workBudget / 2) {
      complete = false;
      break;
    }
    const distance = unitDistance(counts, target.length, line, scratch);
    if (distance > target.length * 0.6) continue;
    near.push({ start: Math.max(0, index - longest), distance });
    if (near.length > 4 * mostCandidates) {
      near.sort((a, b) => a.distance - b.distance);
      near.length = mostCandidates;
    }
  }
  near.sort((a, b) => a.distance - b.distance);
  return { starts: near.slice(0, mostCandidates).map(({ start }) => start), complete };
}

function countUnits(text: string, counts: Int32Array): Int32Array {
  counts.fill(0);
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index) & 127;
    counts[unit] = (counts[unit] ?? 0) + 1;
  }
  return counts;
}

/** A lower bound of how many characters come and go between two lines. */
function unitDistance(counts: Int32Array, length: number, line: string, scratch: Int32Array): number {
  const own = countUnits(line, scratch);
  let shared = 0;
  for (let unit = 0; unit < 128; unit++) shared += Math.min(counts[unit] ?? 0, own[unit] ?? 0);
  return length + line.length - 2 * shared;
}

/**
 * How alike two texts are: twice the characters of their longest common subsequence by all their characters (Myers, 1986). Null below `least`, or
 * when the work is used up.
 */
export function similarityOf(a: string, b: string, least: number, work: Work = { left: workBudget }): number | null {
  const total = a.length + b.length;
  if (total === 0) return 1;
  const most = Math.floor((1 - least) * total + 1e-9);
  if (Math.abs(a.length - b.length) > most) return null;
  let start = 0;
  while (start < a.length && start < b.length && a.charCodeAt(start) === b.charCodeAt(start)) start += 1;
  let endA = a.length;
  let endB = b.length;
  while (endA > start && endB > start && a.charCodeAt(endA - 1) === b.charCodeAt(endB - 1)) {
    endA -= 1;
    endB -= 1;
  }
  work.left -= total - (endA - start);
  const n = endA - start;
  const m = endB - start;
  const limit = Math.min(most, n + m);
  const furthest = new Int32Array(2 * limit + 3);
  for (let distance = 0; distance <= limit; distance++) {
    for (let diagonal = -distance; diagonal <= distance; diagonal += 2) {
      const left = furthest[limit + diagonal] ?? 0;
      const above = furthest[limit + 2 + diagonal] ?? 0;
      let x = diagonal === -distance || (diagonal !== distance && left < above) ? above : left + 1;
      let y = x - diagonal;
      const before = x;
      while (x < n && y < m && a.charCodeAt(start + x) === b.charCodeAt(start + y)) {
        x += 1;
        y += 1;
      }
      work.left -= x - before + 1;
      furthest[limit + 1 + diagonal] = x;
      if (x >= n && y >= m) return 1 - distance / total;
    }
    if (work.left <= 0) return null;
  }
  return null;
}
