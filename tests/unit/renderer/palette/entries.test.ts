import { describe, expect, it } from 'vitest';
import { highlightPieces } from '../../../../src-renderer/features/palette/entries.ts';
import { splitPlace } from '../../../../src-renderer/features/palette/file-entries.ts';
import { splitMode } from '../../../../src-renderer/features/palette/palette-state.ts';

describe('modes by prefix', () => {
  it.each([
    ['app', { mode: 'files', text: 'app' }],
    ['>save', { mode: 'commands', text: 'save' }],
    ['@main', { mode: 'symbols', text: 'main' }],
    [':27', { mode: 'line', text: '27' }],
    ['', { mode: 'files', text: '' }],
  ])('%j', (text, expected) => {
    expect(splitMode(text)).toEqual(expected);
  });
});

describe('places in what is looked for', () => {
  it.each([
    ['dep', { query: 'dep' }],
    ['dep:27', { query: 'dep', line: 27 }],
    ['dep:27:4', { query: 'dep', line: 27, column: 4 }],
    ['dep:', { query: 'dep' }],
    ['dep:27:', { query: 'dep', line: 27 }],
    [' src/app.ts:3 ', { query: 'src/app.ts', line: 3 }],
  ])('%j', (text, expected) => {
    expect(splitPlace(text)).toEqual(expected);
  });
});

describe('matched characters', () => {
  it('cuts a text into pieces', () => {
    expect(highlightPieces('departures', [0, 1, 2])).toEqual([
      { at: 0, text: 'dep', matched: true },
      { at: 3, text: 'artures', matched: false },
    ]);
    expect(highlightPieces('abc', [1])).toEqual([
      { at: 0, text: 'a', matched: false },
      { at: 1, text: 'b', matched: true },
      { at: 2, text: 'c', matched: false },
    ]);
    expect(highlightPieces('abc')).toEqual([{ at: 0, text: 'abc', matched: false }]);
  });
});
