import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkProjectName, packageNameOf } from '../../../../src-main/core/projects/project-name.ts';

test.each(['my-app', 'Meine App', 'überall', 'v1.2', '.config', 'console', '日本語', 'a'])('%s is a name', (name) => {
  expect(checkProjectName(` ${name} `)).toBe(name);
});

test.each([
  '',
  '  ',
  '.',
  '..',
  'a/b',
  'a\\b',
  'a:b',
  'what?',
  'a*',
  'a"b',
  '<a>',
  'a|b',
  'tab\there',
  'nul',
  'COM1',
  'lpt9.txt',
  'dot.',
  '-flag',
  'ü'.repeat(101),
])('%j is refused in words', (name) => {
  expect(() => checkProjectName(name)).toThrow(
    expect.objectContaining({ code: 'INVALID_NAME', message: expect.stringMatching(/\w+ \w+/) }),
  );
});

test.each([
  ['My App', 'my-app'],
  ['Über Äpfel', 'uber-apfel'],
  ['.hidden', 'hidden'],
  ['日本語', 'my-project'],
  ['node_modules', 'my-project'],
  ['a..b', 'a..b'],
])('the package of %s is %s', (name, wanted) => {
  expect(packageNameOf(name)).toBe(wanted);
});

test('every name gives a package name that npm takes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (name) => {
      const made = packageNameOf(name);
      expect(made).toMatch(/^[a-z0-9][a-z0-9._~-]*$/);
      expect(made.length).toBeLessThanOrEqual(214);
    }),
  );
});
