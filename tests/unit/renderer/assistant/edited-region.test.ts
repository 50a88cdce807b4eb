import { describe, expect, it } from 'vitest';
import {
  regionChanges,
  regionOf,
  withoutFence,
} from '../../../../src-renderer/features/assistant/inline-edit/edited-region.ts';

const text = 'one\ntwo\nthree\nfour';
const select = (startLineNumber: number, startColumn: number, endLineNumber: number, endColumn: number) => ({
  startLineNumber,
  startColumn,
  endLineNumber,
  endColumn,
});

describe('what is edited in place', () => {
  it('is the whole lines of a selection', () => {
    const region = regionOf(text, select(2, 2, 3, 3));
    expect(region).toMatchObject({ before: 'one\n', selected: 'two\nthree', after: '\nfour', lines: ['two', 'three'] });
  });

  it('does not take the line before whose first letter the selection ends', () => {
    expect(regionOf(text, select(2, 1, 3, 1)).selected).toBe('two');
  });

  it('is nothing at the cursor without a selection', () => {
    const region = regionOf(text, select(2, 3, 2, 3));
    expect(region).toMatchObject({
      before: 'one\ntw',
      selected: '',
      after: 'o\nthree\nfour',
      prefix: 'tw',
      suffix: 'o',
    });
    expect(regionChanges(region, 'X\nY', true)).toEqual([
      { oldStart: 0, oldEnd: 1, newStart: 0, newLines: ['twX', 'Yo'] },
    ]);
  });
});

describe('a proposal', () => {
  const region = regionOf(text, select(1, 1, 4, 5));

  it('shows only the lines that differ', () => {
    expect(regionChanges(region, 'one\nTWO\nthree\nfour\nfive', true)).toEqual([
      { oldStart: 1, oldEnd: 2, newStart: 1, newLines: ['TWO'] },
      { oldStart: 4, oldEnd: 4, newStart: 4, newLines: ['five'] },
    ]);
  });

  it('that is still arriving does not strike what it has not reached', () => {
    expect(regionChanges(region, '', false)).toEqual([]);
    expect(regionChanges(region, 'on', false)).toEqual([]);
    expect(regionChanges(region, 'one\n', false)).toEqual([]);
    expect(regionChanges(region, 'one\nTWO\nth', false)).toEqual([
      { oldStart: 1, oldEnd: 2, newStart: 1, newLines: ['TWO'] },
    ]);
  });

  it('that removes all strikes all', () => {
    expect(regionChanges(region, '', true)).toEqual([{ oldStart: 0, oldEnd: 4, newStart: 0, newLines: [''] }]);
  });

  it('that is arriving is shown without its fence', () => {
    expect(withoutFence('```ts\nconst a = 1;\n``')).toBe('const a = 1;\n``');
    expect(withoutFence('```ts\nconst a = 1;\n```')).toBe('const a = 1;');
    expect(withoutFence('```t')).toBe('');
    expect(withoutFence('plain')).toBe('plain');
  });
});
