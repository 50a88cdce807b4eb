import { afterEach, expect, test, vi } from 'vitest';
import { Doc } from 'yjs';
import { z } from 'zod';
import {
  keyName,
  type Signer,
  signedBytes,
  signerFromSeed,
} from '../../../../src-renderer/features/collaboration/protocol/keys.ts';
import type { KnownPeople } from '../../../../src-renderer/features/collaboration/session/known-people.ts';
import {
  createRecordKey,
  isOwnKey,
  openSignedRecords,
  type SignedRecords,
} from '../../../../src-renderer/features/collaboration/session/signed-records.ts';

const id = 'session-of-a-test';
const newSigner = () => signerFromSeed(crypto.getRandomValues(new Uint8Array(32)));
const nameOf = (signer: Signer) => keyName(signer.publicKey);

interface Noted {
  readonly at: number;
}

afterEach(() => {
  vi.useRealTimers();
});

/** A peer's records of notes, with little room for people whom nobody has named. */
async function setUp({ isOwner = false, people }: { isOwner?: boolean; people?: KnownPeople } = {}) {
  const doc = new Doc();
  const stored = doc.getMap<unknown>('notes');
  const identity = await newSigner();
  const owner = isOwner ? identity : await newSigner();
  const session = { id, ownerKey: nameOf(owner), ...(people ? { people } : {}) };
  const records: SignedRecords<Noted> = openSignedRecords({
    stored,
    identity,
    session: () => session,
    purpose: 'note',
    fields: z.strictObject({ at: z.number() }),
    canWrite: () => true,
    mayWrite: isOwnKey,
    revision: ({ at }) => at,
    mostPerAuthor: 10,
    mostTogether: { admitted: 20, strangers: 5 },
  });
  /** Others' peers put what they have signed into the document. */
  const put = async (by: Signer, times: readonly number[]) => {
    const person = nameOf(by);
    const signed = await Promise.all(
      times.map(async (at) => {
        const key = createRecordKey(person);
        const bytes = signedBytes('record/note', id, key, person, JSON.stringify({ at }));
        return [key, { at, author: person, signature: keyName(await by.sign(bytes)) }] as const;
      }),
    );
    doc.transact(() => {
      for (const [key, record] of signed) stored.set(key, record);
    });
    await records.checked();
    return signed.map(([key]) => key);
  };
  const timesOf = (by: Signer) =>
    records
      .all()
      .filter(({ author }) => author === nameOf(by))
      .map(({ fields }) => fields.at)
      .sort((a, b) => a - b);
  const write = (at: number) => records.write(createRecordKey(nameOf(identity)), { at });
  return { doc, stored, records, identity, owner, session, put, timesOf, write };
}

const ten = Array.from({ length: 10 }, (_, number) => number + 1);

test('made-up people who fill all the room there is keep out nobody: not oneself, the owner, nor those whom the owner has named', async () => {
  const named = await newSigner();
  const { identity, owner, put, timesOf, write } = await setUp({
    people: { named: new Set([nameOf(named)]), admitted: new Set() },
  });
  for (let number = 0; number < 4; number += 1) await put(await newSigner(), ten);
  await write(1);
  await put(owner, [1, 2]);
  await put(named, ten);
  expect([timesOf(identity), timesOf(owner), timesOf(named)]).toEqual([[1], [1, 2], ten]);
});

test('whoever has come in by a code has room, though somebody with the code makes up many more', async () => {
  const [ann, ...madeUp] = await Promise.all([1, 2, 3, 4].map(newSigner));
  if (!ann) throw new Error('nobody');
  const { put, timesOf } = await setUp({
    people: { named: new Set(), admitted: new Set([ann, ...madeUp].map(nameOf)) },
  });
  await put(ann, [1]);
  for (const each of madeUp) await put(each, ten);
  await put(ann, [2, 3]);
  expect(timesOf(ann)).toEqual([1, 2, 3]);
  expect(madeUp.flatMap(timesOf)).toHaveLength(17);
});

test('people whom nobody knows have little room together, the latest of each, and more once they are known', async () => {
  const [ann, ben] = [await newSigner(), await newSigner()];
  const people = { named: new Set<string>(), admitted: new Set<string>() };
  const { records, session, put, timesOf } = await setUp({ people });
  await put(ben, ten);
  expect(timesOf(ben)).toEqual([6, 7, 8, 9, 10]);
  await put(ann, [1, 2]);
  expect([timesOf(ann), timesOf(ben)]).toEqual([
    [1, 2],
    [8, 9, 10],
  ]);
  session.people = { named: new Set(), admitted: new Set([nameOf(ben)]) };
  records.all();
  await records.checked();
  expect([timesOf(ann), timesOf(ben)]).toEqual([[1, 2], ten]);
});

test('what is genuine comes in, however much that is not comes with it', async () => {
  const ann = await newSigner();
  const { stored, put } = await setUp();
  const [key = ''] = await put(ann, [1]);
  const genuine = stored.get(key);
  const other = await setUp();
  other.doc.transact(() => {
    for (let number = 0; number < 21_000; number += 1) {
      const author = nameOf(ann);
      other.stored.set(`${author}.${String(number).padStart(12, '0')}`, { at: 1, author, signature: 'A'.repeat(86) });
    }
    other.stored.set(key, genuine);
  });
  await other.records.checked();
  expect(other.timesOf(ann)).toEqual([1]);
}, 60_000);

test('what somebody takes out again and again is put back again and again by the owner, ever more rarely', async () => {
  const { doc, stored, put } = await setUp({ isOwner: true });
  const keys = await put(await newSigner(), [1, 2]);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  let updates = 0;
  doc.on('update', () => {
    updates += 1;
  });
  const takeOut = () =>
    doc.transact(() => {
      for (const key of keys) stored.delete(key);
    });
  for (const pause of [500, 1000, 2000, 4000, 8000, 16_000, 32_000, 64_000, 120_000, 120_000]) {
    takeOut();
    vi.advanceTimersByTime(pause - 10);
    expect(stored.size).toBe(0);
    vi.advanceTimersByTime(20);
    expect(stored.size).toBe(2);
  }
  // All that was taken out comes back in one change.
  expect(updates).toBe(20);
  vi.advanceTimersByTime(700_000);
  takeOut();
  vi.advanceTimersByTime(510);
  expect(stored.size).toBe(2);
});
