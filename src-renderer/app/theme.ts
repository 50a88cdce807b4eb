import type { StoreApi } from 'zustand/vanilla';
import type { ColorTheme } from '../../contract/model/color-theme.ts';
import type { Settings } from '../../contract/model/settings.ts';
import type { ShellClient } from '../../contract/shell.ts';
import type { Correction, TokenRule } from './color-theme/index.ts';
import { createDisposables, type Disposable } from './disposable.ts';
import type { Workspace } from './services.ts';

/** The setting: a bundled theme, the system's, or `user:` and the id of an imported one. */
export type ThemeChoice = Settings['workbench.theme'];
export type ThemeName = 'dark' | 'light' | 'contrast';

/** An imported theme in the product's own terms, ready to be shown. */
export interface ShownColorTheme {
  readonly id: string;
  readonly name: string;
  readonly type: ThemeName;
  /** Hex by role, as tokens.css names them without `--ff-`. */
  readonly tokens: Readonly<Record<string, string>>;
  readonly rules: readonly TokenRule[];
  readonly editorColors: Readonly<Record<string, string>>;
}

const rememberedKey = 'flashfusion.theme';
const rememberedColorsKey = 'flashfusion.theme.colors';
const importedPrefix = 'user:';
const queries = {
  contrast: '(prefers-contrast: more), (forced-colors: active)',
  light: '(prefers-color-scheme: light)',
};

/** The id of the imported theme that a choice names; null for bundled ones. */
export function importedThemeId(choice: ThemeChoice): string | null {
  return choice.startsWith(importedPrefix) ? choice.slice(importedPrefix.length) : null;
}

/** The bundled theme that a choice means on this system now; imported ones count as the system's. */
export function resolveTheme(choice: ThemeChoice, system: { contrast: boolean; light: boolean }): ThemeName {
  if (choice === 'dark' || choice === 'light' || choice === 'contrast') return choice;
  if (system.contrast) return 'contrast';
  return system.light ? 'light' : 'dark';
}

/** Sets last time's theme before the first paint; the settings arrive later. */
export function applyRememberedTheme(): ThemeName {
  const remembered = localStorage.getItem(rememberedKey);
  const colors = remembered?.startsWith(importedPrefix) ? readRememberedColors() : null;
  if (colors) {
    paint(colors.type, colors);
    return colors.type;
  }
  const choice = remembered === 'dark' || remembered === 'light' || remembered === 'contrast' ? remembered : 'system';
  const theme = resolveTheme(choice, readSystem());
  paint(theme, null);
  return theme;
}

/** Keeps the window's theme what the setting and the system say. */
export interface Theme extends Disposable {
  /** Shows a theme without choosing it; null goes back to the setting. */
  preview(choice: ThemeChoice | null): void;
  /** An imported theme in the product's terms, with what had to be corrected. */
  map(theme: ColorTheme): Promise<{ shown: ShownColorTheme; corrections: readonly Correction[] }>;
  /** Imported themes have changed: what is shown is read again. */
  refresh(): void;
}

/**
 * Follows `workbench.theme` and the system; `workspace.theme`, `workspace.colorTheme` and the page's root say what is shown.
 * `read` answers an imported theme; one that fails is told to `onFailed`, and the system's theme takes its place.
 */
export function createTheme(options: {
  workspace: StoreApi<Workspace>;
  shell: ShellClient;
  read(id: string): Promise<ColorTheme>;
  onFailed(id: string, error: unknown): void;
}): Theme {
  const { workspace, shell } = options;
  const ends = createDisposables();
  const known = new Map<string, Promise<ShownColorTheme | null>>();
  let previewed: ThemeChoice | null = null;
  let told: string | null = null;
  let turn = 0;

  const map: Theme['map'] = async (theme) => {
    const { mapOnPage } = await import('./color-theme/index.ts');
    const { corrections, ...colors } = mapOnPage(theme);
    return { shown: { id: theme.id, name: theme.name, type: theme.type, ...colors }, corrections };
  };
  const load = (id: string): Promise<ShownColorTheme | null> => {
    const loading =
      known.get(id) ??
      options
        .read(id)
        .then(map)
        .then(({ shown }) => shown)
        .catch((error: unknown) => {
          options.onFailed(id, error);
          return null;
        });
    known.set(id, loading);
    return loading;
  };
  const show = (choice: ThemeChoice, colors: ShownColorTheme | null) => {
    const theme = colors?.type ?? resolveTheme(choice, readSystem());
    paint(theme, colors);
    workspace.setState({ theme, colorTheme: colors });
    if (!previewed) remember(choice, colors);
    const forSystem = colors?.type ?? (importedThemeId(choice) === null ? (choice as ThemeName | 'system') : 'system');
    if (told === forSystem) return;
    told = forSystem;
    // The system's own parts (menus, scroll bars of dialogs) are a courtesy; the window itself is already right.
    shell.window.setTheme({ theme: forSystem }).catch(reportError);
  };
  const apply = () => {
    const choice = previewed ?? workspace.getState().settings.effective['workbench.theme'];
    const id = importedThemeId(choice);
    turn += 1;
    if (id === null) {
      show(choice, null);
      return;
    }
    const own = turn;
    void load(id).then((colors) => {
      if (own === turn) show(choice, colors);
    });
  };
  for (const query of Object.values(queries)) {
    const media = window.matchMedia(query);
    media.addEventListener('change', apply);
    ends.addFunction(() => media.removeEventListener('change', apply));
  }
  ends.addFunction(
    workspace.subscribe((now, before) => {
      if (now.settings !== before.settings) apply();
    }),
  );
  ends.addFunction(() => {
    turn += 1;
  });
  apply();
  return {
    map,
    preview(choice) {
      previewed = choice;
      apply();
    },
    refresh() {
      known.clear();
      apply();
    },
    dispose: ends.dispose,
  };
}

/** Puts a theme on the page's root: the bundled one by name, an imported one's colours over it. */
function paint(theme: ThemeName, colors: ShownColorTheme | null): void {
  const { dataset, style } = document.documentElement;
  for (const name of [...style]) if (name.startsWith('--ff-')) style.removeProperty(name);
  for (const [role, color] of Object.entries(colors?.tokens ?? {})) style.setProperty(`--ff-${role}`, color);
  dataset.theme = theme;
  if (colors) dataset.colorTheme = colors.id;
  else delete dataset.colorTheme;
}

function remember(choice: ThemeChoice, colors: ShownColorTheme | null): void {
  localStorage.setItem(rememberedKey, choice);
  if (colors) localStorage.setItem(rememberedColorsKey, JSON.stringify(colors));
  else localStorage.removeItem(rememberedColorsKey);
}

function readRememberedColors(): ShownColorTheme | null {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(rememberedColorsKey) ?? 'null');
    const colors = value as ShownColorTheme | null;
    return colors && typeof colors.tokens === 'object' && /^(dark|light|contrast)$/.test(colors.type) ? colors : null;
  } catch {
    return null;
  }
}

function readSystem() {
  return {
    contrast: window.matchMedia(queries.contrast).matches,
    light: window.matchMedia(queries.light).matches,
  };
}
