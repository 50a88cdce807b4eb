import { diffArrays } from 'diff';

/** Lines that differ at most, before everything counts as different. */
const mostDifferences = 2000;

/** For each line of `after`, the line of `before` that it is, or -1. */
export function alignLines(before: readonly string[], after: readonly string[]): number[] {
  const origin: number[] = new Array(after.length).fill(-1);
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) {
    origin[start] = start;
    start += 1;
  }
  let end = 0;
  const shorter = Math.min(before.length, after.length) - start;
  while (end < shorter && before[before.length - 1 - end] === after[after.length - 1 - end]) {
    end += 1;
    origin[after.length - end] = before.length - end;
  }
  const oldMiddle = before.slice(start, before.length - end);
  const newMiddle = after.slice(start, after.length - end);
  if (oldMiddle.length === 0 || newMiddle.length === 0) return origin;
  const changes = diffArrays(oldMiddle, newMiddle, { maxEditLength: mostDifferences });
  let oldIndex = start;
  let newIndex = start;
  for (const { added, removed, count } of changes ?? []) {
    if (added) newIndex += count;
    else if (removed) oldIndex += count;
    else for (let step = 0; step < count; step++) origin[newIndex++] = oldIndex++;
  }
  return origin;
}

/**
 * What takes the place of `actual`, where `search` was looked for and `replace` is wanted: lines that both share stay as the file has them, and the
 * others come as `shape` makes them fit; where only spaces at the end of a line change, that is the change. Null when `shape` cannot tell.
 */
export function carryOver(
  actual: readonly string[],
  search: readonly string[],
  replace: readonly string[],
  shape: (line: string) => string | null,
): string[] | null {
  const origin = alignLines(search, replace);
  const result: string[] = [];
  for (let index = 0; index < replace.length; index++) {
    const from = origin[index] ?? -1;
    const line = from >= 0 ? (actual[from] ?? null) : shape(replace[index] ?? '');
    if (line === null) return null;
    result.push(line);
  }
  return result;
}
