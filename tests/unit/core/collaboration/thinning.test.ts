import { expect, test } from 'vitest';
import { findDispensable, type ThinnedVersion } from '../../../../src-main/core/collaboration/versions/thinning.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const now = Date.UTC(2026, 10, 29, 12, 0, 0);

/** One every 30 seconds for so long, the oldest first. */
function automatic(age: number): ThinnedVersion[] {
  return Array.from({ length: Math.floor(age / 30_000) }, (_, index) => ({
    id: index + 1,
    kind: 'automatic' as const,
    message: null,
    createdAt: now - age + index * 30_000,
  }));
}

function left(versions: readonly ThinnedVersion[], from: number, to: number): number {
  const gone = new Set(findDispensable(versions, now));
  return versions.filter(({ id, createdAt }) => !gone.has(id) && now - createdAt > from && now - createdAt <= to)
    .length;
}

test('all of the last hour stay, one for every 5 minutes of the last day, one an hour of the last month, one a day before', () => {
  const versions = automatic(40 * day);
  expect(left(versions, 0, hour - 1)).toBe(119);
  expect(left(versions, hour, day - 1)).toBeLessThanOrEqual((23 * 60) / 5 + 1);
  expect(left(versions, hour, day - 1)).toBeGreaterThanOrEqual((23 * 60) / 5 - 1);
  expect(left(versions, day, 30 * day)).toBeLessThanOrEqual(29 * 24 + 1);
  expect(left(versions, day, 30 * day)).toBeGreaterThanOrEqual(29 * 24 - 1);
  expect(left(versions, 30 * day, 41 * day)).toBeLessThanOrEqual(12);
  expect(left(versions, 30 * day, 41 * day)).toBeGreaterThanOrEqual(10);
});

test('what stayed stays at the next look, which then finds nothing', () => {
  const versions = automatic(3 * day);
  const gone = new Set(findDispensable(versions, now));
  const kept = versions.filter(({ id }) => !gone.has(id));
  expect(findDispensable(kept, now)).toEqual([]);
});

test('what somebody saved or named stays, and so do the first and the latest', () => {
  const old = now - 50 * day;
  const versions: ThinnedVersion[] = [
    { id: 1, kind: 'automatic', message: null, createdAt: old },
    { id: 2, kind: 'saved', message: null, createdAt: old + 1000 },
    { id: 3, kind: 'before-restore', message: 'before the talk', createdAt: old + 2000 },
    { id: 4, kind: 'before-restore', message: null, createdAt: old + 3000 },
    { id: 5, kind: 'automatic', message: null, createdAt: old + 4000 },
    { id: 6, kind: 'automatic', message: null, createdAt: old + 5000 },
  ];
  expect(findDispensable(versions, now)).toEqual([4]);
  expect(findDispensable([], now)).toEqual([]);
});
