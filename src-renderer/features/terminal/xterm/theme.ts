import type { ISearchOptions } from '@xterm/addon-search';
import type { ITheme } from '@xterm/xterm';
import { toHexColor } from '../../../monaco/oklch.ts';
import './palette.css';

const names = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;

/** The role of a colour as the stylesheets name it, without `--ff-`. */
type ReadRole = (role: string) => string;

/** Reads the colours of the theme that the page shows now. */
export function readRoles(): ReadRole {
  const style = getComputedStyle(document.documentElement);
  return (role) => toHexColor(style.getPropertyValue(`--ff-${role}`));
}

/** xterm's colours by the product's tokens. */
export function terminalTheme(read: ReadRole): ITheme {
  const ansi = Object.fromEntries(
    names.flatMap((name) => [
      [name, read(`ansi-${name}`)],
      [`bright${name.charAt(0).toUpperCase()}${name.slice(1)}`, read(`ansi-bright-${name}`)],
    ]),
  );
  return {
    ...ansi,
    foreground: read('code-text'),
    background: read('bg-panel'),
    cursor: read('accent'),
    cursorAccent: read('bg-panel'),
    selectionBackground: read('code-selection'),
    selectionInactiveBackground: read('code-selection'),
    scrollbarSliderBackground: `${read('border-strong')}66`,
    scrollbarSliderHoverBackground: `${read('border-strong')}a0`,
    scrollbarSliderActiveBackground: read('border-strong'),
    overviewRulerBorder: read('bg-panel'),
  };
}

/** The colours of matches. */
export function matchColors(read: ReadRole): NonNullable<ISearchOptions['decorations']> {
  return {
    matchBackground: read('terminal-match'),
    matchOverviewRuler: read('warn'),
    activeMatchBackground: read('terminal-match-current'),
    activeMatchBorder: read('warn'),
    activeMatchColorOverviewRuler: read('accent'),
  };
}
