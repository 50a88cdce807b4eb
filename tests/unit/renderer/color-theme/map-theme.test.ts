import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import * as parser from 'jsonc-parser';
import { describe, expect, test } from 'vitest';
import type { ColorTheme } from '../../../../contract/model/color-theme.ts';
import { readTheme } from '../../../../src-main/core/themes/read-theme.ts';
import { contrast, flatten, parseHex } from '../../../../src-renderer/app/color-theme/color.ts';
import { mapTheme } from '../../../../src-renderer/app/color-theme/map-theme.ts';
import { initialForeground, styleOfScopes } from '../../../../src-renderer/app/color-theme/scopes.ts';
import { toHexColor } from '../../../../src-renderer/monaco/oklch.ts';

const css = readFileSync(join(import.meta.dirname, '../../../../src-renderer/ui/tokens.css'), 'utf8');

/** The bundled colours of a kind of theme, as the page would answer them. */
function bundled(type: ColorTheme['type']): (role: string) => string {
  const read = (selector: string) => {
    const start = css.indexOf(selector);
    const block = css.slice(start, css.indexOf('\n}', start));
    return [...block.matchAll(/--ff-([\w-]+):\s*(oklch\([^;]+\));/g)].map(
      ([, name = '', value = '']) => [name, toHexColor(value)] as const,
    );
  };
  const values = new Map([...read(':root,'), ...(type === 'dark' ? [] : read(`\n[data-theme="${type}"] {`))]);
  return (role) => values.get(role) ?? '';
}

const map = (theme: ColorTheme) => mapTheme(theme, bundled(theme.type));
const harbour = readTheme(
  parser,
  readFileSync(join(import.meta.dirname, '../../../support/themes/harbour-color-theme.jsonc'), 'utf8'),
  'harbour',
  'harbour.json',
);

const panes = ['bg-chrome', 'bg-panel', 'bg-editor', 'bg-raised', 'bg-inset'];
const code = ['bg-editor', 'diff-add', 'diff-remove', 'code-selection'];
const text: readonly (readonly [string, readonly string[]])[] = [
  ...['text-1', 'text-2', 'text-3'].map((role) => [role, [...panes, 'bg-selected']] as const),
  ...['text-1', 'text-2'].map((role) => [role, ['warn-soft', 'danger-soft', 'info-soft', 'success-soft']] as const),
  ['accent', ['bg-chrome', 'bg-panel', 'bg-editor', 'bg-raised', 'accent-soft', 'bg-selected']],
  ['on-accent', ['accent', 'accent-hover', 'accent-press']],
  ...['success', 'warn', 'danger', 'info'].map((role) => [role, ['bg-panel', 'bg-editor', `${role}-soft`]] as const),
  ...['git-added', 'git-modified', 'git-deleted'].map((role) => [role, ['bg-panel', 'bg-selected']] as const),
  ...['text', 'comment', 'keyword', 'string', 'number', 'type', 'function', 'property', 'punct'].map(
    (name) => [`code-${name}`, code] as const,
  ),
  ['line-number', ['bg-editor', 'diff-add', 'diff-remove']],
];

function misses(theme: ColorTheme): readonly string[] {
  const { tokens, rules } = map(theme);
  const base = bundled(theme.type);
  const color = (role: string) => parseHex(tokens[role] ?? base(role));
  const ratio = (role: string, under: string) => contrast(color(role), flatten(color(under), color('bg-editor')));
  return [
    ...text.flatMap(([role, surfaces]) =>
      surfaces
        .filter((under) => ratio(role, under) < theme.minimumContrast)
        .map((under) => `${role} on ${under}: ${ratio(role, under).toFixed(2)}`),
    ),
    ...rules
      .filter(({ foreground }) =>
        code.some((under) => contrast(parseHex(`#${foreground}`), color(under)) < theme.minimumContrast),
      )
      .map(({ token }) => `rule ${token}`),
  ];
}

test('the theme speaks where it does, and what it leaves open follows from it', () => {
  const { tokens, rules, editorColors } = map(harbour);
  expect(tokens['bg-editor']).toBe('#1f2430');
  expect(tokens['bg-panel']).toBe('#1b202b');
  expect(tokens['code-keyword']).toBe('#ffa759');
  expect(tokens.accent).toBe('#ffcc66');
  expect(rules.find(({ token }) => token === 'type')).toEqual({
    token: 'type',
    foreground: '73d0ff',
    fontStyle: 'bold',
  });
  expect(editorColors).toEqual({ 'editorBracketHighlight.foreground1': '#ffd580' });
});

test('text that is too faint is corrected and told, with what it was', () => {
  const { corrections, tokens } = map(harbour);
  const comments = corrections.find(({ what }) => what === 'comments');
  expect(comments).toMatchObject({ from: '#4a5568', to: tokens['code-comment'], minimum: 4.5 });
  expect(comments?.ratio).toBeLessThan(4.5);
  expect(corrections.map(({ what }) => what)).toContain('line numbers');
  expect(corrections.map(({ what }) => what)).toContain('selected rows');
  expect(corrections.map(({ what }) => what)).not.toContain('keywords');
});

test('a theme that says nothing looks like the bundled one of its kind', () => {
  const { corrections, rules } = map({ ...harbour, colors: {}, tokenColors: [] });
  expect(corrections).toEqual([]);
  expect(rules).toEqual([]);
});

describe('every text can be read', () => {
  test('in a theme that is faint on purpose', () => {
    expect(misses(harbour)).toEqual([]);
  });

  test.each(['dark', 'light', 'contrast'] as const)('whatever colours a %s theme has', (type) => {
    const hex = fc.stringMatching(/^#[0-9a-f]{6}$/);
    const ids = [
      'editor.background',
      'editor.foreground',
      'sideBar.background',
      'foreground',
      'list.activeSelectionBackground',
      'editor.selectionBackground',
      'textLink.foreground',
      'button.background',
      'errorForeground',
      'editorWidget.background',
      'input.background',
      'editorLineNumber.foreground',
      'gitDecoration.modifiedResourceForeground',
    ];
    const colors = fc.record(Object.fromEntries(ids.map((id) => [id, hex])), { requiredKeys: [] });
    const rule = (scope: string) => hex.map((foreground) => ({ scopes: [scope], foreground }));
    const rules = fc.tuple(rule('comment'), rule('keyword'), rule('string'), rule('entity.name'));
    fc.assert(
      fc.property(colors, rules, (own, tokenColors) => {
        const theme: ColorTheme = {
          ...harbour,
          type,
          minimumContrast: type === 'contrast' ? 7 : 4.5,
          colors: own as Record<string, string>,
          tokenColors,
        };
        expect(misses(theme)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});

describe('scopes', () => {
  const rules: ColorTheme['tokenColors'] = [
    { scopes: [], foreground: '#000001' },
    { scopes: ['string'], foreground: '#000002' },
    { scopes: ['string.quoted'], foreground: '#000003', fontStyle: 'italic' },
    { scopes: ['string'], foreground: '#000004' },
    { scopes: ['source.css string'], foreground: '#000005' },
  ];

  test('the most specific selector counts, and of equal ones the last', () => {
    expect(styleOfScopes(rules, ['string.quoted.double'])).toEqual({ foreground: '#000003', fontStyle: 'italic' });
    expect(styleOfScopes(rules, ['string.regexp'])).toEqual({ foreground: '#000004', fontStyle: undefined });
    expect(styleOfScopes(rules, ['strings', 'comment'])).toBeUndefined();
  });

  test('what every token begins with', () => {
    expect(initialForeground(rules)).toBe('#000001');
  });
});
