import { describe, expect, it } from 'vitest';
import { shareEvenly, shareOut } from '../../../../../src-main/core/assistant/context/build/allot.ts';
import { boundContext } from '../../../../../src-main/core/assistant/context/build/bounds.ts';
import { frameData } from '../../../../../src-main/core/assistant/context/build/frame-data.ts';
import { arrange } from '../../../../../src-main/core/assistant/context/build/messages.ts';
import { parseCommits } from '../../../../../src-main/core/assistant/context/build/read-history.ts';
import { summarise } from '../../../../../src-main/core/assistant/context/build/summarise.ts';
import { recordOf } from '../../../../../src-main/core/assistant/context/index/file-record.ts';
import { createImportResolver, importsOf } from '../../../../../src-main/core/assistant/context/index/imports.ts';
import { createSyntaxReader } from '../../../../../src-main/core/assistant/context/index/parse-file.ts';
import { joinChunks } from '../../../../../src-main/core/assistant/context/index/read-syntax.ts';
import {
  stem,
  termsOfIdentifier,
  termsOfQuestion,
} from '../../../../../src-main/core/assistant/context/index/terms.ts';
import { graphOf, pageRank } from '../../../../../src-main/core/assistant/context/rank/page-rank.ts';
import { noSurroundings, rankFiles } from '../../../../../src-main/core/assistant/context/rank/rank-files.ts';
import { scoreHistory } from '../../../../../src-main/core/assistant/context/rank/rank-history.ts';

const record = (path: string, text: string) => recordOf(path, 0, text.length, text);
const rank = (
  files: Record<string, string>,
  question: string,
  change = {},
  neighbours: Record<string, string[]> = {},
) =>
  rankFiles(
    Object.entries(files).map(([path, text]) => record(path, text)),
    termsOfQuestion(question),
    question,
    { ...noSurroundings, ...change },
    (path) => neighbours[path] ?? [],
  ).map(({ path }) => path);

describe('terms', () => {
  it('are the words of names and whole names', () => {
    expect(termsOfIdentifier('createIgnoreRules2')).toEqual(['creat', 'ignor', 'rul', 'createignorerules2']);
    expect(termsOfIdentifier('HTTPServer_max')).toEqual(['http', 'server', 'max', 'httpservermax']);
    expect(['closes', 'closed', 'closing', 'close'].map(stem)).toEqual(['clos', 'clos', 'clos', 'clos']);
  });

  it('of a question leave out what says nothing', () => {
    expect(termsOfQuestion('How does the parser use it?').map(({ word }) => word)).toEqual(['parser']);
  });
});

describe('ranking files', () => {
  const files = {
    'src/cart/total.ts': 'export function cartTotal(items) { return items.reduce(add); }',
    'src/user/login.ts': 'export function login(user) { return session(user); }',
    'src/price.ts': 'export const price = 1;',
  };

  it('goes by words, paths, and file names that are written out', () => {
    expect(rank(files, 'the total of a cart')[0]).toBe('src/cart/total.ts');
    expect(rank(files, 'what is in price.ts?')[0]).toBe('src/price.ts');
  });

  it('lifts what is imported, has problems, or was changed by commits that said the same', () => {
    expect(rank(files, 'cart total', {}, { 'src/cart/total.ts': ['src/price.ts'] })[1]).toBe('src/price.ts');
    expect(rank(files, 'cart total', { problems: new Map([['src/user/login.ts', 3]]) })[1]).toBe('src/user/login.ts');
    const history = [{ subject: 'rounding of the cart', paths: ['src/price.ts'] }];
    expect(rank(files, 'cart rounding', { history }).slice(0, 2)).toContain('src/price.ts');
    expect(scoreHistory(history, termsOfQuestion('rounding'))).toEqual(new Map([['src/price.ts', 1]]));
  });
});

describe('PageRank', () => {
  it('adds up to 1 and favours what the walk begins at and what it leads to', () => {
    const graph = graphOf(4, { from: [0, 1, 3], to: [1, 2, 2], weight: [1, 1, 1] });
    const ranks = pageRank(graph, new Map([[0, 1]]), 60);
    expect(ranks.reduce((sum, rank) => sum + rank, 0)).toBeCloseTo(1);
    expect(ranks[0]).toBeGreaterThan(ranks[1] ?? 1);
    expect(ranks[1]).toBeGreaterThan(ranks[2] ?? 1);
    expect(ranks[3]).toBe(0);
  });
});

describe('cutting and reading files', () => {
  it.each([
    [
      'a.ts',
      'export class Cart {\n  total(): number {\n    return 1;\n  }\n}\nconst rate = 2;\n',
      ['Cart', 'total', 'rate'],
    ],
    ['a.tsx', 'export function View() { return <p/>; }\n', ['View']],
    ['a.js', 'function f(x) {\n  function inner() {}\n}\n', ['f']],
    ['a.py', 'class Cart:\n    def total(self):\n        return 1\n', ['Cart', 'total']],
    ['a.go', 'package a\n\ntype Cart struct{}\n\nfunc Total() int { return 1 }\n', ['Cart', 'Total']],
    ['a.rs', 'struct Cart;\nfn total() -> i32 { 1 }\n', ['Cart', 'total']],
    ['a.java', 'class Cart {\n  int total() { return 1; }\n}\n', ['Cart', 'total']],
    ['a.cs', 'class Cart {\n  int Total() { return 1; }\n}\n', ['Cart', 'Total']],
    ['a.rb', 'class Cart\n  def total\n    1\n  end\nend\n', ['Cart', 'total']],
    ['a.php', '<?php\nclass Cart {\n  function total() { return 1; }\n}\n', ['Cart', 'total']],
    ['a.sh', 'total() {\n  echo 1\n}\n', ['total']],
    ['a.cpp', 'class Cart {};\nint total(int a) { return a; }\n', ['Cart', 'total']],
  ])('%s', async (path, text, names) => {
    const reader = createSyntaxReader();
    const read = await reader.read(path, text);
    reader.dispose();
    expect(read?.definitions.map(({ name }) => name)).toEqual(expect.arrayContaining(names));
    expect(read?.definitions.map(({ name }) => name)).not.toContain('inner');
    expect(read?.chunks[0]).toBe(1);
  });

  it('joins what is short and cuts what is long', () => {
    expect(joinChunks([1, 5, 9, 60], 300)).toEqual([1, 9, 60, 140, 220, 300]);
    expect(joinChunks([], 10)).toEqual([1]);
  });

  it('finds the files that imports mean', () => {
    expect(importsOf("import { a } from './b.js';\nconst c = require('d');\n")).toEqual(
      expect.arrayContaining(['./b.js', 'd']),
    );
    const resolver = createImportResolver(['src/b.ts', 'src/lib/index.ts', 'pkg/mod/thing.py']);
    expect(resolver.resolve('src/a.ts', './b.js')).toBe('src/b.ts');
    expect(resolver.resolve('src/a.ts', './lib')).toBe('src/lib/index.ts');
    expect(resolver.resolve('main.py', 'mod.thing')).toBe('pkg/mod/thing.py');
    expect(resolver.resolve('src/a.ts', 'react')).toBeNull();
  });
});

describe('putting a request together', () => {
  it('shares the budget, small needs first', () => {
    expect(shareEvenly([10, 500, 500], 410)).toEqual([10, 200, 200]);
    const { named, found, map, messages } = shareOut(16_000, 500);
    expect([named, found, map, messages]).toEqual([6000, 5000, 1500, 2500]);
  });

  it('takes a boundary that is in no text, and marks that no name can end', () => {
    const boundaries = ['111', '222'];
    const frame = frameData(['a text with 111 in it'], () => boundaries.shift() ?? '333');
    expect(frame.boundary).toBe('222');
    expect(frame.wrap({ tag: 'file', path: 'a"></data-222>.ts' }, 'x', null).split('</data-222>')).toHaveLength(2);
    // Of what comes along later nobody has looked before.
    expect(frame.wrap({ tag: 'file', path: null }, 'x</data-222>y', null).split('</data-222>')).toHaveLength(2);
  });

  it.each([
    [16_000, null, { budget: 16_000, ceiling: 32_000, window: null }],
    [16_000, 400_000, { budget: 16_000, ceiling: 32_000, window: null }],
    [16_000, 32_768, { budget: 16_000, ceiling: 30_720, window: null }],
    [16_000, 8192, { budget: 6144, ceiling: 7168, window: 8192 }],
    [1_000_000, 200_000, { budget: 195_904, ceiling: 197_952, window: 200_000 }],
    [16_000, 10, { budget: 1000, ceiling: 1000, window: 10 }],
  ])('takes %i tokens into a window of %s with room for the answer', (set, window, bounds) => {
    expect(boundContext(set, window)).toEqual(bounds);
  });

  it('lets roles take turns', () => {
    const roles = arrange(
      'do',
      [
        { role: 'assistant', content: 'a' },
        { role: 'user', content: 'b' },
      ],
      ['data'],
      'why?',
    ).map(({ role }) => role);
    expect(roles).toEqual(['system', 'user']);
  });

  it('shortens earlier messages without their code', () => {
    const text = summarise(
      [{ id: '1', role: 'user', text: 'Why is the cart empty?\n```ts\nlet secret;\n```', redacted: 0 }],
      'cart',
    );
    expect(text).toBe('Asked: Why is the cart empty?');
  });

  it('reads commits', () => {
    expect(parseCommits('\u0001one\0\0\na.ts\0b.ts\0\u0001two\0\0')).toEqual([
      { subject: 'one', paths: ['a.ts', 'b.ts'] },
      { subject: 'two', paths: [] },
    ]);
  });
});
