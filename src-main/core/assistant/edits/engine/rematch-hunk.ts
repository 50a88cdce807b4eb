import { findLines } from './find-lines.ts';
import { isBlank } from './line-keys.ts';

const shrinking = [3, 2, 1, 0];
const growing = [6, 12, 25, 50];

/**
 * Where lines of `reference` (`start`, `length` of them) are in a text that has changed since. With the lines around them they must be there once, now
 * and then, so that of two alike none is taken for the other. Null when nobody can say.
 */
export function rematchLines(
  reference: readonly string[],
  start: number,
  length: number,
  current: readonly string[],
): number | null {
  for (const context of shrinking) {
    if (context === 0 && length === 0) return null;
    const found = lookWith(context, reference, start, length, current);
    if (found === 'absent') continue;
    if (found !== 'several') return found;
    for (const more of growing) {
      const wider = lookWith(more, reference, start, length, current);
      if (wider === 'absent') return null;
      if (wider !== 'several') return wider;
    }
    return null;
  }
  return null;
}

function lookWith(
  context: number,
  reference: readonly string[],
  start: number,
  length: number,
  current: readonly string[],
): number | 'absent' | 'several' {
  const from = Math.max(0, start - context);
  const pattern = reference.slice(from, start + length + context);
  if (pattern.length === 0 || pattern.every(isBlank)) return 'absent';
  const now = findLines(current, pattern, { limit: 2 });
  if (now.length === 0) return 'absent';
  const then = findLines(reference, pattern, { limit: 2 });
  return now.length === 1 && then.length === 1 ? (now[0] ?? 0) + start - from : 'several';
}
