/** Red, green and blue from 0 to 255, and opacity from 0 to 1. */
export interface Color {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
  readonly alpha: number;
}

export const white: Color = { red: 255, green: 255, blue: 255, alpha: 1 };
export const black: Color = { red: 0, green: 0, blue: 0, alpha: 1 };

/** Reads `#rrggbb` or `#rrggbbaa`. Throws on anything else. */
export function parseHex(text: string): Color {
  if (!/^#([0-9a-f]{6}|[0-9a-f]{8})$/i.test(text)) throw new Error(`"${text}" is not a colour in hex notation`);
  const channel = (at: number) => Number.parseInt(text.slice(at, at + 2), 16);
  return { red: channel(1), green: channel(3), blue: channel(5), alpha: text.length === 9 ? channel(7) / 255 : 1 };
}

/** Writes `#rrggbb`, or `#rrggbbaa` where it is translucent. */
export function toHex({ red, green, blue, alpha }: Color): string {
  const channels = alpha < 1 ? [red, green, blue, alpha * 255] : [red, green, blue];
  return `#${channels.map((value) => Math.round(value).toString(16).padStart(2, '0')).join('')}`;
}

/** What a colour looks like on an opaque one. */
export function flatten(top: Color, under: Color): Color {
  return { ...mix(under, top, top.alpha), alpha: 1 };
}

/** One colour with a share, from 0 to 1, of another. Opacity is the first one's. */
export function mix(one: Color, other: Color, share: number): Color {
  const between = (from: number, to: number) => from + (to - from) * share;
  return {
    red: between(one.red, other.red),
    green: between(one.green, other.green),
    blue: between(one.blue, other.blue),
    alpha: one.alpha,
  };
}

/** Contrast of two opaque colours, from 1 to 21, by WCAG 2.2. */
export function contrast(one: Color, other: Color): number {
  const lighter = Math.max(luminance(one), luminance(other));
  const darker = Math.min(luminance(one), luminance(other));
  return (lighter + 0.05) / (darker + 0.05);
}

/** How far a colour is from grey, from 0 to 1. */
export function saturation({ red, green, blue }: Color): number {
  return (Math.max(red, green, blue) - Math.min(red, green, blue)) / 255;
}

function luminance({ red, green, blue }: Color): number {
  const linear = (channel: number) => {
    // What is written has whole channels, so that is what counts.
    const value = Math.round(channel) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}
