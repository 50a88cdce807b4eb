import { describe, expect, it } from 'vitest';
import { linesAsked, symbolAround } from '../../../../src-renderer/features/assistant/editor-actions/asked-code.ts';

describe('what is asked about without a selection', () => {
  const symbols = [
    { kind: 4, line: 1, endLine: 30 },
    { kind: 5, line: 5, endLine: 12 },
    { kind: 12, line: 7, endLine: 7 },
  ];

  it('is the innermost function around the cursor', () => {
    expect(symbolAround(symbols, 7)).toEqual({ kind: 5, line: 5, endLine: 12 });
    expect(symbolAround(symbols, 20)).toEqual({ kind: 4, line: 1, endLine: 30 });
    expect(symbolAround(symbols, 40)).toBeNull();
  });

  it('comes as its lines', () => {
    expect(linesAsked('a.ts', ['one', 'two', 'three'], 2, 9)).toEqual({
      kind: 'selection',
      path: 'a.ts',
      line: 2,
      endLine: 3,
      text: 'two\nthree',
    });
  });
});
