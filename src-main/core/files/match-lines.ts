/** Beyond this many differing lines a shorter way of matching is taken; it bounds the memory of the longer one to 16 MB. */
const maximumDifferences = 2000;

/**
 * For each line of `after`, the index of the line of `before` that it is, or -1. Indexes rise. The longest such pairing between
 * the lines that both share at the ends (Myers, "An O(ND) Difference Algorithm", 1986), or a greedy one for very different texts.
 */
export function matchLines(before: readonly string[], after: readonly string[]): Int32Array {
  const matches = new Int32Array(after.length).fill(-1);
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) {
    matches[start] = start;
    start += 1;
  }
  let end = 0;
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) {
    end += 1;
    matches[after.length - end] = before.length - end;
  }
  const oldMiddle = before.slice(start, before.length - end);
  const newMiddle = after.slice(start, after.length - end);
  if (oldMiddle.length === 0 || newMiddle.length === 0) return matches;
  const [oldIds, newIds] = internLines(oldMiddle, newMiddle);
  for (const [oldIndex, newIndex] of matchByMyers(oldIds, newIds) ?? matchGreedily(oldIds, newIds)) {
    matches[start + newIndex] = start + oldIndex;
  }
  return matches;
}

type Pair = readonly [oldIndex: number, newIndex: number];

/** Numbers in place of lines: equal lines have equal numbers. */
function internLines(before: readonly string[], after: readonly string[]): [Int32Array, Int32Array] {
  const ids = new Map<string, number>();
  const intern = (line: string) => {
    const known = ids.get(line);
    if (known !== undefined) return known;
    ids.set(line, ids.size);
    return ids.size - 1;
  };
  return [Int32Array.from(before, intern), Int32Array.from(after, intern)];
}

/** The longest pairing, or null when more than `maximumDifferences` lines differ. */
function matchByMyers(before: Int32Array, after: Int32Array): Pair[] | null {
  const limit = Math.min(before.length + after.length, maximumDifferences);
  const offset = limit + 1;
  const furthest = new Int32Array(2 * limit + 3);
  const history: Int32Array[] = [];
  for (let differences = 0; differences <= limit; differences++) {
    for (let diagonal = -differences; diagonal <= differences; diagonal += 2) {
      const left = furthest[offset + diagonal - 1] ?? 0;
      const above = furthest[offset + diagonal + 1] ?? 0;
      let x = diagonal === -differences || (diagonal !== differences && left < above) ? above : left + 1;
      let y = x - diagonal;
      while (x < before.length && y < after.length && before[x] === after[y]) {
        x += 1;
        y += 1;
      }
      furthest[offset + diagonal] = x;
      if (x >= before.length && y >= after.length) return traceBack(before, after, history, differences);
    }
    // Only these diagonals can be asked for on the way back.
    history.push(furthest.slice(offset - differences - 1, offset + differences + 2));
  }
  return null;
}

function traceBack(before: Int32Array, after: Int32Array, history: readonly Int32Array[], differences: number): Pair[] {
  const pairs: Pair[] = [];
  let x = before.length;
  let y = after.length;
  for (let step = differences; step > 0; step--) {
    const furthest = history[step - 1];
    const reached = (diagonal: number) => furthest?.[diagonal + step] ?? 0;
    const diagonal = x - y;
    const down = diagonal === -step || (diagonal !== step && reached(diagonal - 1) < reached(diagonal + 1));
    const previous = down ? diagonal + 1 : diagonal - 1;
    const fromX = reached(previous);
    const fromY = fromX - previous;
    const afterX = down ? fromX : fromX + 1;
    while (x > afterX) pairs.push([--x, --y]);
    x = fromX;
    y = fromY;
  }
  while (x > 0) pairs.push([--x, --y]);
  return pairs;
}

/** Pairs each line with the next equal one after the last pair. */
function matchGreedily(before: Int32Array, after: Int32Array): Pair[] {
  const places = new Map<number, number[]>();
  for (let index = before.length - 1; index >= 0; index--) {
    const id = before[index] ?? -1;
    const known = places.get(id);
    if (known) known.push(index);
    else places.set(id, [index]);
  }
  const pairs: Pair[] = [];
  let next = 0;
  for (let index = 0; index < after.length; index++) {
    const candidates = places.get(after[index] ?? -1);
    while (candidates && (candidates.at(-1) ?? next) < next) candidates.pop();
    const found = candidates?.pop();
    // A far jump would leave everything between unpaired.
    if (found === undefined || found - next > maximumDifferences) continue;
    pairs.push([found, index]);
    next = found + 1;
  }
  return pairs;
}
