import { expect, test } from 'vitest';
import { applyUpdate, Doc, encodeStateAsUpdate } from 'yjs';
import {
  authorsBetween,
  clientsSince,
  editState,
} from '../../../../src-renderer/features/collaboration/history/version-authors.ts';
import type { Activity } from '../../../../src-renderer/features/collaboration/session/session-activity.ts';

const mira = { person: 'm'.repeat(43), name: 'Mira' };
const jonas = { person: 'j'.repeat(43), name: 'Jonas' };
const tove = { person: 't'.repeat(43), name: 'Tove' };

function docOf(client: number): Doc {
  const doc = new Doc();
  doc.clientID = client;
  return doc;
}

function activity(who: typeof mira, at: number, act: Activity['act']): Activity {
  return { id: `${who.name} ${at}`, ...who, at, act };
}

test('whoever wrote something since is an author', () => {
  const [one, other] = [docOf(1), docOf(2)];
  one.getText('a').insert(0, 'one');
  applyUpdate(other, encodeStateAsUpdate(one));
  const before = editState(other);
  expect(clientsSince(new Map(), before)).toEqual([1]);
  other.getText('a').insert(0, 'two');
  expect(clientsSince(before, editState(other))).toEqual([2]);
  const known = new Map([
    [1, mira],
    [2, jonas],
  ]);
  expect(authorsBetween({ before, after: editState(other), sinceTime: 0, known, activity: [] })).toEqual([jonas]);
});

test('so is who only deleted, by what they say of themselves; others do not count, and nobody counts twice', () => {
  const doc = docOf(1);
  doc.getText('a').insert(0, 'one');
  const state = editState(doc);
  const authors = authorsBetween({
    before: new Map(),
    after: state,
    sinceTime: 1000,
    known: new Map([[1, mira]]),
    activity: [
      activity(mira, 1200, { type: 'edited', file: 'x', path: 'a.ts' }),
      activity(tove, 1500, { type: 'deleted', path: 'b.ts', files: 1 }),
      activity(jonas, 900, { type: 'edited', file: 'x', path: 'a.ts' }),
      activity(jonas, 1600, { type: 'joined' }),
    ],
  });
  expect(authors).toEqual([mira, tove]);
});

test('clients that nobody knows are nobody', () => {
  const doc = docOf(7);
  doc.getText('a').insert(0, 'x');
  const facts = { before: new Map(), after: editState(doc), sinceTime: 0, known: new Map(), activity: [] };
  expect(authorsBetween(facts)).toEqual([]);
});
