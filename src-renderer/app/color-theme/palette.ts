import { black, type Color, contrast, flatten, mix, parseHex, toHex, white } from './color.ts';

/** A colour of a theme that had to give way, so that text can be read. */
export interface Correction {
  /** What it is for, in words: "comments". */
  readonly what: string;
  /** `#rrggbb`. */
  readonly from: string;
  readonly to: string;
  /** The lowest contrast that it had, and must have. */
  readonly ratio: number;
  readonly minimum: number;
}

/** The colours under way: what has been decided, and what had to be corrected. */
export interface Palette {
  readonly dark: boolean;
  get(role: string): Color;
  /** Decides a colour. */
  set(role: string, color: Color): void;
  /** The same for something that text stands on: it moves towards `calm` until even the strongest text has enough. */
  setSurface(role: string, color: Color, calm: Color, needed: number, what: string | null): void;
  /**
   * Decides a colour that is seen on surfaces (roles; `panel+hover` is one on another) with at least a contrast. `what` names
   * it where it is the theme's own, so that its correction is told.
   */
  setReadable(role: string, color: Color, surfaces: readonly string[], minimum: number, what: string | null): void;
  readonly corrections: readonly Correction[];
  /** Hex by role. */
  tokens(): Record<string, string>;
}

/** An empty palette; `readBase` answers the bundled theme's colours, for every role that is not decided. */
export function createPalette(dark: boolean, readBase: (role: string) => string): Palette {
  const decided = new Map<string, Color>();
  const corrections: Correction[] = [];
  const strongest = dark ? white : black;
  const opposite = dark ? black : white;
  const get = (role: string) => decided.get(role) ?? parseHex(readBase(role));
  const surface = (name: string): Color => {
    const [ground = '', ...layers] = name.split('+');
    return layers.reduce((under, layer) => flatten(get(layer), under), flatten(get(ground), get('bg-editor')));
  };

  return {
    dark,
    get,
    corrections,
    set: (role, color) => void decided.set(role, color),
    setSurface(role, color, calm, needed, what) {
      const ground = flatten(calm, opposite);
      const opaque = flatten(color, ground);
      const before = contrast(opaque, strongest);
      let next = opaque;
      for (let share = 0.1; contrast(next, strongest) < needed && share < 1; share += 0.1) {
        next = mix(opaque, ground, share);
      }
      const settled = next;
      for (let share = 0.1; contrast(next, strongest) < needed && share <= 1; share += 0.1) {
        next = mix(settled, opposite, share);
      }
      decided.set(role, next);
      if (what !== null && next !== opaque) {
        corrections.push({ what, from: toHex(opaque), to: toHex(next), ratio: before, minimum: needed });
      }
    },
    setReadable(role, color, surfaces, minimum, what) {
      const grounds = surfaces.map(surface);
      const opaque = flatten(color, grounds[0] ?? get('bg-editor'));
      const lowest = (candidate: Color) => Math.min(...grounds.map((ground) => contrast(candidate, ground)));
      let next = opaque;
      for (let share = 0.04; lowest(next) < minimum && share < 1.04; share += 0.04) {
        next = mix(opaque, strongest, Math.min(share, 1));
      }
      decided.set(role, next);
      if (what !== null && next !== opaque) {
        corrections.push({ what, from: toHex(opaque), to: toHex(next), ratio: lowest(opaque), minimum });
      }
    },
    tokens: () => Object.fromEntries([...decided].map(([role, color]) => [role, toHex(color)])),
  };
}
