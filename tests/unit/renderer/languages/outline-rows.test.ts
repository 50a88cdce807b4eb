import type { languages } from 'monaco-editor/editor/editor.api';
import { expect, test } from 'vitest';
import { outlineRows, rowAt } from '../../../../src-renderer/features/languages/outline/outline-rows.ts';

function symbol(
  name: string,
  from: number,
  to: number,
  children: languages.DocumentSymbol[] = [],
): languages.DocumentSymbol {
  const range = { startLineNumber: from, startColumn: 1, endLineNumber: to, endColumn: 1 };
  return { name, detail: '', kind: 11, tags: [], range, selectionRange: range, children };
}

const tree = [
  symbol('zebra', 1, 10, [symbol('stripe', 2, 4), symbol('stripe', 5, 6)]),
  symbol('ant', 11, 20, [symbol('leg', 12, 13)]),
];
const names = (rows: ReturnType<typeof outlineRows>) => rows.map(({ symbol: { name }, depth }) => `${depth} ${name}`);
const shown = { order: 'place', filter: '', closed: new Set<string>() } as const;

test('rows stand in the order of the text or by name, each in its parent', () => {
  expect(names(outlineRows(tree, shown))).toEqual(['0 zebra', '1 stripe', '1 stripe', '0 ant', '1 leg']);
  expect(names(outlineRows(tree, { ...shown, order: 'name' }))[0]).toBe('0 ant');
});

test('closed symbols hide what is in them, until something is looked for', () => {
  const closed = new Set(
    outlineRows(tree, shown)
      .slice(0, 1)
      .map(({ key }) => key),
  );
  expect(names(outlineRows(tree, { ...shown, closed }))).toEqual(['0 zebra', '0 ant', '1 leg']);
  expect(names(outlineRows(tree, { ...shown, closed, filter: 'STRI' }))).toEqual(['0 zebra', '1 stripe', '1 stripe']);
});

test('names that come twice have keys of their own', () => {
  const keys = outlineRows(tree, shown).map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
});

test('the innermost row around the cursor is found', () => {
  const rows = outlineRows(tree, shown);
  expect(rowAt(rows, 5, 3)?.symbol.range.startLineNumber).toBe(5);
  expect(rowAt(rows, 8, 1)?.symbol.name).toBe('zebra');
  expect(rowAt(rows, 99, 1)).toBeNull();
});
