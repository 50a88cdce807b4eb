import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkNewNames, copyName, describeNameProblem } from '../../../../src-main/core/files/entry-names.ts';

describe('names of new files', () => {
  it.each(['a', '.env', 'a b', 'ä', 'index.test.ts', '文件', '-rf', 'console.ts', 'com', 'x'.repeat(255)])(
    '%j is fine',
    (name) => {
      expect(describeNameProblem(name, 'linux')).toBeNull();
    },
  );

  it.each([
    '',
    '.',
    '..',
    'a/b',
    '\0',
    'a\nb',
    '\u007f',
    'con',
    'NUL.txt',
    'Com1.log',
    'lpt9',
    'x'.repeat(256),
    'ä'.repeat(128),
    '\ud800',
  ])('%j is refused with an explanation', (name) => {
    expect(describeNameProblem(name, 'linux')).toMatch(/\.$/);
  });

  it.each(['a:b', 'a*', 'a?', 'a\\b', 'a.', 'a ', '<a>', 'a|b', '"'])('%j is refused on Windows', (name) => {
    expect(describeNameProblem(name, 'win32')).toMatch(/\.$/);
    expect(describeNameProblem(name, 'linux')).toBeNull();
  });

  it('throws the contract error with an explanation', () => {
    expect(() => checkNewNames(['fine', 'aux'], 'linux')).toThrow(
      expect.objectContaining({ code: 'INVALID_NAME', message: expect.stringContaining('device') }),
    );
  });
});

describe('names of copies', () => {
  it.each([
    ['a.ts', 'file', [], 'a copy.ts'],
    ['a.ts', 'file', ['a copy.ts'], 'a copy 2.ts'],
    ['a copy.ts', 'file', ['a copy.ts'], 'a copy 2.ts'],
    ['a copy 2.ts', 'file', [], 'a copy 3.ts'],
    ['a.test.ts', 'file', [], 'a.test copy.ts'],
    ['.env', 'file', [], '.env copy'],
    ['v1.2', 'folder', [], 'v1.2 copy'],
    ['copy', 'file', [], 'copy copy'],
  ] as const)('%s (%s) beside %j is %s', (name, kind, taken, expected) => {
    const names: readonly string[] = taken;
    expect(copyName(name, kind, (candidate) => names.includes(candidate))).toBe(expected);
  });

  it('are never taken', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.integer({ min: 0, max: 20 }), (name, copies) => {
        const taken = new Set([name]);
        for (let index = 0; index <= copies; index++) {
          const copy = copyName(name, 'file', (candidate) => taken.has(candidate));
          expect(taken.has(copy)).toBe(false);
          taken.add(copy);
        }
      }),
    );
  });
});
