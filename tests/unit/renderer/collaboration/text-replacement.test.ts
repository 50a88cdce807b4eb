import { describe, expect, it } from 'vitest';
import { Doc } from 'yjs';
import {
  cross,
  mapOffset,
  mapRange,
  replacementsOf,
  type TextReplacement,
} from '../../../../src-renderer/features/collaboration/text/text-replacement.ts';

describe('replacements of a delta', () => {
  it('are in offsets of the text before, with what is removed and added at one place as one', () => {
    const doc = new Doc();
    const text = doc.getText('text');
    text.insert(0, 'one two three');
    let found: TextReplacement[] | null = null;
    text.observe((event) => {
      found = replacementsOf(event.delta);
    });
    doc.transact(() => {
      text.delete(0, 3);
      text.insert(0, 'eins');
      text.insert(text.length, ' vier');
    });
    expect(found).toEqual([
      { offset: 0, length: 3, text: 'eins' },
      { offset: 13, length: 0, text: ' vier' },
    ]);
  });

  it('are none where there is what a model can’t hold', () => {
    expect(replacementsOf([{ retain: 2 }, { insert: 'a\r\n' }])).toBeNull();
    expect(replacementsOf([{ insert: { image: 'x' } }])).toBeNull();
    expect(replacementsOf([{ retain: 4 }])).toEqual([]);
  });
});

describe('places after a replacement', () => {
  const insertion = [{ offset: 3, length: 0, text: '++' }];

  it('stay before what is inserted there, unless they are pushed', () => {
    expect([2, 3, 4].map((offset) => mapOffset(offset, insertion, false))).toEqual([2, 3, 6]);
    expect([2, 3, 4].map((offset) => mapOffset(offset, insertion, true))).toEqual([2, 5, 6]);
  });

  it('keep their distance from the start of what is replaced around them', () => {
    const replaced = [{ offset: 2, length: 3, text: 'ab' }];
    expect([2, 3, 4, 5, 6].map((offset) => mapOffset(offset, replaced, false))).toEqual([2, 3, 4, 4, 5]);
    expect(mapOffset(4, [{ offset: 2, length: 3, text: '' }], false)).toBe(2);
  });

  it('are moved by all that comes before', () => {
    const several = [
      { offset: 0, length: 1, text: '' },
      { offset: 4, length: 0, text: 'xyz' },
      { offset: 9, length: 2, text: '' },
    ];
    expect(mapOffset(8, several, false)).toBe(10);
    expect(mapOffset(12, several, false)).toBe(12);
  });

  it('of a selection do not take in what is inserted at its edges', () => {
    const edges = [
      { offset: 2, length: 0, text: '<' },
      { offset: 5, length: 0, text: '>' },
    ];
    expect(mapRange({ anchor: 2, head: 5 }, edges)).toEqual({ anchor: 3, head: 6 });
    expect(mapRange({ anchor: 5, head: 2 }, edges)).toEqual({ anchor: 6, head: 3 });
    expect(mapRange({ anchor: 2, head: 2 }, edges)).toEqual({ anchor: 2, head: 2 });
    expect(mapRange({ anchor: 2, head: 5 }, [{ offset: 0, length: 9, text: '' }])).toEqual({ anchor: 0, head: 0 });
  });
});

describe('two replacements of one text', () => {
  const apply = (text: string, { offset, length, text: added }: TextReplacement) =>
    text.slice(0, offset) + added + text.slice(offset + length);

  it('come to the same text in either order, unless one removes around the other', () => {
    const text = 'abcdef';
    const all = Array.from({ length: 7 }, (_, offset) => offset).flatMap((offset) =>
      [0, 1, 2].flatMap((length) => ['', '+', '++'].map((added) => ({ offset, length, text: added }))),
    );
    const possible = all.filter(({ offset, length }) => offset + length <= text.length);
    let checked = 0;
    for (const one of possible) {
      for (const other of possible) {
        const apart = one.offset + one.length <= other.offset || other.offset + other.length <= one.offset;
        if (!apart) continue;
        const [oneAfter, otherAfter] = cross(one, { ...other, text: other.text.replaceAll('+', '*') });
        const first = apply(apply(text, one), otherAfter);
        const second = apply(apply(text, { ...other, text: other.text.replaceAll('+', '*') }), oneAfter);
        expect([first, one, other]).toEqual([second, one, other]);
        checked += 1;
      }
    }
    expect(checked).toBeGreaterThan(1000);
  });
});
