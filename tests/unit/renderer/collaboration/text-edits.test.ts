import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Doc } from 'yjs';
import {
  applyEdits,
  diffTexts,
  type OffsetEdit,
  rebaseEdits,
} from '../../../../src-renderer/features/collaboration/live/folder/text-edits.ts';

function apply(text: string, edits: readonly OffsetEdit[]): string {
  const shared = new Doc().getText();
  shared.insert(0, text);
  applyEdits(shared, edits);
  return shared.toString();
}

const lines = fc
  .array(fc.constantFrom('a', 'bb', '', 'ccc', '👩‍👩‍👧', '🙂', '🙃', 'x = 1;'), { maxLength: 12 })
  .map((all) => all.join('\n'));

test('a difference, applied, gives the other text', () => {
  fc.assert(
    fc.property(lines, lines, (from, to) => {
      expect(apply(from, diffTexts(from, to))).toBe(to);
    }),
  );
});

test('what two have changed in different places is all there afterwards', () => {
  const base = 'one\ntwo\nthree\nfour\n';
  const theirs = diffTexts(base, 'ONE\ntwo\nthree\nfour\nfive\n');
  const ours = diffTexts(base, 'one\ntwo and more\nthree\n');
  expect(apply(apply(base, theirs), rebaseEdits(ours, theirs))).toBe('ONE\ntwo and more\nthree\nfive\n');
});

test('where both changed the same place, nothing of the first is lost', () => {
  fc.assert(
    fc.property(lines, lines, lines, (base, theirs, ours) => {
      const over = diffTexts(base, theirs);
      const after = rebaseEdits(diffTexts(base, ours), over);
      const result = apply(theirs, after);
      for (const { text } of over) expect(result).toContain(text);
      for (let at = 1; at < after.length; at += 1) {
        expect(after[at]?.start ?? 0).toBeGreaterThanOrEqual(after[at - 1]?.end ?? 0);
      }
      // Whoever changed nothing gets what the others have.
      expect(apply(theirs, rebaseEdits([], over))).toBe(theirs);
      if (theirs === base) expect(result).toBe(ours);
    }),
  );
});
