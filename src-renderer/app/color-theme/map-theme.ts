import type { ColorTheme } from '../../../contract/model/color-theme.ts';
import { t } from '../../localize.ts';
import { black, type Color, contrast, flatten, mix, parseHex, saturation, toHex, white } from './color.ts';
import { type Correction, createPalette, type Palette } from './palette.ts';
import { initialForeground, scopesByRole, scopesByToken, styleOfScopes } from './scopes.ts';

/** How one kind of Monaco's tokens is painted. */
export interface TokenRule {
  readonly token: string;
  /** Six hex digits, without `#`. */
  readonly foreground: string;
  readonly fontStyle?: string;
}

/** A VS Code theme in the product's own terms. */
export interface MappedTheme {
  /** Hex by role, as tokens.css names them without `--ff-`. */
  readonly tokens: Readonly<Record<string, string>>;
  readonly rules: readonly TokenRule[];
  /** Monaco's own colours that the roles don't cover. */
  readonly editorColors: Readonly<Record<string, string>>;
  readonly corrections: readonly Correction[];
}

const panes = ['bg-chrome', 'bg-panel', 'bg-editor', 'bg-raised', 'bg-inset'];
const textSurfaces = [...panes, 'bg-panel+bg-hover', 'bg-raised+bg-hover', 'bg-panel+bg-active', 'bg-selected'];
const codeSurfaces = ['bg-editor', 'bg-editor+bg-line', 'diff-add', 'diff-remove', 'code-selection'];
const states = ['success', 'warn', 'danger', 'info'] as const;

/** Names of code's roles in a list of corrections. */
const codeNames: Readonly<Record<string, string>> = {
  'code-comment': t('comments'),
  'code-keyword': t('keywords'),
  'code-string': t('strings'),
  'code-number': t('numbers'),
  'code-type': t('types'),
  'code-function': t('functions'),
  'code-property': t('properties'),
  'code-punct': t('punctuation'),
};

/**
 * Turns a VS Code theme into the product's colours; what it leaves open is derived from what it says, or comes from the bundled
 * theme of its kind, which `readBase` answers by role as hex. Text that would be below the theme's minimum contrast is
 * corrected towards white or black.
 */
export function mapTheme(theme: ColorTheme, readBase: (role: string) => string): MappedTheme {
  const palette = createPalette(theme.type !== 'light', readBase);
  const own = (...ids: readonly string[]): Color | undefined => {
    const id = ids.find((candidate) => theme.colors[candidate] !== undefined);
    const text = id === undefined ? undefined : theme.colors[id];
    return text === undefined ? undefined : parseHex(text);
  };
  setSurfaces(palette, own, theme.minimumContrast);
  setText(palette, own, theme);
  setAccent(palette, own, theme.minimumContrast);
  setStates(palette, own, theme.minimumContrast);
  setCode(palette, own, theme);
  return {
    tokens: palette.tokens(),
    rules: tokenRules(palette, theme),
    editorColors: Object.fromEntries(Object.entries(theme.colors).filter(([id]) => passedOn.test(id))),
    corrections: unique(palette.corrections),
  };
}

const gitNames = {
  'git-added': t('added files'),
  'git-modified': t('modified files'),
  'git-deleted': t('deleted files'),
  'git-untracked': t('untracked files'),
  'git-conflict': t('conflict files'),
  'git-ignored': t('ignored files'),
} as const;

const passedOn = /^editor(BracketHighlight|IndentGuide|Ruler|BracketMatch|Whitespace)\./;

type Own = (...ids: readonly string[]) => Color | undefined;

function setSurfaces(palette: Palette, own: Own, minimum: number): void {
  const strong = palette.dark ? white : black;
  // Text has three strengths, so what it stands on must leave room between the weakest and the strongest.
  const needed = palette.dark ? (minimum === 7 ? 13 : 9.5) : minimum === 7 ? 16 : 13;
  const background = own('editor.background') ?? palette.get('bg-editor');
  palette.setSurface('bg-editor', background, palette.dark ? black : white, needed, t('the background of the editor'));
  const editor = palette.get('bg-editor');
  const surface = (role: string, color: Color | undefined, derived: Color, what: string) =>
    palette.setSurface(role, color ?? derived, editor, needed, color ? what : null);
  surface('bg-panel', own('sideBar.background', 'panel.background'), mix(editor, strong, 0.02), t('the side bar'));
  surface(
    'bg-chrome',
    own('titleBar.activeBackground', 'activityBar.background', 'editorGroupHeader.tabsBackground'),
    mix(editor, palette.dark ? black : strong, palette.dark ? 0.2 : 0.05),
    t('the title bar'),
  );
  surface(
    'bg-raised',
    own('editorWidget.background', 'quickInput.background', 'menu.background', 'dropdown.background'),
    mix(editor, strong, palette.dark ? 0.05 : 0),
    t('menus'),
  );
  surface('bg-inset', own('input.background'), mix(editor, palette.dark ? black : strong, 0.04), t('fields'));
  const panel = palette.get('bg-panel');
  palette.set('bg-hover', { ...strong, alpha: palette.dark ? 0.055 : 0.05 });
  palette.set('bg-active', { ...strong, alpha: palette.dark ? 0.09 : 0.08 });
  palette.set('bg-line', { ...strong, alpha: 0.03 });
  const selected = own('list.activeSelectionBackground', 'list.inactiveSelectionBackground');
  palette.setSurface(
    'bg-selected',
    selected ?? mix(panel, strong, 0.1),
    panel,
    needed,
    selected ? t('selected rows') : null,
  );
  const selection = own('editor.selectionBackground');
  palette.setSurface(
    'code-selection',
    selection ?? mix(editor, strong, 0.12),
    editor,
    // Comments stand on it as well, which are fainter than any text of the window.
    palette.dark ? Math.max(needed, 12.5) : needed,
    selection ? t('selected code') : null,
  );
}

function setText(palette: Palette, own: Own, theme: ColorTheme): void {
  const minimum = theme.minimumContrast;
  const strong = palette.dark ? white : black;
  const foreground = own('foreground', 'sideBar.foreground', 'editor.foreground');
  const panel = palette.get('bg-panel');
  palette.setReadable(
    'text-1',
    foreground ?? palette.get('text-1'),
    textSurfaces,
    minimum + 0.05,
    foreground ? t('text') : null,
  );
  const text = palette.get('text-1');
  palette.setReadable('text-2', mix(text, panel, 0.2), textSurfaces, minimum + 0.05, null);
  palette.setReadable('text-3', mix(text, panel, 0.36), textSurfaces, minimum + 0.05, null);
  palette.set('text-disabled', mix(text, panel, 0.55));
  const line = own('sideBar.border', 'panel.border', 'editorGroup.border', 'contrastBorder');
  palette.set('border-subtle', line ? flatten(line, panel) : mix(panel, strong, 0.08));
  palette.set('border', mix(panel, strong, 0.14));
  const strongBorder = own('input.border', 'dropdown.border', 'contrastBorder') ?? mix(panel, strong, 0.4);
  palette.setReadable('border-strong', strongBorder, ['bg-panel', 'bg-editor', 'bg-raised', 'bg-inset'], 3.05, null);
  palette.set('skeleton', { ...strong, alpha: 0.08 });
}

function setAccent(palette: Palette, own: Own, minimum: number): void {
  const candidates = [
    'textLink.foreground',
    'button.background',
    'progressBar.background',
    'activityBarBadge.background',
    'focusBorder',
    'editorCursor.foreground',
  ]
    .map((id) => own(id))
    .filter((color) => color !== undefined);
  const accent = candidates.find((color) => color.alpha === 1 && saturation(color) > 0.2) ?? palette.get('accent');
  const panel = palette.get('bg-panel');
  // Its soft form is made of it and lies under it, so it is decided first, from what the theme says.
  palette.set('accent-soft', mix(panel, flatten(accent, panel), 0.14));
  const surfaces = ['bg-chrome', 'bg-panel', 'bg-editor', 'bg-raised', 'accent-soft', 'bg-selected'];
  palette.setReadable('accent', accent, surfaces, minimum, candidates.includes(accent) ? 'links' : null);
  const readable = palette.get('accent');
  const onDark = palette.dark ? black : white;
  palette.set('accent-hover', mix(readable, palette.dark ? white : black, 0.15));
  palette.set('accent-press', mix(readable, palette.dark ? white : black, 0.08));
  palette.set('on-accent', onDark);
  palette.setReadable('focus', own('focusBorder', 'contrastActiveBorder') ?? readable, panes, 3.05, null);
}

function setStates(palette: Palette, own: Own, minimum: number): void {
  const panel = palette.get('bg-panel');
  const editor = palette.get('bg-editor');
  const sources: Readonly<Record<(typeof states)[number], readonly string[]>> = {
    success: ['testing.iconPassed', 'terminal.ansiGreen', 'gitDecoration.addedResourceForeground'],
    warn: ['editorWarning.foreground', 'list.warningForeground', 'terminal.ansiYellow'],
    danger: ['errorForeground', 'editorError.foreground', 'list.errorForeground', 'terminal.ansiRed'],
    info: ['editorInfo.foreground', 'terminal.ansiBlue'],
  };
  const names = {
    success: t('success'),
    warn: t('warnings'),
    danger: t('errors'),
    info: t('information'),
  } as const;
  for (const state of states) {
    const color = own(...sources[state]);
    const wanted = flatten(color ?? palette.get(state), panel);
    palette.set(`${state}-soft`, mix(panel, wanted, 0.1));
    const surfaces = ['bg-chrome', 'bg-panel', 'bg-editor', 'bg-raised', `${state}-soft`];
    palette.setReadable(state, wanted, surfaces, minimum, color ? names[state] : null);
  }
  // Notices say something in text on the soft colours.
  const notices = [...textSurfaces, 'accent-soft', ...states.map((state) => `${state}-soft`)];
  for (const role of ['text-1', 'text-2']) palette.setReadable(role, palette.get(role), notices, minimum + 0.05, null);
  palette.set('rating', palette.get('warn'));
  const rows = ['bg-panel', 'bg-panel+bg-hover', 'bg-selected'];
  const git = (role: keyof typeof gitNames, id: string, otherwise: string) => {
    const color = own(id);
    palette.setReadable(role, color ?? palette.get(otherwise), rows, minimum, color ? gitNames[role] : null);
  };
  git('git-added', 'gitDecoration.addedResourceForeground', 'success');
  git('git-modified', 'gitDecoration.modifiedResourceForeground', 'warn');
  git('git-deleted', 'gitDecoration.deletedResourceForeground', 'danger');

  const added = palette.get('success');
  const deleted = palette.get('danger');
  palette.set('diff-add', mix(editor, added, 0.09));
  palette.set('diff-add-strong', mix(editor, added, 0.19));
  palette.set('diff-remove', mix(editor, deleted, 0.09));
  palette.set('diff-remove-strong', mix(editor, deleted, 0.19));
  palette.setReadable('diff-add-mark', added, ['bg-editor', 'diff-add', 'diff-remove'], 3.05, null);
  palette.setReadable('diff-remove-mark', deleted, ['bg-editor', 'diff-add', 'diff-remove'], 3.05, null);
  for (let person = 1; person <= 8; person += 1) {
    const before = palette.get(`p${person}`);
    palette.setReadable(`p${person}`, before, ['bg-editor', 'bg-panel', 'bg-raised'], 3.05, null);
    if (contrast(palette.get(`p${person}`), palette.get(`on-p${person}`)) < 4.5) palette.set(`p${person}`, before);
  }
}

function setCode(palette: Palette, own: Own, theme: ColorTheme): void {
  const minimum = theme.minimumContrast;
  const initial = initialForeground(theme.tokenColors);
  const code = own('editor.foreground') ?? (initial === undefined ? undefined : parseHex(initial)) ?? own('foreground');
  const surfaces = [...codeSurfaces, 'diff-add-strong', 'diff-remove-strong'];
  palette.setReadable('code-text', code ?? palette.get('code-text'), surfaces, minimum, code ? t('code') : null);
  for (const [role, scopes] of Object.entries(scopesByRole)) {
    const style = styleOfScopes(theme.tokenColors, scopes);
    const color = style?.foreground ? parseHex(style.foreground) : undefined;
    const otherwise = theme.tokenColors.length > 0 ? palette.get('code-text') : palette.get(role);
    palette.setReadable(role, color ?? otherwise, codeSurfaces, minimum, color ? (codeNames[role] ?? role) : null);
  }
  const numbers = own('editorLineNumber.foreground');
  palette.setReadable(
    'line-number',
    numbers ?? palette.get('text-3'),
    ['bg-editor', 'bg-editor+bg-line', 'diff-add', 'diff-remove'],
    minimum,
    numbers ? t('line numbers') : null,
  );
}

/** Rules for Monaco's tokens, with colours that can be read wherever code stands. */
function tokenRules(palette: Palette, theme: ColorTheme): readonly TokenRule[] {
  return Object.entries(scopesByToken).flatMap(([token, scopes]) => {
    const style = styleOfScopes(theme.tokenColors, scopes);
    if (!style?.foreground) return [];
    palette.setReadable('rule', parseHex(style.foreground), codeSurfaces, theme.minimumContrast, null);
    const foreground = toHex(palette.get('rule')).slice(1, 7);
    const fontStyle = style.fontStyle?.trim().toLowerCase();
    return [{ token, foreground, ...(fontStyle === undefined ? {} : { fontStyle }) }];
  });
}

function unique(corrections: readonly Correction[]): readonly Correction[] {
  return corrections.filter(
    ({ what, to }, index) => corrections.findIndex((other) => other.what === what && other.to === to) === index,
  );
}
