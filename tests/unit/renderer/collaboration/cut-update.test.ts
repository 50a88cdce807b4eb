import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyUpdate, Doc, encodeStateAsUpdate, encodeStateVector, getState } from 'yjs';
import { cutIntoPieces, cutUpdate } from '../../../../src-renderer/features/collaboration/protocol/cut-update.ts';

interface Step {
  readonly by: 0 | 1;
  readonly insert: string;
  readonly at: number;
  readonly remove: number;
}

const steps = fc.array(
  fc.record<Step>({
    by: fc.constantFrom(0, 1),
    insert: fc.constantFrom('a', 'word', 'e\u0301', '😀😀'),
    at: fc.nat(40),
    remove: fc.nat(3),
  }),
  { minLength: 1, maxLength: 30 },
);

/** Two people who write in turn, each knowing all of the other's. */
function write(list: readonly Step[]): [Doc, Doc] {
  const docs: [Doc, Doc] = [new Doc(), new Doc()];
  docs.forEach((doc, at) => {
    doc.clientID = at + 1;
  });
  for (const { by, insert, at, remove } of list) {
    const [doc, other] = by === 0 ? docs : [docs[1], docs[0]];
    const text = doc.getText('text');
    text.delete(Math.min(at, text.length), Math.min(remove, text.length - Math.min(at, text.length)));
    text.insert(Math.min(at, text.length), insert);
    applyUpdate(other, encodeStateAsUpdate(doc, encodeStateVector(other)));
  }
  return docs;
}

test('nothing beyond a limit is left, and with what comes from the author all is as it was', () => {
  fc.assert(
    fc.property(steps, fc.nat(60), (list, limit) => {
      const [one, two] = write(list);
      const cut = cutUpdate(encodeStateAsUpdate(one), (client) => (client === 2 ? limit : null));
      const reader = new Doc();
      applyUpdate(reader, cut);
      expect(getState(reader.store, 2)).toBeLessThanOrEqual(limit);
      // What was written after something that is missing waits for it.
      applyUpdate(reader, encodeStateAsUpdate(two, encodeStateVector(reader)));
      expect(reader.getText('text').toString()).toBe(two.getText('text').toString());
    }),
  );
});

test('where there is no limit nothing is lost', () => {
  fc.assert(
    fc.property(steps, (list) => {
      const [one] = write(list);
      const reader = new Doc();
      applyUpdate(
        reader,
        cutUpdate(encodeStateAsUpdate(one), () => null),
      );
      expect(reader.getText('text').toString()).toBe(one.getText('text').toString());
      expect(encodeStateVector(reader)).toEqual(encodeStateVector(one));
    }),
  );
});

test('pieces are short, and make up the whole', () => {
  fc.assert(
    fc.property(steps, fc.integer({ min: 8, max: 200 }), (list, most) => {
      const [one, two] = write(list);
      one.getText('text').insert(0, '\u{1f600}x'.repeat(100));
      one.getMap('map').set('long', 'y'.repeat(20));
      applyUpdate(two, encodeStateAsUpdate(one));
      const update = encodeStateAsUpdate(two);
      const pieces = cutIntoPieces(update as Uint8Array<ArrayBuffer>, most);
      // One insertion, and what says of whom and where it is, may come on top.
      for (const piece of pieces)
        expect(piece.length).toBeLessThanOrEqual(update.length <= most ? most : 2 * most + 90);
      const reader = new Doc();
      for (const piece of pieces) applyUpdate(reader, piece);
      expect(reader.store.pendingStructs).toBeNull();
      expect(reader.store.pendingDs).toBeNull();
      expect(reader.getText('text').toString()).toBe(two.getText('text').toString());
      expect(reader.getMap('map').get('long')).toBe('y'.repeat(20));
      expect(encodeStateVector(reader)).toEqual(encodeStateVector(two));
    }),
  );
});
