import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EditHunk } from '../../../../contract/model/chat.ts';
import {
  expectedStart,
  hunkAt,
  neighbourHunk,
  placeHunk,
  withHunks,
} from '../../../../src-renderer/features/assistant/editor-hunks/place-hunk.ts';

function hunkOf(some: Partial<EditHunk>): EditHunk {
  return {
    id: 'one',
    status: 'staged',
    oldStart: 1,
    oldLines: [],
    newStart: 1,
    newLines: [],
    contextBefore: [],
    contextAfter: [],
    flagged: false,
    problem: '',
    ...some,
  };
}

describe('the place of a hunk', () => {
  const hunk = hunkOf({ oldLines: ['old'], contextBefore: ['a', 'b'], contextAfter: ['c'] });

  it('is where it was expected', () => {
    expect(placeHunk(['a', 'b', 'old', 'c'], hunk, 2)).toBe(2);
  });

  it('follows its context when lines came above', () => {
    expect(placeHunk(['new', 'a', 'b', 'old', 'c'], hunk, 2)).toBe(3);
  });

  it('is gone when its lines were changed', () => {
    expect(placeHunk(['a', 'b', 'OLD', 'c'], hunk, 2)).toBeNull();
  });

  it('is not guessed between two that look the same', () => {
    expect(placeHunk(['x', 'a', 'b', 'old', 'c', 'a', 'b', 'old', 'c'], hunk, 0)).toBeNull();
  });

  it('is not taken from lines that look the same without their context', () => {
    expect(placeHunk(['x', 'old', 'y'], hunk, 0)).toBeNull();
  });

  it('of added lines is beside the line that was beside it', () => {
    const added = hunkOf({ newLines: ['n'], contextBefore: ['a', 'b'], contextAfter: ['c'] });
    expect(placeHunk(['a', 'b', 'c'], added, 2)).toBe(2);
    expect(placeHunk(['x', 'a', 'b', 'c'], added, 2)).toBe(3);
    expect(placeHunk(['x', 'y', 'z'], added, 2)).toBeNull();
  });

  it('in an empty file is its start', () => {
    expect(placeHunk([''], hunkOf({ newLines: ['n'] }), 0)).toBe(0);
  });

  it('is found wherever lines that occur once have moved to', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('x', 'y')),
        fc.array(fc.constantFrom('x', 'y')),
        fc.nat(20),
        (above, below, hint) => {
          const lines = [...above, 'a', 'b', 'old', 'c', ...below];
          expect(placeHunk(lines, hunk, hint)).toBe(above.length + 2);
        },
      ),
    );
  });

  it('counts what was kept above', () => {
    const kept = hunkOf({ id: 'kept', status: 'kept', oldStart: 2, oldLines: ['a'], newLines: ['b', 'c', 'd'] });
    const below = hunkOf({ id: 'below', oldStart: 10 });
    expect(expectedStart(below, [kept, below])).toBe(11);
    expect(expectedStart(kept, [kept, below])).toBe(1);
  });
});

describe('a text with hunks', () => {
  it('has their lines in place of the old ones', () => {
    const first = hunkOf({ id: 'first', oldLines: ['b'], newLines: ['B', 'B2'] });
    const second = hunkOf({ id: 'second', newLines: ['e'] });
    const { lines, places } = withHunks(
      ['a', 'b', 'c', 'd'],
      [
        { hunk: second, start: 4 },
        { hunk: first, start: 1 },
      ],
    );
    expect(lines).toEqual(['a', 'B', 'B2', 'c', 'd', 'e']);
    expect(places.map(({ hunk, start }) => [hunk.id, start])).toEqual([
      ['first', 1],
      ['second', 5],
    ]);
  });

  it('leaves out one that would overlap another', () => {
    const first = hunkOf({ id: 'first', oldLines: ['a', 'b'], newLines: ['A'] });
    const second = hunkOf({ id: 'second', oldLines: ['b'], newLines: ['B'] });
    const placed = [
      { hunk: first, start: 0 },
      { hunk: second, start: 1 },
    ];
    expect(withHunks(['a', 'b', 'c'], placed).lines).toEqual(['A', 'c']);
  });
});

describe('going from hunk to hunk', () => {
  const placed = [
    { hunk: hunkOf({ id: 'low', oldLines: ['x', 'y'] }), start: 20 },
    { hunk: hunkOf({ id: 'high' }), start: 3 },
  ];

  it('goes to the next one on that side', () => {
    expect(neighbourHunk(placed, 3, 1)?.hunk.id).toBe('low');
    expect(neighbourHunk(placed, 21, -1)?.hunk.id).toBe('low');
    expect(neighbourHunk(placed, 20, -1)?.hunk.id).toBe('high');
    expect(neighbourHunk(placed, 20, 1)).toBeNull();
  });

  it('takes the one at the cursor, else the nearest', () => {
    expect(hunkAt(placed, 21)?.hunk.id).toBe('low');
    expect(hunkAt(placed, 5)?.hunk.id).toBe('high');
    expect(hunkAt([], 5)).toBeNull();
  });
});
