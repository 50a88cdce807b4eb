import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wholeChange } from '../../../../src-renderer/features/assistant/apply/whole-change.ts';
import { applyChanges } from '../../../../src-renderer/features/editor/documents/apply-changes.ts';

describe('a change of a whole text', () => {
  it('makes any text of any other', () => {
    const text = fc.array(fc.constantFrom('a', '', 'öß', '\t x', '😀')).map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(text, text, (before, after) => {
        expect(applyChanges(before, [wholeChange(before, after)])).toBe(after);
      }),
    );
  });

  it('is refused by a text that is another', () => {
    expect(applyChanges('one\ntwo', [wholeChange('one\nthree', 'x')])).toBeNull();
  });
});
