import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as parser from 'jsonc-parser';
import { describe, expect, test } from 'vitest';
import { normalizeColor, readTheme, themeIdOf } from '../../../../src-main/core/themes/read-theme.ts';

const read = (text: string, fileName = 'some-color-theme.json') => readTheme(parser, text, 'some', fileName);
const harbour = readFileSync(join(import.meta.dirname, '../../../support/themes/harbour-color-theme.jsonc'), 'utf8');

test('a theme with comments, trailing commas and colours of every kind', () => {
  const theme = read(harbour);
  expect(theme).toMatchObject({ id: 'some', name: 'Harbour Night', type: 'dark', minimumContrast: 4.5 });
  expect(theme.colors['editor.background']).toBe('#1f2430');
  expect(theme.tokenColors[0]).toEqual({ scopes: [], foreground: '#cbccc6' });
  expect(theme.tokenColors[2]).toEqual({
    scopes: ['keyword', 'storage.type', 'storage.modifier'],
    foreground: '#ffa759',
  });
  expect(theme.notes).toEqual(['1 colour in "colors" could not be read.']);
});

describe('what is refused, with the reason', () => {
  test.each([
    ['{ "include": "./base.json", "colors": {} }', /builds on another file \("\.\/base\.json"\)/],
    ['{ "colors": {}, "tokenColors": "./tokens.tmTheme" }', /colours of code are in another file/],
    ['{ "name": "nothing" }', /neither "colors" nor "tokenColors"/],
    ['[]', /must hold an object/],
    ['{ "colors": [] }', /"colors" must be an object/],
    ['{\n  "colors": {\n    "a" 1\n  }\n}', /Line 3 is not valid JSON/],
    ['', /not valid JSON|must hold an object/],
  ])('%s', (text, reason) => {
    expect(() => read(text)).toThrow(reason);
  });
});

test.each([
  ['light', 'light', 4.5],
  ['hc', 'contrast', 7],
  ['hcLight', 'light', 7],
])('type %s', (type, kind, minimumContrast) => {
  expect(read(JSON.stringify({ type, colors: {} }))).toMatchObject({ type: kind, minimumContrast });
});

test('without a type the background decides, without a name the file', () => {
  expect(
    read('{ "colors": { "editor.background": "#fafafa" } }', 'C:\\themes\\Day Light-color-theme.json'),
  ).toMatchObject({
    type: 'light',
    name: 'Day Light',
  });
});

test('colours and ids', () => {
  expect(normalizeColor('#ABC')).toBe('#aabbcc');
  expect(normalizeColor('#abcd')).toBe('#aabbccdd');
  expect(normalizeColor('#A1B2C3d4')).toBe('#a1b2c3d4');
  expect(normalizeColor('red')).toBeUndefined();
  expect(themeIdOf('Médina — Dark+ (v2)')).toBe('me-dina-dark-v2');
  expect(themeIdOf('../../etc/passwd')).toBe('etc-passwd');
  expect(themeIdOf('夜')).toBe('theme');
});
