import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createEditorTheme, type ThemeName } from '../../../../src-renderer/monaco/theme.ts';

const css = readFileSync(new URL('../../../../src-renderer/ui/tokens.css', import.meta.url), 'utf8');

/** The tokens of a theme: those of the root, and what the theme says instead. */
function tokensOf(theme: ThemeName): Map<string, string> {
  const blocks = [...css.matchAll(/(:root|\[data-theme="(\w+)"\]) \{([^}]*)\}/g)];
  const tokens = new Map<string, string>();
  for (const [, selector, name, body = ''] of blocks) {
    if (selector !== ':root' && name !== theme) continue;
    for (const [, role = '', value = ''] of body.matchAll(/--ff-([\w-]+):\s*([^;]+);/g)) tokens.set(role, value.trim());
  }
  return tokens;
}

describe.each(['dark', 'light', 'contrast'] as const)('the editor in the %s theme', (name) => {
  const tokens = tokensOf(name);
  const theme = createEditorTheme(name, (role) => {
    const value = tokens.get(role);
    if (value === undefined) throw new Error(`tokens.css has no ${role}`);
    return value;
  });

  it('has a colour for every role it names', () => {
    const colors = Object.values(theme.colors);
    expect(colors.length).toBeGreaterThan(100);
    for (const color of colors) expect(color).toMatch(/^#([0-9a-f]{6}|[0-9a-f]{8})$/);
    for (const { foreground } of theme.rules) expect(foreground).toMatch(/^[0-9a-f]{6}$/);
  });

  it('builds on the Monaco theme of its kind', () => {
    expect(theme.base).toBe({ dark: 'vs-dark', light: 'vs', contrast: 'hc-black' }[name]);
  });
});
