import { expect, test } from 'vitest';
import {
  fitsQuery,
  highlightWords,
  parseQuery,
  toggleModified,
} from '../../../../src-renderer/features/settings/search.ts';
import { settingProblem, settingRows } from '../../../../src-renderer/features/settings/setting-controls.ts';

const found = (text: string) => settingRows.filter((row) => fitsQuery(row, parseQuery(text))).map(({ key }) => key);

test('words may stand anywhere: in the title, the description, the id', () => {
  expect(found('font size')).toContain('editor.fontSize');
  expect(found('trimTrailing')).toEqual(['files.trimTrailingWhitespace']);
  expect(found('no such words')).toEqual([]);
});

test('@modified is taken out of the words, and switched', () => {
  expect(parseQuery('font @Modified')).toEqual({ words: ['font'], modified: true });
  expect(toggleModified('font')).toBe('@modified font');
  expect(toggleModified('@modified font')).toBe('font');
  expect(toggleModified('')).toBe('@modified');
  expect(toggleModified('@modified')).toBe('');
});

test('words are marked wherever they are', () => {
  expect(highlightWords('Font size of fonts', ['font'])).toEqual([
    { at: 0, text: 'Font', matched: true },
    { at: 4, text: ' size of ', matched: false },
    { at: 13, text: 'font', matched: true },
    { at: 17, text: 's', matched: false },
  ]);
});

test('lists and themes have controls and problems of their own', () => {
  const control = (key: string) => settingRows.find((row) => row.key === key)?.control;
  expect(control('editor.rulers')).toEqual({ kind: 'list', numbers: true });
  expect(control('workbench.theme')).toEqual({ kind: 'theme' });
  expect(settingProblem('editor.rulers', [80])).toBeNull();
  expect(settingProblem('editor.rulers', [0])).toBe('Give whole numbers from 1 to 1000.');
});
