import { afterEach, describe, expect, it } from 'vitest';
import { german } from '../../../localization/german.ts';
import { formatNumber, resolveLanguage, setLanguage, sourceOf, t, translated } from '../../../localization/index.ts';

afterEach(() => setLanguage('en'));

describe('sentences', () => {
  it('are English as they stand in the code, with forms for one and several', () => {
    expect(t('Open folder')).toBe('Open folder');
    expect([0, 1, 2].map((count) => t('{{count}} files', { count }))).toEqual(['0 files', '1 file', '2 files']);
    expect(t('Trust {{name}}?', { name: '<a & b>' })).toBe('Trust <a & b>?');
    expect(sourceOf('Open folder')).toBeNull();
  });

  it('are German once it is chosen, and English where there is none', () => {
    setLanguage('de', german);
    expect(t('Open folder')).toBe('Ordner öffnen');
    expect([1, 2].map((count) => t('{{count}} files', { count }))).toEqual(['1 Datei', '2 Dateien']);
    expect(sourceOf('Ordner öffnen')).toBe('Open folder');
    expect(translated('a text that nobody knows')).toBe('a text that nobody knows');
    expect(translated('constructor')).toBe('constructor');
    expect(formatNumber(12_345.5)).toBe('12.345,5');
    setLanguage('de');
    expect(t('Trust {{name}}?', { name: 'x' })).toBe('Trust x?');
    expect(t('{{count}} files', { count: 1 })).toBe('1 file');
  });
});

describe('the language', () => {
  it.each([
    ['de', ['en-US'], 'de'],
    ['system', ['de-AT', 'en'], 'de'],
    ['system', ['fr-FR', 'de'], 'de'],
    ['system', ['C'], 'en'],
    ['klingon', [], 'en'],
  ])('of %s where %j is spoken is %s', (choice, locales, language) => {
    expect(resolveLanguage(choice, locales)).toBe(language);
  });
});
