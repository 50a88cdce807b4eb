import { expect, test } from 'vitest';
import { toSuggestion } from '../../../../src-renderer/features/languages/providers/completion.ts';

const word = { startLineNumber: 1, startColumn: 1, endLineNumber: 1, endColumn: 4 };
const range = { start: { line: 2, character: 0 }, end: { line: 2, character: 5 } };
const inMonaco = { startLineNumber: 3, startColumn: 1, endLineNumber: 3, endColumn: 6 };

test('an entry takes what the list has for all of them', () => {
  const suggestion = toSuggestion(
    { label: 'greet', kind: 3, data: { own: true } },
    { commitCharacters: ['.', ';'], editRange: { insert: range, replace: range }, data: { shared: true } },
    word,
  );
  expect(suggestion).toMatchObject({
    label: 'greet',
    kind: 1,
    insertText: 'greet',
    commitCharacters: ['.', ';'],
    range: { insert: inMonaco, replace: inMonaco },
    item: { data: { own: true } },
  });
});

test('snippets, edits and descriptions of the entry itself count first', () => {
  const suggestion = toSuggestion(
    {
      label: 'log',
      labelDetails: { description: './console' },
      insertTextFormat: 2,
      textEdit: { range, newText: 'log($1)' },
      tags: [1],
    },
    undefined,
    word,
  );
  expect(suggestion).toMatchObject({
    label: { label: 'log', description: './console' },
    insertText: 'log($1)',
    insertTextRules: 4,
    range: inMonaco,
    tags: [1],
  });
});

test('without a range the word at the cursor is replaced', () => {
  expect(toSuggestion({ label: 'x' }, undefined, word)).toMatchObject({ range: word, kind: 18 });
});
