import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Activity } from '../../../../src-renderer/features/collaboration/session/session-activity.ts';
import type { TalkMessage } from '../../../../src-renderer/features/collaboration/session/session-talk.ts';
import {
  activityRows,
  describeActivity,
  pathOfActivity,
} from '../../../../src-renderer/features/collaboration/talk/activity-rows.ts';
import { chatRows, daysAgo } from '../../../../src-renderer/features/collaboration/talk/chat-rows.ts';
import { createUnread } from '../../../../src-renderer/features/collaboration/talk/unread.ts';
import { firstLineOf, readWords } from '../../../../src-renderer/features/collaboration/talk/words.ts';

const ann = 'a'.repeat(43);
const ben = 'b'.repeat(43);

describe('what somebody said', () => {
  it('is paragraphs, code, strong words, addresses and mentions', () => {
    const text = 'Hi @Ann, see `a < b` and **this**:\nhttps://example.org/a?b=1.\n\n```ts\nconst x = `1`;\n```\nend';
    expect(readWords(text, [{ person: ann, name: 'Ann' }])).toEqual([
      {
        kind: 'paragraph',
        words: [
          { kind: 'text', text: 'Hi ' },
          { kind: 'mention', text: '@Ann', mention: { person: ann, name: 'Ann' } },
          { kind: 'text', text: ', see ' },
          { kind: 'code', text: 'a < b' },
          { kind: 'text', text: ' and ' },
          { kind: 'strong', text: 'this' },
          { kind: 'text', text: ':\n' },
          { kind: 'link', text: 'https://example.org/a?b=1' },
          { kind: 'text', text: '.' },
        ],
      },
      { kind: 'code', text: 'const x = `1`;' },
      { kind: 'paragraph', words: [{ kind: 'text', text: 'end' }] },
    ]);
  });

  it('is no markup, no other address, and no mention inside of code', () => {
    const mentions = [{ person: ann, name: 'Ann' }];
    expect(readWords('<img src=x onerror=alert(1)> javascript:alert(1) `@Ann`', mentions)).toEqual([
      {
        kind: 'paragraph',
        words: [
          { kind: 'text', text: '<img src=x onerror=alert(1)> javascript:alert(1) ' },
          { kind: 'code', text: '@Ann' },
        ],
      },
    ]);
    expect(readWords('```\nnever closed', [])).toEqual([{ kind: 'code', text: 'never closed' }]);
  });

  it('is read in time in proportion to its length, with nothing of it lost', () => {
    const piece = fc.constantFrom('`', '```', '\n', '**', '@Ann', 'https://a.b', ' ', 'x', '<b>');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        const read = readWords(text, [{ person: ann, name: 'Ann' }]);
        const shown = read
          .flatMap((block) => (block.kind === 'code' ? [block.text] : block.words.map((word) => word.text)))
          .join('');
        const letters = (from: string) => from.replace(/[`*\n\s]/g, '').length;
        expect(letters(shown)).toBeLessThanOrEqual(letters(text));
      }),
    );
    const began = performance.now();
    for (const long of ['`'.repeat(20_000), '*'.repeat(20_000), '\n'.repeat(20_000), '```\n'.repeat(5000)]) {
      readWords(long, []);
      firstLineOf(long);
    }
    expect(performance.now() - began).toBeLessThan(2000);
  });

  it('is one line where there is room for one', () => {
    expect(firstLineOf('see `this`\n\n```ts\ncode\n```')).toBe('see this code');
  });
});

describe('the rows of a chat', () => {
  const at = new Date(2026, 10, 28, 23, 58).getTime();
  const message = (id: string, author: string, minutes: number, deleted = false): TalkMessage => ({
    id,
    author,
    name: author === ann ? 'Ann' : 'Ben',
    at: at + minutes * 60_000,
    text: id,
    mentions: [],
    editedAt: null,
    deleted,
  });

  it('begin each day with its name, and name a person once in a while', () => {
    const rows = chatRows([
      message('1', ann, 0),
      message('2', ann, 1),
      message('3', ben, 1, true),
      message('4', ann, 3),
      message('5', ann, 10),
      message('6', ben, 11),
    ]);
    expect(rows.map((row) => (row.kind === 'day' ? 'day' : `${row.id} ${row.follows}`))).toEqual([
      'day',
      '1 false',
      '2 true',
      'day',
      '4 false',
      '5 false',
      '6 false',
    ]);
    expect(daysAgo(at, at + 3 * 60_000)).toBe(1);
    expect(daysAgo(at, at)).toBe(0);
  });
});

describe('the rows of what happened', () => {
  const entry = (id: string, person: string, act: Activity['act']): Activity => ({
    id,
    person,
    name: person === ann ? 'Ann' : 'Ben',
    at: Number(id),
    act,
  });
  const rows = activityRows([
    entry('1', ann, { type: 'joined' }),
    entry('2', ann, { type: 'edited', file: 'f', path: 'a.ts' }),
    entry('3', ann, { type: 'edited', file: 'f', path: 'a.ts' }),
    entry('4', ann, { type: 'edited', file: 'g', path: 'b.ts' }),
    entry('5', ben, { type: 'edited', file: 'g', path: 'b.ts' }),
    entry('6', ben, { type: 'created', path: 'c.ts', files: 3 }),
    entry('7', ann, { type: 'role-changed', person: ben, name: 'Ben', role: 'viewer' }),
  ]);

  it('have edits that follow each other as one, and the newest first', () => {
    const nameOf = (_person: string, name: string) => `${name}!`;
    expect(rows.map((row) => describeActivity(row, nameOf))).toEqual([
      'Ann made Ben! a viewer',
      'Ben created c.ts and 2 more',
      'Ben edited b.ts',
      'Ann edited 2 files',
      'Ann joined',
    ]);
    expect(rows.map(pathOfActivity)).toEqual([null, 'c.ts', 'b.ts', null, null]);
  });
});

describe('what is unread', () => {
  function createStorage() {
    const kept = new Map<string, string>();
    return {
      kept,
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    };
  }
  const said = (id: string, author: string, at: number) => ({ id: `${author}.${id}`, author, at });

  it('is what others said since the first visit and what was not seen, also after a restart', () => {
    const storage = createStorage();
    const options = { name: 'session', me: ann, storage };
    const unread = createUnread({ ...options, now: 100 });
    const all = [said('old', ben, 50), said('new', ben, 150), said('own', ann, 160), said('other', ben, 170)];
    unread.update(all);
    expect(unread.count.getState()).toBe(2);
    unread.see([`${ben}.new`, 'unknown']);
    expect([...unread.ids.getState()]).toEqual([`${ben}.other`]);
    const later = createUnread({ ...options, now: 900 });
    later.update(all);
    expect([...later.ids.getState()]).toEqual([`${ben}.other`]);
    later.see([`${ben}.other`]);
    expect(later.count.getState()).toBeNull();
  });

  it('begins anew where what was kept can’t be read', () => {
    const storage = createStorage();
    for (const broken of ['{', '[]', '{"since":"x","seen":[]}', '{"since":1,"seen":[7]}', 'null']) {
      storage.kept.set('flashfusion.read.session', broken);
      const unread = createUnread({ name: 'session', me: ann, storage, now: 100 });
      unread.update([said('old', ben, 50), said('new', ben, 150)]);
      expect(unread.count.getState()).toBe(1);
    }
  });
});
