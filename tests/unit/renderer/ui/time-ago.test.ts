import { describe, expect, it } from 'vitest';
import { timeAgo } from '../../../../src-renderer/ui/time-ago.ts';

const now = new Date(2026, 10, 22, 14, 30).getTime();
const at = (...parts: [number, number, number, number?, number?]) => new Date(...parts).getTime();

describe('how long ago', () => {
  it.each([
    [now - 20_000, 'just now'],
    [now - 4 * 60_000, '4 min'],
    [at(2026, 10, 22, 11, 0), '3 h'],
    [at(2026, 10, 21, 23, 0), 'yesterday'],
    [at(2026, 10, 18), '18 Nov'],
    [at(2025, 10, 18), '18 Nov 2025'],
  ])('%i is %s', (moment, text) => {
    expect(timeAgo(moment, now)).toBe(text);
  });
});
