import { describe, expect, it } from 'vitest';
import { resolveTheme } from '../../../../src-renderer/app/theme.ts';

describe('theme', () => {
  it('follows the system until one is chosen', () => {
    expect(resolveTheme('system', { contrast: false, light: false })).toBe('dark');
    expect(resolveTheme('system', { contrast: false, light: true })).toBe('light');
    expect(resolveTheme('system', { contrast: true, light: true })).toBe('contrast');
    expect(resolveTheme('dark', { contrast: true, light: true })).toBe('dark');
  });
});
