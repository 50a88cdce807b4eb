import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { toHexColor } from '../../../../src-renderer/monaco/oklch.ts';

describe('toHexColor', () => {
  it.each([
    ['oklch(0 0 0)', '#000000'],
    ['oklch(1 0 0)', '#ffffff'],
    // The sRGB primaries, values from the CSS Color 4 specification's conversions.
    ['oklch(0.627955 0.257683 29.2339)', '#ff0000'],
    ['oklch(0.866440 0.294827 142.4953)', '#00ff00'],
    ['oklch(0.452014 0.313214 264.0520)', '#0000ff'],
    ['oklch(0.5998 0 0)', '#808080'],
    ['oklch(51.975% 0.17686 142.495)', '#008000'],
  ])('%s is %s', (color, hex) => {
    expect(toHexColor(color)).toBe(hex);
  });

  it('keeps translucency as the last two digits', () => {
    expect(toHexColor('oklch(1 0 0 / 0.055)')).toBe('#ffffff0e');
    expect(toHexColor('oklch(100% 0% 0deg / 50%)')).toBe('#ffffff80');
    expect(toHexColor('oklch(1 0 0 / 1)')).toBe('#ffffff');
  });

  it('clips what sRGB cannot show', () => {
    expect(toHexColor('oklch(0.7 0.4 150)')).toMatch(/^#00[0-9a-f]{2}00$/);
  });

  it('passes hex through', () => {
    expect(toHexColor(' #0A0b0C ')).toBe('#0a0b0c');
  });

  it('refuses other notations', () => {
    expect(() => toHexColor('rgb(0 0 0)')).toThrow('not a colour');
    expect(() => toHexColor('')).toThrow('not a colour');
  });

  it('understands every colour of the tokens', () => {
    const tokens = readFileSync(new URL('../../../../src-renderer/ui/tokens.css', import.meta.url), 'utf8');
    const colors = [...tokens.matchAll(/--ff-[\w-]+:\s*(oklch\([^)]*\));/g)].map(([, color = '']) => color);
    expect(colors.length).toBeGreaterThan(200);
    for (const color of colors) expect(toHexColor(color)).toMatch(/^#([0-9a-f]{6}|[0-9a-f]{8})$/);
  });
});
