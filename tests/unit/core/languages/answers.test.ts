import { expect, test } from 'vitest';
import { addressesIn, checkAnswer } from '../../../../src-main/core/languages/answers.ts';

const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };

test('answers of the right shape pass with everything that is in them', () => {
  const item = { label: 'x', kind: 3, extra: { kept: true } };
  expect(checkAnswer('textDocument/completion', { isIncomplete: false, items: [item] })).toEqual({
    isIncomplete: false,
    items: [item],
  });
  expect(checkAnswer('textDocument/hover', undefined)).toBeNull();
});

test('answers of another shape are refused', () => {
  expect(() => checkAnswer('textDocument/rename', { changes: { 'file:///a': 'everything' } })).toThrow();
  expect(() => checkAnswer('textDocument/definition', { uri: 7, range })).toThrow();
});

test('addresses are found where places are named', () => {
  const answer = [
    { uri: 'file:///a', range },
    { targetUri: 'file:///b', targetRange: range, targetSelectionRange: range },
    { name: 'x', location: { uri: 'file:///c', range } },
  ];
  expect([...addressesIn(answer)]).toEqual(['file:///a', 'file:///b', 'file:///c']);
});
