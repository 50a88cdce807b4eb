/** Lines that a change of a text adds and takes away. */
export interface LineChanges {
  readonly added: number;
  readonly removed: number;
}

/** Differences in a row after which the exact number is not worth its time any more. */
const mostDifferences = 1500;

/**
 * Counts lines as a diff of the two texts would (E. W. Myers, "An O(ND) Difference Algorithm and Its Variations", 1986). Where two
 * texts have next to nothing in common, lines that only moved are not counted.
 */
export function countLineChanges(before: string, after: string): LineChanges {
  if (before === after) return { added: 0, removed: 0 };
  const [a, b] = numberLines(before, after);
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let endA = a.length;
  let endB = b.length;
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) {
    endA -= 1;
    endB -= 1;
  }
  const left = a.subarray(start, endA);
  const right = b.subarray(start, endB);
  if (left.length === 0 || right.length === 0) return { added: right.length, removed: left.length };
  const distance = editDistance(left, right, mostDifferences);
  const common = distance === null ? commonLines(left, right) : (left.length + right.length - distance) / 2;
  return { added: right.length - common, removed: left.length - common };
}

/** Lines as numbers, the same for the same line. An end of line at the end of a text begins no further line. */
function numberLines(before: string, after: string): [Int32Array, Int32Array] {
  const numbers = new Map<string, number>();
  const read = (text: string) => {
    if (text === '') return new Int32Array();
    const lines = (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
    return Int32Array.from(lines, (line) => {
      const known = numbers.get(line);
      if (known !== undefined) return known;
      numbers.set(line, numbers.size);
      return numbers.size - 1;
    });
  };
  return [read(before), read(after)];
}

/** The fewest lines to be added and removed; null where there are more than `limit`. */
function editDistance(a: Int32Array, b: Int32Array, limit: number): number | null {
  const most = Math.min(a.length + b.length, limit);
  // By diagonal, how far into `a` one comes with so many differences.
  const reach = new Int32Array(2 * most + 3);
  const middle = most + 1;
  for (let differences = 0; differences <= most; differences += 1) {
    for (let diagonal = -differences; diagonal <= differences; diagonal += 2) {
      const below = reach[middle + diagonal - 1] ?? 0;
      const above = reach[middle + diagonal + 1] ?? 0;
      let x = diagonal === -differences || (diagonal !== differences && below < above) ? above : below + 1;
      let y = x - diagonal;
      while (x < a.length && y < b.length && a[x] === b[y]) {
        x += 1;
        y += 1;
      }
      reach[middle + diagonal] = x;
      if (x >= a.length && y >= b.length) return differences;
    }
  }
  return null;
}

function commonLines(a: Int32Array, b: Int32Array): number {
  const counts = new Map<number, number>();
  for (const line of a) counts.set(line, (counts.get(line) ?? 0) + 1);
  let common = 0;
  for (const line of b) {
    const left = counts.get(line) ?? 0;
    if (left === 0) continue;
    counts.set(line, left - 1);
    common += 1;
  }
  return common;
}
