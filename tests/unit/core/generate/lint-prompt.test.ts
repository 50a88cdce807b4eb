import { expect, test } from 'vitest';
import { lintPrompt } from '../../../../src-main/core/generate/lint-prompt.ts';

const kinds = (prompt: string, secrets = 0) => lintPrompt(prompt, secrets).map(({ kind }) => kind);

test.each([
  ['A departure board for our ferry pier, readable from across the hall', []],
  ['', []],
  ['a game', ['short']],
  ['A shop in React and Vue with a basket', ['contradiction']],
  ['A React Native app that lists my boats', []],
  ['A page without dependencies, using React for the list', ['contradiction']],
  ['A tool that works offline, with sign in and a REST API', ['contradiction']],
  ['Notes kept in SQLite or Postgres, with tags', ['contradiction']],
])('%j is noted as %j', (prompt, expected) => {
  expect(kinds(prompt)).toEqual(expected);
});

test('secrets and length are noted', () => {
  expect(kinds('A page that asks my server with this key', 1)).toEqual(['secret']);
  expect(kinds('word '.repeat(2000))).toEqual(['long']);
});
