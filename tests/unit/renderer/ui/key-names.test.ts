import { describe, expect, it } from 'vitest';
import { keyNames, keyText, splitStroke } from '../../../../src-renderer/ui/key-names.ts';

describe('names of keys', () => {
  it('prints chords as groups', () => {
    expect(keyNames('Ctrl+K Ctrl+S', false)).toEqual([
      ['Ctrl', 'K'],
      ['Ctrl', 'S'],
    ]);
    expect(keyText('Ctrl+K Ctrl+S', false)).toBe('Ctrl K Ctrl S');
    expect(keyText('ctrl+shift+p', true)).toBe('⌘⇧P');
  });

  it('names special keys', () => {
    expect(keyText('Ctrl+Enter', false)).toBe('Ctrl ↵');
    expect(keyText('Alt+Left', false)).toBe('Alt ←');
    expect(keyText('F12', false)).toBe('F12');
    expect(keyText('escape', false)).toBe('Esc');
  });

  it('knows the plus sign as a key', () => {
    expect(splitStroke('Ctrl++')).toEqual(['Ctrl', '+']);
    expect(splitStroke('+')).toEqual(['+']);
  });
});
