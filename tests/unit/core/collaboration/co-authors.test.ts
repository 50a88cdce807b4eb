import { expect, test } from 'vitest';
import { withCoAuthors } from '../../../../src-main/core/collaboration/co-authors.ts';

const jonas = { name: 'Jonas Weil', email: 'jonas@example.com' };

test('each co-author has a line after the message', () => {
  expect(withCoAuthors('Add a badge\n', [jonas, { name: 'Mira Okafor', email: null }])).toBe(
    'Add a badge\n\nCo-authored-by: Jonas Weil <jonas@example.com>\nCo-authored-by: Mira Okafor <mira.okafor@flashfusion.invalid>',
  );
});

test('lines that the message ends with already are joined, and none is there twice', () => {
  expect(withCoAuthors('Add a badge\n\nBecause.\n\nReviewed-by: Tove <tove@example.com>', [jonas])).toBe(
    'Add a badge\n\nBecause.\n\nReviewed-by: Tove <tove@example.com>\nCo-authored-by: Jonas Weil <jonas@example.com>',
  );
  const once = withCoAuthors('Add a badge', [jonas]);
  expect(withCoAuthors(once, [jonas, jonas])).toBe(once);
});

test('a subject that looks like such a line is none', () => {
  expect(withCoAuthors('fix: the badge', [jonas])).toBe(
    'fix: the badge\n\nCo-authored-by: Jonas Weil <jonas@example.com>',
  );
  expect(withCoAuthors('fix: the badge', [])).toBe('fix: the badge');
});

test('a name without a letter of the alphabet has an address, too', () => {
  expect(withCoAuthors('x', [{ name: '明', email: null }])).toBe(
    'x\n\nCo-authored-by: 明 <somebody@flashfusion.invalid>',
  );
});
