import { describe, expect, it } from 'vitest';
import {
  completionWindow,
  isWorthAsking,
} from '../../../../src-renderer/features/assistant/inline-completion/completion-window.ts';

describe('what a completion is asked with', () => {
  it('is all of a short text', () => {
    expect(completionWindow('abc', 1)).toEqual({ before: 'a', after: 'bc' });
  });

  it('is whole lines near the cursor of a long one', () => {
    const line = `${'x'.repeat(99)}\n`;
    const text = line.repeat(1000);
    const { before, after } = completionWindow(text, 50_050);
    expect(before.length).toBeLessThanOrEqual(24_000);
    expect(before.startsWith('x'.repeat(99))).toBe(true);
    expect(before.length % 100).toBe(50);
    expect(after.length).toBeLessThanOrEqual(8_000);
    expect(after.endsWith('\n')).toBe(true);
    expect(text.includes(before + after)).toBe(true);
  });
});

describe('where a completion is of use', () => {
  it('is at the end of a line, and before closing signs', () => {
    expect(isWorthAsking('const a = ', '')).toBe(true);
    expect(isWorthAsking('call(', ');')).toBe(true);
  });

  it('is not in a word, or before other code', () => {
    expect(isWorthAsking('con', 'st a = 1;')).toBe(false);
    expect(isWorthAsking('const ', '= 1;')).toBe(false);
  });
});
