import { expect, test } from 'vitest';
import type { Version } from '../../../../contract/desktop/collaboration.ts';
import { comparedVersions, timelineRows } from '../../../../src-renderer/features/collaboration/history/timeline.ts';

function version(id: number, createdAt: number): Version {
  return {
    id,
    sessionId: 'abcdefghijklmnopqrstuv',
    kind: 'automatic',
    message: null,
    authors: [],
    createdAt,
    statistics: { files: 1, linesAdded: 1, linesRemoved: 0 },
  };
}

const now = new Date(2026, 10, 29, 12, 0, 0).getTime();
const hour = 3_600_000;
const versions = [
  version(4, now - hour),
  version(3, now - 2 * hour),
  version(2, now - 24 * hour),
  version(1, now - 50 * hour),
];

test('versions stand under the days of their times', () => {
  const rows = timelineRows(versions, now).map((row) => (row.type === 'day' ? row.title : row.version.id));
  expect(rows).toEqual(['Today', 4, 3, 'Yesterday', 2, expect.stringMatching(/27/), 1]);
  expect(timelineRows([], now)).toEqual([]);
});

test('the first minute of a day belongs to it', () => {
  const midnight = new Date(now).setHours(0, 0, 0, 0);
  const rows = timelineRows([version(2, midnight), version(1, midnight - 1)], now);
  expect(rows.map((row) => (row.type === 'day' ? row.title : row.version.id))).toEqual(['Today', 2, 'Yesterday', 1]);
});

const idsOf = (compared: ReturnType<typeof comparedVersions>) =>
  compared && [compared.from?.id ?? null, compared.to.id];

test.each([
  { selected: 3, anchor: 3, against: 'before', expected: [2, 3] },
  { selected: 1, anchor: 1, against: 'before', expected: [null, 1] },
  { selected: 2, anchor: 2, against: 'now', expected: [2, 4] },
  { selected: 4, anchor: 4, against: 'now', expected: [4, 4] },
  { selected: 2, anchor: 4, against: 'before', expected: [2, 4] },
  { selected: 4, anchor: 2, against: 'now', expected: [2, 4] },
  { selected: 2, anchor: 99, against: 'before', expected: [1, 2] },
] as const)('$selected with $anchor against $against compares $expected', ({ expected, ...choice }) => {
  expect(idsOf(comparedVersions({ versions, ...choice }))).toEqual(expected);
});

test('nothing is compared where nothing is chosen', () => {
  expect(comparedVersions({ versions, selected: null, anchor: null, against: 'before' })).toBeNull();
  expect(comparedVersions({ versions: [], selected: 1, anchor: 1, against: 'now' })).toBeNull();
});
