import { z } from 'zod';
import { ColorTheme, ColorThemeId, ColorThemeSummary } from '../model/color-theme.ts';
import { procedure } from './errors.ts';

const file = z.object({ text: z.string().max(2_000_000), fileName: z.string().max(500) });

export const themes = {
  /** The imported themes, by name. Files that cannot be read are left out. */
  list: procedure.output(z.array(ColorThemeSummary)),
  get: procedure.input(z.object({ id: ColorThemeId })).output(ColorTheme),
  /** Reads the text of a VS Code colour theme and writes nothing. INVALID_THEME says why it is none. */
  read: procedure.input(file).output(ColorTheme),
  /** Keeps a theme in the user's folder. The same text twice is one theme. */
  add: procedure.input(file).output(ColorTheme),
  /** Answers the text, so that it can be added again. */
  remove: procedure.input(z.object({ id: ColorThemeId })).output(file),
};
