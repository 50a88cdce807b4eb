import { afterEach, describe, expect, it, vi } from 'vitest';
import { Awareness } from 'y-protocols/awareness';
import { applyUpdate, Doc, encodeStateAsUpdate, Text, Map as YMap, type Text as YText } from 'yjs';
import {
  findSelection,
  nowhere,
  readPresence,
  shareSelection,
} from '../../../../src-renderer/features/collaboration/presence/presence.ts';
import { createPresenceWriter } from '../../../../src-renderer/features/collaboration/presence/presence-writer.ts';
import { createToldCaret } from '../../../../src-renderer/features/collaboration/presence/told-caret.ts';

const here = {
  file: 'abc',
  line: 28,
  selections: [{ anchor: 'AA', head: 'AA' }],
  typing: true,
  following: 17,
  calls: 2,
  idleSince: 1_700_000_000_000,
};

describe('what another client says of itself', () => {
  it('is read without what does not belong there', () => {
    expect(readPresence(here)).toEqual(here);
    expect(readPresence(nowhere)).toEqual(nowhere);
    expect(readPresence({ ...here, name: 'Mira', selections: [{ anchor: 'AA', head: 'AA', more: 1 }] })).toEqual(here);
  });

  it.each([
    ['nothing', null],
    ['a text', 'here'],
    ['a list', []],
    ['no file at all', { ...here, file: undefined }],
    ['a file that is a number', { ...here, file: 4 }],
    ['an endless file', { ...here, file: 'a'.repeat(65) }],
    ['half a line', { ...here, line: 1.5 }],
    ['a line before the first', { ...here, line: -1 }],
    ['typing in words', { ...here, typing: 'yes' }],
    ['following a name', { ...here, following: 'Mira' }],
    ['no calls', { ...here, calls: undefined }],
    ['idle for ever', { ...here, idleSince: Number.POSITIVE_INFINITY }],
    ['selections that are none', { ...here, selections: 'all' }],
    ['a selection without a head', { ...here, selections: [{ anchor: 'AA' }] }],
    ['a selection of nothing', { ...here, selections: [null] }],
    ['an endless position', { ...here, selections: [{ anchor: 'A'.repeat(129), head: 'AA' }] }],
    ['too many selections', { ...here, selections: Array.from({ length: 65 }, () => here.selections[0]) }],
  ])('is ignored when it is %s', (_, state) => {
    expect(readPresence(state)).toBeNull();
  });
});

/** A text in a map, as a session has them, and a copy of it with somebody else. */
function twoCopies(content: string): readonly [YText, YText, () => void] {
  const [one, other] = [new Doc(), new Doc()];
  const texts = one.getMap<YText>('files');
  texts.set('id', new Text(content));
  const sync = () => {
    applyUpdate(other, encodeStateAsUpdate(one));
    applyUpdate(one, encodeStateAsUpdate(other));
  };
  sync();
  return [texts.get('id') as YText, other.getMap<YText>('files').get('id') as YText, sync];
}

describe('a shared selection', () => {
  it('is found in another copy, in both directions and at both ends of the text', () => {
    const [mine, theirs] = twoCopies('one two');
    for (const [anchor, head] of [
      [0, 0],
      [7, 7],
      [0, 7],
      [5, 2],
      [3, 3],
    ] as const) {
      expect(findSelection(theirs, shareSelection(mine, { anchor, head }))).toEqual({ anchor, head });
    }
  });

  it('moves along with the text, and what is inserted at its edges is not part of it', () => {
    const [mine, theirs, sync] = twoCopies('one two');
    const selected = shareSelection(mine, { anchor: 4, head: 7 });
    const caret = shareSelection(mine, { anchor: 4, head: 4 });
    theirs.insert(7, '!');
    theirs.insert(4, '>');
    theirs.insert(0, '...');
    sync();
    expect(mine.toString()).toBe('...one >two!');
    expect(findSelection(mine, selected)).toEqual({ anchor: 8, head: 11 });
    expect(findSelection(mine, caret)).toEqual({ anchor: 7, head: 7 });
  });

  it('is none where it is not of this text, has not come yet, or is no position', () => {
    const [mine, theirs] = twoCopies('one two');
    const elsewhere = new Doc();
    const other = elsewhere.getText('other');
    other.insert(0, 'other');
    const shares = elsewhere.share.size;
    expect(findSelection(theirs, shareSelection(other, { anchor: 5, head: 5 }))).toBeNull();
    mine.insert(0, 'new ');
    expect(findSelection(theirs, shareSelection(mine, { anchor: 2, head: 2 }))).toBeNull();
    for (const position of ['', '!', 'AAAA', '____', 'AQVvdGhlcgA']) {
      expect(findSelection(theirs, { anchor: position, head: position })).toBeNull();
    }
    expect(elsewhere.share.size).toBe(shares);
  });

  it('of a hostile peer makes nothing in the document', () => {
    const [mine, theirs] = twoCopies('text');
    const doc = new Doc();
    const named = shareSelection(doc.getText('made up'), { anchor: 0, head: 0 });
    expect(findSelection(theirs, named)).toBeNull();
    expect([...(theirs.doc?.share.keys() ?? [])]).toEqual(['files']);
    expect(mine.doc?.getMap('files')).toBeInstanceOf(YMap);
  });
});

describe('telling others', () => {
  afterEach(() => vi.useRealTimers());

  it('takes at most one message in 100 ms, and the last one is always sent', () => {
    vi.useFakeTimers();
    const awareness = new Awareness(new Doc());
    const sent: unknown[] = [];
    awareness.on('update', () => sent.push((awareness.getLocalState() as { line: number } | null)?.line));
    let line = 0;
    const writer = createPresenceWriter(
      awareness,
      () => ({ ...nowhere, line }),
      createToldCaret(() => null),
    );
    for (line = 1; line < 100; line += 1) {
      writer.touch();
      vi.advanceTimersByTime(10);
    }
    const moving = sent.length;
    writer.touch();
    vi.advanceTimersByTime(100);
    expect(moving).toBeGreaterThanOrEqual(9);
    expect(moving).toBeLessThanOrEqual(11);
    expect(sent.at(-1)).toBe(100);
    const still = sent.length;
    writer.touch();
    vi.advanceTimersByTime(1000);
    expect(sent).toHaveLength(still);
    writer.dispose();
    expect(awareness.getLocalState()).toBeNull();
    awareness.destroy();
  });
});
