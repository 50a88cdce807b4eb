import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

// Luminance and ratio follow WCAG 2.2; OKLCH becomes sRGB as in CSS Color 4 and is clipped to the gamut.

type Rgb = readonly [number, number, number];
interface Colour {
  readonly rgb: Rgb;
  readonly alpha: number;
}
type Theme = ReadonlyMap<string, string>;

const css = readFileSync(join(import.meta.dirname, '../../../../src-renderer/ui/tokens.css'), 'utf8');

function declarations(selector: string): [string, string][] {
  const start = css.indexOf(`${selector} {`);
  if (start === -1) throw new Error(`tokens.css has no ${selector}`);
  const block = css.slice(start, css.indexOf('\n}', start));
  return [...block.matchAll(/--ff-([\w-]+):\s*([^;]+);/g)].map(([, name = '', value = '']) => [name, value.trim()]);
}

const base = declarations(':root,\n[data-theme="dark"]');
const themes: Readonly<Record<'dark' | 'light' | 'contrast', Theme>> = {
  dark: new Map(base),
  light: new Map([...base, ...declarations('[data-theme="light"]')]),
  contrast: new Map([...base, ...declarations('[data-theme="contrast"]')]),
};

function parseColour(value: string): Colour {
  const match = /^oklch\(([\d.]+) ([\d.]+) ([\d.]+)(?: \/ ([\d.]+))?\)$/.exec(value);
  if (!match) throw new Error(`not a colour: ${value}`);
  const [lightness = 0, chroma = 0, hue = 0] = match.slice(1, 4).map(Number);
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const encode = (linear: number) => {
    const clipped = Math.min(1, Math.max(0, linear));
    return clipped <= 0.0031308 ? 12.92 * clipped : 1.055 * clipped ** (1 / 2.4) - 0.055;
  };
  return {
    alpha: match[4] === undefined ? 1 : Number(match[4]),
    rgb: [
      encode(4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short),
      encode(-1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short),
      encode(-0.0041960863 * long - 0.7034186147 * middle + 1.707614701 * short),
    ],
  };
}

function blend(top: Colour, under: Rgb): Rgb {
  const mix = (channel: 0 | 1 | 2) => top.rgb[channel] * top.alpha + under[channel] * (1 - top.alpha);
  return [mix(0), mix(1), mix(2)];
}

function luminance(rgb: Rgb): number {
  const decode = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  return 0.2126 * decode(rgb[0]) + 0.7152 * decode(rgb[1]) + 0.0722 * decode(rgb[2]);
}

function ratio(one: Rgb, other: Rgb): number {
  const lighter = Math.max(luminance(one), luminance(other));
  const darker = Math.min(luminance(one), luminance(other));
  return (lighter + 0.05) / (darker + 0.05);
}

function token(theme: Theme, name: string): Colour {
  const value = theme.get(name) ?? theme.get(`bg-${name}`);
  if (value === undefined) throw new Error(`no token ${name}`);
  return parseColour(value);
}

/** A surface: `panel`; `panel+hover` with a translucent layer on it; `editor~p1` under that person's selection. */
function surface(theme: Theme, name: string): Rgb {
  const [under = '', person] = name.split('~');
  if (person !== undefined) {
    const tint = Number.parseFloat(theme.get('person-tint') ?? '');
    return blend({ ...token(theme, person), alpha: tint / 100 }, surface(theme, under));
  }
  const [ground = '', layer] = name.split('+');
  const { rgb } = token(theme, ground);
  return layer === undefined ? rgb : blend(token(theme, layer), rgb);
}

const panes = [
  'chrome',
  'panel',
  'editor',
  'raised',
  'inset',
  'panel+hover',
  'raised+hover',
  'panel+active',
  'bg-selected',
];
const code = ['editor', 'editor+line', 'diff-add', 'diff-remove', 'code-selection'];
const people = ['p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7', 'p8'];
const notices = ['success-soft', 'warn-soft', 'danger-soft', 'info-soft', 'accent-soft'];
const tokens = ['string', 'number', 'type', 'function', 'property', 'punct'].map((name) => `code-${name}`);
const states = ['success', 'warn', 'danger', 'info'];

interface Pairs {
  readonly label: string;
  readonly names: readonly string[];
  readonly surfaces: readonly string[];
  /** Text must reach 4.5, and 7 in high contrast; parts of the UI 3. */
  readonly kind: 'text' | 'part';
}

const text = (label: string, names: readonly string[], surfaces: readonly string[]): Pairs => ({
  label,
  names,
  surfaces,
  kind: 'text',
});
const part = (label: string, names: readonly string[], surfaces: readonly string[]): Pairs => ({
  label,
  names,
  surfaces,
  kind: 'part',
});

const pairs: readonly Pairs[] = [
  text('text', ['text-1', 'text-2', 'text-3'], panes),
  text('accent', ['accent'], ['chrome', 'panel', 'editor', 'raised', 'accent-soft', 'bg-selected']),
  text('text on the accent', ['on-accent'], ['accent', 'accent-hover', 'accent-press']),
  ...states.map((name) => text(name, [name], ['chrome', 'panel', 'editor', 'raised', `${name}-soft`])),
  text('text on notices', ['text-1', 'text-2'], notices),
  text('text on danger', ['on-danger'], ['danger-fill', 'danger-fill-hover', 'danger-fill-press']),
  text('git states', ['git-modified', 'git-added', 'git-deleted'], ['panel', 'panel+hover', 'bg-selected']),
  text('code', ['code-text', 'code-comment', 'code-keyword', ...tokens], code),
  text('code on a word diff', ['code-text'], ['diff-add-strong', 'diff-remove-strong']),
  text(
    'code in selections of others',
    ['code-text', 'code-comment', 'code-keyword', ...tokens.filter((name) => name !== 'code-property')],
    people.map((person) => `editor~${person}`),
  ),
  ...people.map((person) => text(`name on ${person}`, [`on-${person}`], [person])),
  text('line numbers', ['line-number'], ['editor', 'editor+line', 'diff-add', 'diff-remove']),
  part('cursors of others', people, ['editor', 'panel', 'raised']),
  part('edges of controls', ['border-strong'], ['panel', 'editor', 'raised', 'inset']),
  part('focus ring', ['focus'], ['chrome', 'panel', 'editor', 'raised']),
  part('diff marks', ['diff-add-mark', 'diff-remove-mark'], ['editor', 'diff-add', 'diff-remove']),
  part('ratings', ['rating'], ['panel', 'editor']),
];

describe.each(Object.entries(themes))('contrast in the %s theme', (themeName, theme) => {
  it.each(pairs)('$label', ({ names, surfaces, kind }) => {
    const must = kind === 'part' ? 3 : themeName === 'contrast' ? 7 : 4.5;
    const misses = names.flatMap((name) =>
      surfaces.flatMap((under) => {
        const value = ratio(token(theme, name).rgb, surface(theme, under));
        return value < must ? [`${name} on ${under}: ${value.toFixed(2)} < ${must}`] : [];
      }),
    );
    expect(misses).toEqual([]);
  });
});

describe('the computation', () => {
  it('agrees with the ends of the scale', () => {
    const black = parseColour('oklch(0 0 0)').rgb;
    const white = parseColour('oklch(1 0 0)').rgb;
    expect(ratio(black, white)).toBeCloseTo(21, 1);
    expect(ratio(white, white)).toBe(1);
  });

  it('finds a pair that is too weak', () => {
    expect(ratio(parseColour('oklch(0.6 0 0)').rgb, parseColour('oklch(0.7 0 0)').rgb)).toBeLessThan(3);
  });
});
