import { describe, expect, it } from 'vitest';
import type { SearchedFile, SearchMatch } from '../../../../contract/desktop/search.ts';
import { decodeSearchedFiles, encodeSearchedFiles } from '../../../../contract/desktop/searched-files.ts';
import { applyChanges } from '../../../../src-renderer/features/editor/documents/apply-changes.ts';
import { globOfFolder, remember, splitGlobs } from '../../../../src-renderer/features/search/query.ts';
import {
  addFiles,
  afterReplacing,
  fileKey,
  matchKey,
  stepMatch,
  toRows,
  without,
  withoutDismissed,
} from '../../../../src-renderer/features/search/results.ts';
import { resultKeyAction } from '../../../../src-renderer/features/search/tree-keys.ts';

const at = (line: number, column: number, text = 'pier'): SearchMatch => ({
  line,
  column,
  endLine: line,
  endColumn: column + text.length,
  before: '',
  text,
  after: '',
});
const results = addFiles(
  [],
  [
    { path: 'b.ts', matches: [at(1, 1), at(3, 5)] },
    { path: 'a.ts', matches: [at(2, 2)] },
  ],
);

describe('results', () => {
  it('are in the order of their paths', () => {
    expect(toRows(results, new Set()).map(({ key }) => key)).toEqual([
      fileKey('a.ts'),
      matchKey('a.ts', at(2, 2)),
      fileKey('b.ts'),
      matchKey('b.ts', at(1, 1)),
      matchKey('b.ts', at(3, 5)),
    ]);
    expect(toRows(results, new Set(['b.ts']))).toHaveLength(3);
  });

  it('of one file that come in parts are one', () => {
    const [a, b] = addFiles(results, [{ path: 'b.ts', matches: [at(9, 1)] }]);
    expect([a?.matches.length, b?.matches.map(({ line }) => line)]).toEqual([1, [1, 3, 9]]);
  });

  it('cross as one text and are the same afterwards', () => {
    const files: SearchedFile[] = [
      { path: 'a "b".ts', matches: [at(2, 2, 'a\u0000"\n'), { ...at(7, 1), endLine: 9, cut: true }] },
      { path: 'unsaved.ts', matches: [at(1, 1)], unsaved: true },
    ];
    expect(decodeSearchedFiles(encodeSearchedFiles(files))).toEqual(files);
  });

  it('lead from match to match, round the end', () => {
    const path = (focused: string | null, step: 1 | -1) => {
      const found = stepMatch(results, focused, step);
      return found && `${found.path}:${found.match.line}`;
    };
    expect(path(null, 1)).toBe('a.ts:2');
    expect(path(null, -1)).toBe('b.ts:3');
    expect(path(fileKey('b.ts'), 1)).toBe('b.ts:1');
    expect(path(fileKey('b.ts'), -1)).toBe('a.ts:2');
    expect(path(matchKey('b.ts', at(3, 5)), 1)).toBe('a.ts:2');
    expect(stepMatch([], null, 1)).toBeNull();
  });

  it('lose what is dismissed, and lose it again when they are found again', () => {
    const [, b] = results;
    const second = b?.matches[1];
    if (!b || !second) throw new Error('no such match');
    expect(without(results, 'b.ts', second)[1]?.matches).toHaveLength(1);
    expect(without(results, 'b.ts')).toHaveLength(1);
    const moved = addFiles([], [{ path: 'b.ts', matches: [at(2, 1), at(5, 5)] }]);
    const left = withoutDismissed(moved, [
      { path: 'b.ts', match: second },
      { path: 'a.ts', match: null },
    ]);
    expect(left[0]?.matches.map(({ line }) => line)).toEqual([2]);
  });
});

describe('what is left of a file after a replace', () => {
  const file = { path: 'b.ts', version: null, matches: [at(1, 1), at(1, 10), at(1, 20), at(2, 1)] };
  const [first, second] = file.matches;
  if (!first || !second) throw new Error('no matches');

  it('has moved along its line', () => {
    const after = afterReplacing(
      file,
      [
        { match: first, text: 'jetty' },
        { match: second, text: '' },
      ],
      'v2',
    );
    expect(after?.version).toBe('v2');
    expect(after?.matches.map(({ line, column, endColumn }) => [line, column, endColumn])).toEqual([
      [1, 17, 21],
      [2, 1, 5],
    ]);
  });

  it('has moved down where lines were put in', () => {
    const after = afterReplacing(file, [{ match: first, text: 'a\nbc' }], 'v2');
    expect(after?.matches.map(({ line, column }) => [line, column])).toEqual([
      [2, 8],
      [2, 18],
      [3, 1],
    ]);
    expect(afterReplacing({ ...file, matches: [first] }, [{ match: first, text: '' }], 'v2')).toBeNull();
  });
});

describe('changes of a text', () => {
  it('are made when each place is as expected, and not at all otherwise', () => {
    const change = { ...at(2, 3), expected: 'pier', text: 'quay' };
    expect(applyChanges('a\nb pier\n', [change])).toBe('a\nb quay\n');
    expect(applyChanges('a\nb quay\n', [change])).toBeNull();
    expect(applyChanges('a', [change])).toBeNull();
  });
});

describe('the keys of the tree', () => {
  const rows = toRows(results, new Set(['a.ts']));
  const key = (name: string, focused: string | null) =>
    resultKeyAction({ key: name, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false }, rows, focused, 10);

  it('move, open and close', () => {
    expect(key('ArrowDown', null)).toEqual({ type: 'focus', key: fileKey('a.ts') });
    expect(key('ArrowRight', fileKey('a.ts'))).toEqual({ type: 'expand', paths: ['a.ts'] });
    expect(key('ArrowRight', fileKey('b.ts'))).toEqual({ type: 'focus', key: matchKey('b.ts', at(1, 1)) });
    expect(key('ArrowLeft', matchKey('b.ts', at(3, 5)))).toEqual({ type: 'focus', key: fileKey('b.ts') });
    expect(key('ArrowLeft', fileKey('b.ts'))).toEqual({ type: 'collapse', paths: ['b.ts'] });
    expect(key('End', null)).toEqual({ type: 'focus', key: matchKey('b.ts', at(3, 5)) });
    expect(key('PageUp', matchKey('b.ts', at(3, 5)))).toEqual({ type: 'focus', key: fileKey('a.ts') });
    expect(key('*', null)).toEqual({ type: 'expand', paths: ['a.ts', 'b.ts'] });
    expect(key('Enter', null)).toBeNull();
  });
});

describe('what is typed', () => {
  it('names files by patterns between commas', () => {
    expect(splitGlobs(' src, *.{ts,tsx} ,, a\\,b')).toEqual(['src', '*.{ts,tsx}', 'a\\,b']);
    expect(globOfFolder('src/[id], x')).toBe('./src/\\[id\\]\\, x');
    expect(splitGlobs(globOfFolder('a, b'))).toHaveLength(1);
    expect(globOfFolder('')).toBe('');
  });

  it('is remembered once, newest first', () => {
    expect(remember(['a', 'b'], 'b')).toEqual(['b', 'a']);
    expect(remember(['a'], '')).toEqual(['a']);
  });
});
