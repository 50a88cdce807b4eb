import { describe, expect, it } from 'vitest';
import { jsonTokens, lineOfKey } from '../../../../src-renderer/features/settings/json-tokens.ts';

const kinds = (line: string) => jsonTokens(line).map(({ kind, text }) => `${kind} ${text}`);

describe('JSON in colours', () => {
  it('tells keys from strings', () => {
    expect(kinds('  "a.b": "c",')).toEqual([
      'plain   ',
      'key "a.b"',
      'punctuation :',
      'plain  ',
      'string "c"',
      'punctuation ,',
    ]);
  });

  it('knows numbers, literals and comments, and none inside of strings', () => {
    expect(kinds('"a": -1.5e3 // true')).toEqual([
      'key "a"',
      'punctuation :',
      'plain  ',
      'number -1.5e3',
      'plain  ',
      'comment // true',
    ]);
    expect(kinds('["// 1", null]')).toEqual([
      'punctuation [',
      'string "// 1"',
      'punctuation ,',
      'plain  ',
      'literal null',
      'punctuation ]',
    ]);
  });

  it('loses no character', () => {
    for (const line of ['', '  ', '{ "a\\"b": [1,2], /* c */ x }', '"unfinished']) {
      expect(
        jsonTokens(line)
          .map(({ text }) => text)
          .join(''),
      ).toBe(line);
    }
  });

  it('finds the line of a key', () => {
    const lines = ['{', '  // "editor.fontSize": 1', '  "editor.tabSize": 2,', '  "editor.fontSize": 14', '}'];
    expect(lineOfKey(lines, 'editor.fontSize')).toBe(3);
    expect(lineOfKey(lines, 'git.path')).toBe(-1);
  });
});
