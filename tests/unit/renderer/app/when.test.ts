import { describe, expect, it } from 'vitest';
import { evaluateWhen, holds, parseWhen } from '../../../../src-renderer/app/when.ts';

const evaluate = (text: string, context: Record<string, boolean | string | number> = {}) =>
  evaluateWhen(parseWhen(text), context);

describe('when-clauses', () => {
  it('takes names that nobody has set as false', () => {
    expect(evaluate('editorFocus')).toBe(false);
    expect(evaluate('!editorFocus')).toBe(true);
    expect(evaluate('editorFocus', { editorFocus: true })).toBe(true);
  });

  it('binds ! tighter than &&, and && tighter than ||', () => {
    expect(evaluate('a || b && c', { a: true })).toBe(true);
    expect(evaluate('(a || b) && c', { a: true })).toBe(false);
    expect(evaluate('!a && b', { b: true })).toBe(true);
    expect(evaluate('!(a && b)', { a: true })).toBe(true);
    expect(evaluate('!!a', { a: true })).toBe(true);
  });

  it('compares with words, quoted text, numbers and truth values', () => {
    expect(evaluate('page == settings', { page: 'settings' })).toBe(true);
    expect(evaluate("page == 'key map'", { page: 'key map' })).toBe(true);
    expect(evaluate('page != "settings"', { page: 'settings' })).toBe(false);
    expect(evaluate('depth == 2', { depth: 2 })).toBe(true);
    expect(evaluate('depth == 2', { depth: '2' })).toBe(false);
    expect(evaluate('open == true', { open: true })).toBe(true);
    expect(evaluate('open == false')).toBe(true);
    expect(evaluate('true && !false')).toBe(true);
  });

  it('takes dotted names as one name', () => {
    expect(evaluate('config.editor.minimap', { 'config.editor.minimap': true })).toBe(true);
  });

  it.each(['', 'a &&', '&& a', '(a', 'a)', 'a b', 'a == ', 'a == && b', 'a ~ b'])('refuses %j', (text) => {
    expect(() => parseWhen(text)).toThrow(/when-clause/);
  });

  it('always holds without a clause', () => {
    expect(holds(undefined, {})).toBe(true);
    expect(holds('', {})).toBe(true);
  });
});
