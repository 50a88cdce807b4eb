import { z } from 'zod';

/** The name of an imported theme's file, without `.json`. */
export const ColorThemeId = z
  .string()
  .max(64)
  .regex(/^[a-z0-9][a-z0-9-]*$/, 'A theme is named by lower-case letters, digits and hyphens.');
export type ColorThemeId = z.infer<typeof ColorThemeId>;

/** What tells themes apart in lists. `contrast` themes are dark. */
export const ColorThemeSummary = z.object({
  id: ColorThemeId,
  name: z.string(),
  type: z.enum(['dark', 'light', 'contrast']),
});
export type ColorThemeSummary = z.infer<typeof ColorThemeSummary>;

/** A VS Code colour theme as it was read: workbench colours by VS Code's ids, and colours of code by TextMate scope. */
export const ColorTheme = ColorThemeSummary.extend({
  /** Ratio that text must reach: 4.5, and 7 in high contrast. */
  minimumContrast: z.union([z.literal(4.5), z.literal(7)]),
  /** `#rrggbb` or `#rrggbbaa`. */
  colors: z.record(z.string(), z.string()),
  tokenColors: z.array(
    z.object({
      /** Selectors, most general first as in the file; empty for what every token begins with. */
      scopes: z.array(z.string()),
      foreground: z.string().optional(),
      fontStyle: z.string().optional(),
    }),
  ),
  /** What of the file could not be used, in words. */
  notes: z.array(z.string()),
});
export type ColorTheme = z.infer<typeof ColorTheme>;
