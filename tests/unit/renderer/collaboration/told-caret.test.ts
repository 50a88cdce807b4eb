import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from 'y-protocols/awareness';
import { applyUpdate, Doc, encodeStateAsUpdate, Text, type Transaction, type YTextEvent } from 'yjs';
import {
  findSelection,
  nowhere,
  type Presence,
  readPresence,
  type SharedSelection,
  shareSelection,
} from '../../../../src-renderer/features/collaboration/presence/presence.ts';
import { createPresenceWriter } from '../../../../src-renderer/features/collaboration/presence/presence-writer.ts';
import { createToldCaret } from '../../../../src-renderer/features/collaboration/presence/told-caret.ts';
import { typedCaret } from '../../../../src-renderer/features/collaboration/text/remote-carets.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Somebody who types, and somebody else who sees it. */
function createPair(begin: string) {
  const [mine, theirs] = [new Doc(), new Doc()];
  const [own, other] = [new Awareness(mine), new Awareness(theirs)];
  const text = mine.getMap<Text>('files').set('file', new Text(begin));
  mine.on(
    'update',
    (update: Uint8Array, origin: unknown) => origin !== 'theirs' && applyUpdate(theirs, update, 'mine'),
  );
  theirs.on(
    'update',
    (update: Uint8Array, origin: unknown) => origin !== 'mine' && applyUpdate(mine, update, 'theirs'),
  );
  applyUpdate(theirs, encodeStateAsUpdate(mine), 'mine');
  const shown = theirs.getMap<Text>('files').get('file') ?? new Text();
  let told = 0;
  own.on('update', () => {
    told += 1;
    applyAwarenessUpdate(other, encodeAwarenessUpdate(own, [mine.clientID]), 'mine');
  });

  let typed: SharedSelection | null = null;
  other.on('update', () => {
    typed = null;
  });
  const said = () => readPresence(other.getStates().get(mine.clientID))?.selections ?? [];
  shown.observe((event: YTextEvent, transaction: Transaction) => {
    if (transaction.local) return;
    const caret = typedCaret(shown, event, transaction, (client) =>
      client === mine.clientID ? (typed ? [typed] : said()) : [],
    );
    if (caret) typed = shareSelection(shown, caret.range);
  });

  const place: { file: string; line: number; carets: [number, number][] } = { file: 'file', line: 1, carets: [[0, 0]] };
  const caret = createToldCaret((file) => (file === 'file' ? text : null));
  mine.on('afterTransaction', (transaction) => transaction.local && caret.changed(transaction));
  const read = (): Presence => ({
    ...nowhere,
    file: place.file,
    line: place.line,
    selections: place.carets.map(([anchor, head]) => shareSelection(text, { anchor, head })),
  });
  const writer = createPresenceWriter(own, read, caret);
  writer.touch();
  vi.advanceTimersByTime(1);
  return {
    text,
    place,
    told: () => told,
    seen: () => (typed ? [typed] : said()).map((selection) => findSelection(shown, selection)),
    move(...carets: [number, number][]) {
      place.carets = carets;
      writer.touch();
    },
    /** The other one types. */
    meanwhile(at: number, added: string) {
      shown.insert(at, added);
      // At the edges of what is selected it is no part of that.
      const follow = (offset: number, begins: boolean) =>
        at < offset || (at === offset && begins) ? offset + added.length : offset;
      place.carets = place.carets.map(([anchor, head]) => [follow(anchor, anchor < head), follow(head, head < anchor)]);
    },
    /** Types behind the caret; `back`: so many characters before the end of it, as in a pair of brackets. */
    type(added: string, back = 0) {
      const [[from = 0, to = 0] = []] = place.carets;
      const start = Math.min(from, to);
      mine.transact(() => {
        text.delete(start, Math.abs(to - from));
        text.insert(start, added);
      });
      const at = start + added.length - back;
      place.carets = [[at, at]];
      writer.touch();
    },
    dispose() {
      writer.dispose();
      own.destroy();
      other.destroy();
    },
  };
}

const alike = (carets: readonly [number, number][]) => carets.map(([anchor, head]) => ({ anchor, head }));

it('is seen at each key, and told of twice a second', () => {
  const { place, told, seen, type, dispose } = createPair('const x = ;');
  place.carets = [[10, 10]];
  vi.advanceTimersByTime(1000);
  type('1');
  vi.advanceTimersByTime(100);
  const before = told();
  for (let key = 0; key < 40; key += 1) {
    type('0');
    expect(seen()).toEqual(alike(place.carets));
    vi.advanceTimersByTime(50);
  }
  expect(told() - before).toBeLessThanOrEqual(5);
  vi.advanceTimersByTime(500);
  const after = told();
  expect(seen()).toEqual(alike(place.carets));
  vi.advanceTimersByTime(5000);
  expect(told()).toBe(after);
  dispose();
});

it.each<[string, (pair: ReturnType<typeof createPair>) => void]>([
  ['brackets that are closed by themselves', ({ type }) => type('()', 1)],
  ['a click right after a key', ({ move }) => move([3, 3])],
  ['a selection right after a key', ({ move }) => move([1, 4])],
  ['a second caret', ({ move }) => move([5, 5], [7, 7])],
  [
    'the next line',
    ({ place, type }) => {
      place.line = 2;
      type('\n');
    },
  ],
])('%s: told within a tenth of a second', (_, act) => {
  const pair = createPair('some text in a file');
  const { place, told, seen, type, move, dispose } = pair;
  move([4, 4]);
  vi.advanceTimersByTime(1000);
  type('a');
  vi.advanceTimersByTime(30);
  type('b');
  vi.advanceTimersByTime(30);
  const before = told();
  act(pair);
  vi.advanceTimersByTime(100);
  expect(told()).toBe(before + 1);
  expect(seen()).toEqual(alike(place.carets));
  dispose();
});

it('is where it is a tenth of a second later, whatever is done', () => {
  const step = fc.oneof(
    fc.record({
      do: fc.constant('type' as const),
      text: fc.constantFrom('a', 'word', '\n', '()', '😀'),
      back: fc.nat(1),
    }),
    fc.record({ do: fc.constant('move' as const), from: fc.nat(40), to: fc.nat(40) }),
    fc.record({ do: fc.constant('remove' as const) }),
    fc.record({ do: fc.constant('meanwhile' as const), at: fc.nat(40), text: fc.constantFrom('x', 'yz\n') }),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(step, fc.nat(150)), { maxLength: 30 }), (steps) => {
      const { text, place, seen, type, move, meanwhile, dispose } = createPair('a text that both of them see');
      const inside = (offset: number) => Math.min(offset, text.length);
      for (const [each, pause] of steps) {
        if (each.do === 'type') type(each.text, each.back);
        else if (each.do === 'move') move([inside(each.from), inside(each.to)]);
        else if (each.do === 'meanwhile') meanwhile(inside(each.at), each.text);
        else {
          const [[anchor = 0, head = 0] = []] = place.carets;
          if (anchor === head) move([Math.max(0, anchor - 1), head]);
          type('');
        }
        vi.advanceTimersByTime(pause);
        if (pause > 100) expect(seen()).toEqual(alike(place.carets));
      }
      dispose();
    }),
    { numRuns: 500 },
  );
});
