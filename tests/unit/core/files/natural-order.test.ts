import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareNames, firstNames, sortNames, toSortKey } from '../../../../src-main/core/files/natural-order.ts';

const asciiName = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme-ascii' }),
      fc.nat().map(String),
      fc.constantFrom('0', '00', '01', 'a', 'A', '-', '_', '.'),
    ),
  )
  .map((parts) => parts.join(''));

describe('natural order', () => {
  it('puts numbers by value and letters regardless of case', () => {
    const names = ['b', 'file10', 'File2', 'a', 'file1', 'B', '_x', 'file02'];
    expect(sortNames(names)).toEqual(['_x', 'a', 'B', 'b', 'file1', 'File2', 'file02', 'file10']);
  });

  it("has keys for ASCII names whose plain order is the collator's", () => {
    fc.assert(
      fc.property(asciiName, asciiName, (one, other) => {
        const first = `${toSortKey(one)}\0${one}`;
        const second = `${toSortKey(other)}\0${other}`;
        expect(first < second ? -1 : first > second ? 1 : 0).toBe(Math.sign(compareNames(one, other)));
      }),
      { numRuns: 5000 },
    );
  });

  it('sorts every list as by comparing', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.oneof(asciiName, fc.string({ unit: 'grapheme' }))), (names) => {
        expect(sortNames([...names])).toEqual(names.toSorted(compareNames));
      }),
    );
  });

  it('finds the first of every list without sorting all of it', () => {
    const lists = fc.uniqueArray(fc.oneof(asciiName, fc.string({ unit: 'grapheme' })), { maxLength: 60 });
    fc.assert(
      fc.property(
        fc.oneof(lists, fc.uniqueArray(asciiName, { maxLength: 60 })),
        fc.integer({ min: 1, max: 8 }),
        (names, most) => {
          const before = [...names];
          expect(firstNames(names, most)).toEqual(names.toSorted(compareNames).slice(0, most));
          expect(names).toEqual(before);
        },
      ),
      { numRuns: 500 },
    );
  });
});
