/** A colour as CSS writes it, with every channel from 0 to 1. */
interface Rgba {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
  readonly alpha: number;
}

/**
 * Turns a CSS colour (`oklch(0.82 0.115 192 / 0.5)` or `#rrggbb[aa]`) into `#rrggbb`, or `#rrggbbaa` where it is translucent.
 * Colours outside sRGB are clipped channel by channel, as Chromium shows them. Throws on anything else.
 * Matrices from Björn Ottosson, "A perceptual color space for image processing".
 */
export function toHexColor(color: string): string {
  const text = color.trim().toLowerCase();
  if (/^#([0-9a-f]{6}|[0-9a-f]{8})$/.test(text)) return text;
  const match = /^oklch\(\s*([\d.]+%?)\s+([\d.]+%?)\s+([\d.]+)(?:deg)?\s*(?:\/\s*([\d.]+%?)\s*)?\)$/.exec(text);
  if (!match) throw new Error(`"${color}" is not a colour in OKLCH or hex notation`);
  const [, lightness = '', chroma = '', hue = '', alpha = '1'] = match;
  return format(fromOklch(fraction(lightness, 1), fraction(chroma, 0.4), Number(hue), fraction(alpha, 1)));
}

function fraction(text: string, whole: number): number {
  return text.endsWith('%') ? (Number(text.slice(0, -1)) / 100) * whole : Number(text);
}

function fromOklch(lightness: number, chroma: number, hue: number, alpha: number): Rgba {
  const angle = (hue * Math.PI) / 180;
  const a = chroma * Math.cos(angle);
  const b = chroma * Math.sin(angle);
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return {
    red: toGamma(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
    green: toGamma(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
    blue: toGamma(-0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short),
    alpha,
  };
}

function toGamma(linear: number): number {
  return linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055;
}

function format({ red, green, blue, alpha }: Rgba): string {
  const channels = alpha < 1 ? [red, green, blue, alpha] : [red, green, blue];
  return `#${channels.map(toByte).join('')}`;
}

function toByte(channel: number): string {
  return Math.round(Math.min(1, Math.max(0, channel)) * 255)
    .toString(16)
    .padStart(2, '0');
}
