import { describe, expect, it } from 'vitest';
import type { SearchMatch } from '../../../../contract/desktop/search.ts';
import {
  createReplacer,
  parseReplacement,
  type ReplaceRule,
  replacementProblem,
  withCaseOf,
} from '../../../../src-renderer/features/search/replacement.ts';

const rule: ReplaceRule = { query: 'x', regex: false, matchCase: true, replacement: '', preserveCase: false };
const match = (text: string, before = '', after = ''): SearchMatch => ({
  line: 1,
  column: 1,
  endLine: 1,
  endColumn: 1,
  before,
  text,
  after,
});

describe('a replacement', () => {
  it('is itself unless the search is an expression', () => {
    expect(createReplacer({ ...rule, replacement: '$1\\n' })(match('x'))).toBe('$1\\n');
  });

  it('may name groups and line ends', () => {
    const replacer = createReplacer({
      ...rule,
      regex: true,
      query: '(\\w+)-(\\w+)',
      replacement: '$2\\n$1 $$ $&',
    });
    expect(replacer(match('a-b'))).toBe('b\na $ a-b');
    const named = createReplacer({ ...rule, regex: true, query: '(?P<first>\\w)', replacement: '<$<first>>' });
    expect(named(match('q'))).toBe('<q>');
  });

  it('knows what stands around the match', () => {
    const replacer = createReplacer({ ...rule, regex: true, query: '(?<=let )(\\w+)(?= =)', replacement: '_$1' });
    expect(replacer(match('pier', 'let ', ' = 4'))).toBe('_pier');
    expect(replacer(match('pier', 'var ', ' = 4'))).toBeNull();
  });

  it('takes line ends of either kind, and letters of either case', () => {
    const replacer = createReplacer({
      ...rule,
      regex: true,
      matchCase: false,
      query: '(a)\\n(b)',
      replacement: '$2$1',
    });
    expect(replacer(match('A\r\nB'))).toBe('BA');
  });

  it('is not told for a match that is too long', () => {
    expect(createReplacer(rule)({ ...match('x'), cut: true })).toBeNull();
  });

  it('says what is wrong with its groups', () => {
    const problem = (query: string, replacement: string) =>
      replacementProblem({ ...rule, regex: true, query, replacement });
    expect(problem('(a)', '$1$&')).toBeNull();
    expect(problem('(a)', '$2')).toBe('The pattern has no group 2.');
    expect(problem('(?<n>a)', '$<m>')).toBe('The pattern has no group "m".');
    expect(problem('[[:alpha:', '$1')).toMatch(/cannot be told apart/);
    expect(problem('(', 'plain')).toBeNull();
    expect(replacementProblem({ ...rule, replacement: '$9' })).toBeNull();
  });

  it('is read piece by piece', () => {
    expect(parseReplacement('a$1b\\t$$')).toEqual([{ text: 'a' }, { group: 1 }, { text: 'b\t$' }]);
    expect(parseReplacement('\\q$')).toEqual([{ text: '\\q$' }]);
  });
});

describe('keeping the case', () => {
  it.each([
    ['PIER', 'quay', 'QUAY'],
    ['pier', 'Quay', 'quay'],
    ['Pier', 'quay', 'Quay'],
    ['pierHead', 'QuayWall', 'quayWall'],
    ['Pier-head', 'quay-wall', 'Quay-wall'],
    ['PIER_head', 'quay_wall', 'QUAY_wall'],
    ['42', 'quay', 'quay'],
  ])('%s: %s becomes %s', (original, replacement, expected) => {
    expect(withCaseOf(original, replacement)).toBe(expected);
  });
});
