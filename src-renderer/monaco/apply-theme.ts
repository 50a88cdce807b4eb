import { editor } from 'monaco-editor/editor/editor.api';
import type { Disposable } from '../app/disposable.ts';
import { onThemeShown } from '../app/shown-theme.ts';
import type { ShownColorTheme } from '../app/theme.ts';
import { createEditorTheme, type ThemeName } from './theme.ts';

/**
 * Shows the theme that the page has now (`data-theme` and `data-color-theme` on its root), and every one that it gets later.
 * `readColorTheme` answers the imported theme that is shown, if one is.
 */
export function followTheme(readColorTheme: () => ShownColorTheme | null): Disposable {
  const root = document.documentElement;
  const apply = () => {
    const style = getComputedStyle(root);
    const name = toThemeName(root.dataset.theme);
    const colorTheme = root.dataset.colorTheme === undefined ? null : readColorTheme();
    const bundled = createEditorTheme(name, (role) => style.getPropertyValue(`--ff-${role}`));
    editor.defineTheme('flashfusion', {
      ...bundled,
      rules: [...bundled.rules, ...(colorTheme?.rules ?? [])],
      colors: { ...bundled.colors, ...colorTheme?.editorColors },
    });
    editor.setTheme('flashfusion');
  };
  apply();
  return onThemeShown(apply);
}

function toThemeName(value: string | undefined): ThemeName {
  return value === 'light' || value === 'contrast' ? value : 'dark';
}
