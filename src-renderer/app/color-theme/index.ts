import type { ColorTheme } from '../../../contract/model/color-theme.ts';
import { toHexColor } from '../../monaco/oklch.ts';
import { type MappedTheme, mapTheme } from './map-theme.ts';

export type { MappedTheme, TokenRule } from './map-theme.ts';
export type { Correction } from './palette.ts';

/** Maps a theme over the bundled theme of its kind, whose colours the page's own style sheet answers. */
export function mapOnPage(theme: ColorTheme): MappedTheme {
  const probe = document.createElement('div');
  probe.dataset.theme = theme.type;
  probe.hidden = true;
  document.body.append(probe);
  try {
    const style = getComputedStyle(probe);
    return mapTheme(theme, (role) => toHexColor(style.getPropertyValue(`--ff-${role}`)));
  } finally {
    probe.remove();
  }
}
