import { describe, expect, it } from 'vitest';
import {
  columnsOf,
  findQuote,
  linesOf,
  offsetAt,
  placeOfComment,
} from '../../../../src-renderer/features/collaboration/session/comment-place.ts';

describe('the place of a comment', () => {
  it.each([
    ['one\ntwo\nthree', 5, 5, 'two'],
    ['one\ntwo\nthree', 4, 4, 'two'],
    ['one\ntwo\nthree', 0, 0, 'one'],
    ['one\ntwo\nthree', 13, 13, 'three'],
    ['\n\ntwo', 0, 0, '\n'],
    ['one\n\ntwo', 4, 4, '\n'],
    ['one\n', 4, 4, '\n'],
  ])('in %j at %i is the whole line: %j', (text, start, end, expected) => {
    const place = placeOfComment(text, { start, end });
    expect(place && text.slice(place.start, place.end)).toBe(expected);
    expect(place?.wholeLine).toBe(true);
  });

  it('is what is selected, and nowhere in an empty text', () => {
    expect(placeOfComment('one two', { start: 4, end: 7 })).toEqual({ start: 4, end: 7, wholeLine: false });
    expect(placeOfComment('', { start: 0, end: 0 })).toBeNull();
  });

  it('has lines, the end of a line belonging to it', () => {
    expect(linesOf('one\ntwo\nthree', { start: 4, end: 7 })).toEqual({ first: 2, last: 2 });
    expect(linesOf('one\ntwo\nthree', { start: 4, end: 8 })).toEqual({ first: 2, last: 2 });
    expect(linesOf('one\ntwo\nthree', { start: 1, end: 9 })).toEqual({ first: 1, last: 3 });
    expect(linesOf('\n\n', { start: 1, end: 2 })).toEqual({ first: 2, last: 2 });
  });

  it('is found again by what was quoted, if that is in one place and long enough to tell', () => {
    expect(findQuote('a\nconst answer = 42;\nb', 'const answer')).toEqual({ start: 2, end: 14 });
    expect(findQuote('const answer; const answer;', 'const answer')).toBeNull();
    expect(findQuote('}', '}')).toBeNull();
    expect(findQuote('other', 'const answer')).toBeNull();
  });
});

describe('lines and columns', () => {
  const text = 'one\ntwo\nthree';

  it('are where a range begins and ends', () => {
    expect(columnsOf(text, { start: 4, end: 7 })).toEqual({ first: 1, last: 4 });
    expect(columnsOf(text, { start: 5, end: 8 })).toEqual({ first: 2, last: 4 });
    expect(columnsOf(text, { start: 1, end: 10 })).toEqual({ first: 2, last: 3 });
  });

  it('are found in a text, and never behind the end of their line', () => {
    expect(offsetAt(text, 1, 1)).toBe(0);
    expect(offsetAt(text, 2, 3)).toBe(6);
    expect(offsetAt(text, 2, 99)).toBe(7);
    expect(offsetAt(text, 3, 99)).toBe(13);
    expect(offsetAt(text, 99, 1)).toBe(13);
    expect(offsetAt('', 1, 1)).toBe(0);
  });
});
