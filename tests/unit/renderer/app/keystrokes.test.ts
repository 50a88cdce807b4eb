import { describe, expect, it } from 'vitest';
import { canonicalKeys, isTextEditing, type KeyPress, strokesOf } from '../../../../src-renderer/app/keystrokes.ts';

const press = (key: string, code: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code,
  ctrlKey: false,
  shiftKey: false,
  altKey: false,
  metaKey: false,
  ...held,
});

describe('canonical keys', () => {
  it.each([
    ['Ctrl+Shift+P', 'ctrl+shift+p'],
    ['shift+ctrl+p', 'ctrl+shift+p'],
    ['Cmd+K  cmd+s', 'ctrl+k ctrl+s'],
    ['Ctrl+K Ctrl+S', 'ctrl+k ctrl+s'],
    ['ArrowUp', 'up'],
    ['Alt+Del', 'alt+delete'],
    ['Ctrl++', 'ctrl++'],
    ['Ctrl+,', 'ctrl+,'],
    ['Esc', 'escape'],
  ])('writes %s as %s', (written, canonical) => {
    expect(canonicalKeys(written)).toBe(canonical);
  });
});

describe('strokes of a key press', () => {
  it('reads letters by what they type, whatever their place', () => {
    expect(strokesOf(press('a', 'KeyQ', { ctrlKey: true }), false)).toEqual(['ctrl+a']);
  });

  it('falls back to the place on the keyboard for other alphabets and shifted signs', () => {
    expect(strokesOf(press('з', 'KeyP', { ctrlKey: true }), false)).toContain('ctrl+p');
    expect(strokesOf(press('+', 'Equal', { ctrlKey: true, shiftKey: true }), false)).toContain('ctrl+shift+=');
    expect(strokesOf(press('|', 'Backslash', { ctrlKey: true, shiftKey: true }), false)).toContain('ctrl+shift+\\');
    expect(strokesOf(press('Dead', 'KeyE', { altKey: true }), true)).toContain('alt+e');
  });

  it('takes the command key for Ctrl on macOS, and Ctrl for itself', () => {
    expect(strokesOf(press('p', 'KeyP', { metaKey: true }), true)).toEqual(['ctrl+p']);
    expect(strokesOf(press('p', 'KeyP', { ctrlKey: true }), true)).toEqual(['meta+p']);
  });

  it('names the keys without a sign', () => {
    expect(strokesOf(press(' ', 'Space', { ctrlKey: true }), false)).toContain('ctrl+space');
    expect(strokesOf(press('ArrowLeft', 'ArrowLeft', { altKey: true }), false)).toEqual(['alt+left']);
    expect(strokesOf(press('F12', 'F12', { shiftKey: true }), false)).toEqual(['shift+f12']);
  });
});

describe('keys that a text field needs', () => {
  it.each([
    press('a', 'KeyA'),
    press('A', 'KeyA', { shiftKey: true }),
    press('Enter', 'Enter'),
    press('Delete', 'Delete'),
    press('a', 'KeyA', { ctrlKey: true }),
    press('z', 'KeyZ', { ctrlKey: true }),
    press('Z', 'KeyZ', { ctrlKey: true, shiftKey: true }),
    press('ArrowLeft', 'ArrowLeft', { ctrlKey: true }),
    press('Backspace', 'Backspace', { ctrlKey: true }),
    press('@', 'KeyQ', { ctrlKey: true, altKey: true }),
  ])('keeps $key ($ctrlKey, $shiftKey)', (key) => {
    expect(isTextEditing(key, false)).toBe(true);
  });

  it.each([
    press('p', 'KeyP', { ctrlKey: true }),
    press('S', 'KeyS', { ctrlKey: true, shiftKey: true }),
    press('F6', 'F6'),
    press('Escape', 'Escape'),
    press('b', 'KeyB', { ctrlKey: true }),
  ])('gives up $key', (key) => {
    expect(isTextEditing(key, false)).toBe(false);
  });
});
