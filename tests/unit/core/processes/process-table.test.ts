import { expect, test } from 'vitest';
import { findFamily } from '../../../../src-main/core/processes/process-table.ts';

const row = (pid: number, parent: number, group: number, session: number) => ({ pid, parent, group, session });

test('a family is the group, the session and all below them, and not what has left both', () => {
  const rows = [
    row(1, 0, 1, 1),
    row(100, 1, 100, 100),
    row(110, 100, 110, 100),
    row(111, 110, 110, 100),
    // Its parent has ended; it is still of the session.
    row(120, 1, 120, 100),
    // A session of its own, but a child.
    row(130, 111, 130, 130),
    row(131, 130, 130, 130),
    // A daemon.
    row(140, 1, 140, 140),
    row(200, 1, 200, 200),
  ];
  expect(findFamily(rows, 100).sort()).toEqual([100, 110, 111, 120, 130, 131]);
  expect(findFamily(rows, 999)).toEqual([]);
});

test('the members of a group belong to its leader after that has gone', () => {
  expect(findFamily([row(51, 1, 50, 9), row(52, 51, 52, 9)], 50)).toEqual([51, 52]);
});
