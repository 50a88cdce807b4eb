import type { ParseError } from 'jsonc-parser';
import { z } from 'zod';
import type { ColorTheme } from '../../../contract/model/color-theme.ts';
import { t } from '../../../localization/index.ts';
import { desktopError } from '../desktop-error.ts';
import { type JsonParser, lineAt } from '../settings/index.ts';

const mostRules = 5000;

const Rule = z.object({
  scope: z.union([z.string(), z.array(z.string())]).optional(),
  settings: z.object({ foreground: z.string().optional(), fontStyle: z.string().optional() }),
});

/**
 * Reads a VS Code colour theme from JSON with comments. INVALID_THEME says why it is none, or what it needs that one file does
 * not hold (`include`, colours of code in another file).
 */
export function readTheme(parser: JsonParser, text: string, id: string, fileName: string): ColorTheme {
  const errors: ParseError[] = [];
  const value: unknown = parser.parse(text.replace(/^\uFEFF/, ''), errors, { allowTrailingComma: true });
  const [error] = errors;
  if (error) refuse(t('Line {{line}} is not valid JSON.', { line: lineAt(text, error.offset) }));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    refuse(t('The file must hold an object and so begin with "{".'));
  }
  const theme = value as Record<string, unknown>;
  if (theme.include !== undefined) {
    refuse(
      t(
        'It builds on another file ({{include}}), which is not in here. In VS Code, "Developer: Generate Color Theme From Current Settings" writes a theme that stands alone.',
        { include: JSON.stringify(theme.include) },
      ),
    );
  }
  if (typeof theme.tokenColors === 'string') {
    refuse(
      t('Its colours of code are in another file ({{tokenColors}}), which is not in here.', {
        tokenColors: JSON.stringify(theme.tokenColors),
      }),
    );
  }
  if (theme.colors === undefined && theme.tokenColors === undefined) {
    refuse(t('It has neither "colors" nor "tokenColors".'));
  }
  const notes: string[] = [];
  const colors = readColors(theme.colors, notes);
  return {
    id,
    name:
      typeof theme.name === 'string' && theme.name.trim() !== '' ? theme.name.trim().slice(0, 100) : nameOf(fileName),
    ...kindOf(theme.type, colors['editor.background']),
    colors,
    tokenColors: readRules(theme.tokenColors, notes),
    notes,
  };
}

/** `#rgb` and `#rgba` written out, lower case; undefined where it is no such colour. */
export function normalizeColor(value: string): string | undefined {
  const text = value.trim().toLowerCase();
  if (/^#([0-9a-f]{6}|[0-9a-f]{8})$/.test(text)) return text;
  if (!/^#[0-9a-f]{3,4}$/.test(text)) return undefined;
  return `#${[...text.slice(1)].map((digit) => digit + digit).join('')}`;
}

/** The name of the file that a theme is kept in, without `.json`. */
export function themeIdOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 48)
    .replace(/-+$/, '');
  return plain === '' ? 'theme' : plain;
}

function readColors(value: unknown, notes: string[]): Record<string, string> {
  const colors: Record<string, string> = {};
  if (value === undefined) return colors;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) refuse('"colors" must be an object.');
  let unreadable = 0;
  for (const [id, color] of Object.entries(value as Record<string, unknown>)) {
    // Null stands for VS Code's default.
    if (color === null || color === 'default') continue;
    const normal = typeof color === 'string' ? normalizeColor(color) : undefined;
    if (normal === undefined) unreadable += 1;
    else colors[id] = normal;
  }
  if (unreadable > 0) notes.push(t('{{count}} colours in "colors" could not be read.', { count: unreadable }));
  return colors;
}

function readRules(value: unknown, notes: string[]): ColorTheme['tokenColors'] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) refuse(t('"tokenColors" must be a list.'));
  let unreadable = 0;
  const rules = (value as unknown[]).slice(0, mostRules).flatMap((item) => {
    const result = Rule.safeParse(item);
    if (!result.success) {
      unreadable += 1;
      return [];
    }
    const { scope, settings } = result.data;
    const foreground = settings.foreground === undefined ? undefined : normalizeColor(settings.foreground);
    if (settings.foreground !== undefined && foreground === undefined) unreadable += 1;
    const scopes = (typeof scope === 'string' ? scope.split(',') : (scope ?? []))
      .map((part) => part.trim())
      .filter((part) => part !== '');
    const { fontStyle } = settings;
    if (foreground === undefined && fontStyle === undefined) return [];
    return [{ scopes, ...(foreground ? { foreground } : {}), ...(fontStyle === undefined ? {} : { fontStyle }) }];
  });
  if (unreadable > 0) notes.push(t('{{count}} rules in "tokenColors" could not be read.', { count: unreadable }));
  return rules;
}

function kindOf(type: unknown, background: string | undefined): Pick<ColorTheme, 'type' | 'minimumContrast'> {
  switch (type) {
    case 'light':
      return { type: 'light', minimumContrast: 4.5 };
    case 'hc':
    case 'hcDark':
    case 'hc-black':
      return { type: 'contrast', minimumContrast: 7 };
    case 'hcLight':
    case 'hc-light':
      return { type: 'light', minimumContrast: 7 };
    default:
      return { type: type !== 'dark' && isBright(background) ? 'light' : 'dark', minimumContrast: 4.5 };
  }
}

function isBright(color: string | undefined): boolean {
  if (color === undefined) return false;
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
  return 0.299 * red + 0.587 * green + 0.114 * blue > 140;
}

function nameOf(fileName: string): string {
  const base = fileName.replace(/^.*[\\/]/, '').replace(/(-color-theme)?\.jsonc?$/i, '');
  return base === '' ? t('Imported theme') : base.slice(0, 100);
}

function refuse(reason: string): never {
  throw desktopError('INVALID_THEME', { message: t('This theme was not imported. {{reason}}', { reason }) });
}
