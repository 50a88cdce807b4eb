import { describe, expect, it, vi } from 'vitest';
import type { Map as YMap } from 'yjs';
import {
  keyName,
  type Signer,
  signedBytes,
  signerFromSeed,
} from '../../../../src-renderer/features/collaboration/protocol/keys.ts';
import type { Activity } from '../../../../src-renderer/features/collaboration/session/session-activity.ts';
import { changesOf } from '../../../../src-renderer/features/collaboration/session/session-activity.ts';
import {
  isHeld,
  lockHint,
  lockHoldsFor,
} from '../../../../src-renderer/features/collaboration/session/session-locks.ts';
import { createRecordKey } from '../../../../src-renderer/features/collaboration/session/signed-records.ts';
import { createToldTimes } from '../../../../src-renderer/features/collaboration/session/told-times.ts';
import { type SessionPerson, startSessionPeople } from '../../../support/session-people.ts';

async function start() {
  const session = startSessionPeople();
  const owner = await session.join('Olga Owner');
  const ann = await session.join('Ann');
  const ben = await session.join('Ben');
  return { session, owner, ann, ben };
}

const said = (by: SessionPerson) => by.talk.messages().map(({ name, text }) => `${name}: ${text}`);
const acts = (by: SessionPerson) => by.activity.entries().map(({ name, act }: Activity) => ({ ...act, by: name }));
const newSigner = () => signerFromSeed(crypto.getRandomValues(new Uint8Array(32)));
const stored = (of: SessionPerson, map: string) => of.documents.talk.getMap(map) as YMap<unknown>;

describe('the chat of a session', () => {
  it('is the same everywhere, in order, changed and taken back by its authors alone', async () => {
    const { session, ann, ben, owner } = await start();
    const hello = await ann.talk.say('hello @Ben ');
    await vi.waitFor(() => expect(said(ben)).toEqual(['Ann: hello @Ben']));
    expect(ben.talk.messages()[0]?.mentions).toEqual([{ person: ben.person, name: 'Ben' }]);
    const answer = await ben.talk.say('hello');
    await vi.waitFor(() => expect(said(ann)).toEqual(['Ann: hello @Ben', 'Ben: hello']));
    await expect(ann.talk.edit(answer, 'good bye')).rejects.toThrow('Only its author');
    await expect(owner.talk.remove(hello)).rejects.toThrow('Only its author');
    await expect(ann.talk.say(' ')).rejects.toThrow('1 to 4000');
    await expect(ann.talk.say('x'.repeat(4001))).rejects.toThrow('1 to 4000');
    await ann.talk.edit(hello, 'hello everybody');
    await ben.talk.remove(answer);
    await vi.waitFor(() => expect(said(owner)).toEqual(['Ann: hello everybody', 'Ben: ']));
    expect(owner.talk.messages()).toMatchObject([{ editedAt: expect.any(Number), mentions: [] }, { deleted: true }]);
    await expect(ben.talk.edit(answer, 'back')).rejects.toThrow('Only its author');
    const late = await session.join('Lea');
    await vi.waitFor(() => expect(late.talk.messages()).toEqual(owner.talk.messages()));
  });

  it('has an answer after what it answers, though the other clock is ahead', async () => {
    const { session, ann, ben } = await start();
    session.clock.time += 60_000;
    await ann.talk.say('question');
    await vi.waitFor(() => expect(said(ben)).toHaveLength(1));
    session.clock.time -= 60_000;
    await ben.talk.say('answer');
    expect(said(ben)).toEqual(['Ann: question', 'Ben: answer']);
  });

  it('shows nothing that is not signed, is too long, or is said in another’s name', async () => {
    const { session, ann, ben, owner } = await start();
    await ann.talk.say('mine');
    await vi.waitFor(() => expect(said(ben)).toEqual(['Ann: mine']));
    const [[key, genuine] = ['', null]] = [...stored(ben, 'messages')] as [string, Record<string, unknown>][];
    stored(ben, 'messages').set(key, { ...genuine, text: 'not mine', editedAt: session.clock.time + 100 });
    stored(ben, 'messages').set(`${ann.person}.aaaaaaaaaaaa`, genuine);
    // Signed, but under Ann's key.
    const fields = { at: 5, name: 'Ann', text: 'I am Ann', mentions: [], editedAt: null, deleted: false };
    const forged = `${ann.person}.bbbbbbbbbbbb`;
    const bytes = signedBytes('record/talk-message', session.id, forged, ben.person, JSON.stringify(fields));
    const signature = keyName(await ben.identity.sign(bytes));
    stored(ben, 'messages').set(forged, { ...fields, author: ben.person, signature });
    stored(ben, 'messages').set('nonsense', 7);
    await ben.talk.say('end');
    for (const each of [owner, ann, ben]) {
      await vi.waitFor(() => expect(said(each)).toEqual(['Ann: mine', 'Ben: end']));
    }
  });

  it('keeps the last thousand of one person and lets go of the others', async () => {
    const { ann, ben } = await start();
    for (let number = 0; number < 1005; number += 1) await ann.talk.say(`${number}`);
    expect(stored(ben, 'messages').size).toBe(1000);
    await vi.waitFor(() => expect(said(ben).at(0)).toBe('Ann: 5'), 20_000);
    expect(said(ben)).toHaveLength(1000);
    expect(said(ben).at(-1)).toBe('Ann: 1004');
  }, 60_000);
});

describe('a chat with those who keep none of the rules', () => {
  /** Writes messages that somebody has signed, at times they choose. */
  async function flood(by: SessionPerson, sessionId: string, author: Signer, times: readonly number[]): Promise<void> {
    const person = keyName(author.publicKey);
    const signed = await Promise.all(
      times.map(async (at) => {
        const key = createRecordKey(person);
        const fields = { at, name: 'Noise', text: `noise ${at}`, mentions: [], editedAt: null, deleted: false };
        const bytes = signedBytes('record/talk-message', sessionId, key, person, JSON.stringify(fields));
        return [key, { ...fields, author: person, signature: keyName(await author.sign(bytes)) }] as const;
      }),
    );
    by.documents.talk.transact(() => {
      for (const [key, record] of signed) stored(by, 'messages').set(key, record);
    });
  }
  const ahead = Array.from({ length: 1000 }, (_, number) => 8_640_000_000_000_000 - number);

  it('shows what is said now, however much is said of a time to come', async () => {
    const { session, ann, ben } = await start();
    await ann.talk.say('before');
    await flood(ben, session.id, ben.identity, ahead);
    await flood(ben, session.id, await newSigner(), ahead);
    await ann.talk.checked();
    await ann.talk.say('after');
    await ben.talk.checked();
    for (const each of [ann, ben]) {
      const messages = each.talk.messages();
      expect(messages.filter(({ name }) => name === 'Ann').map(({ text }) => text)).toEqual(['before', 'after']);
      expect(messages).toHaveLength(202);
      expect(Math.max(...messages.map(({ at }) => at))).toBeLessThan(session.clock.time + 121_000);
    }
    expect(said(ann).at(-1)).toBe('Ann: after');
  });

  it('has those of a time to come in their order, at the time when they were first seen', () => {
    let time = 1000;
    const { inOrder } = createToldTimes(4, () => time);
    const words = (told: readonly { id: string; at: number }[]) => told.map(({ id, at }) => `${id} ${at}`);
    const late = [
      { id: 'a', at: 9_000_000 },
      { id: 'b', at: 8_000_000 },
    ];
    expect(words(inOrder([...late, { id: 'c', at: 900 }]))).toEqual(['c 900', 'b 1000', 'a 1000']);
    time = 2000;
    const now = [1500, 1600, 1700].map((at) => ({ id: `${at}`, at }));
    expect(words(inOrder([...late, { id: 'c', at: 900 }, ...now]))).toEqual([
      'b 1000',
      'a 1000',
      '1600 1600',
      '1700 1700',
    ]);
    time = 10_000_000;
    expect(words(inOrder(late))).toEqual(['b 8000000', 'a 9000000']);
  });
});

describe('what happened in a session', () => {
  it('is written down by those who did it', async () => {
    const { session, owner, ann, ben } = await start();
    const recording = ann.activity.recordFiles();
    const { id } = ann.files.add('main.ts', { text: 'one' });
    for (const each of ['a', 'b', 'c']) ann.files.text(id)?.insert(0, each);
    ben.files.text(id)?.insert(0, 'not recorded here');
    ann.files.add('src', 'folder');
    ann.files.move(id, 'src/main.ts');
    await vi.waitFor(() => expect(acts(ben)).toHaveLength(4));
    session.clock.time += 5 * 60_000;
    ann.files.text(id)?.insert(0, 'later');
    ann.files.remove(id);
    recording.dispose();
    ann.files.add('unrecorded.ts', { text: '' });
    await vi.waitFor(() =>
      expect(acts(owner)).toEqual([
        { by: 'Ann', type: 'created', path: 'main.ts', files: 1 },
        { by: 'Ann', type: 'edited', path: 'main.ts', file: id },
        { by: 'Ann', type: 'created', path: 'src', files: 1 },
        { by: 'Ann', type: 'renamed', from: 'main.ts', to: 'src/main.ts', files: 1 },
        { by: 'Ann', type: 'edited', path: 'src/main.ts', file: id },
        { by: 'Ann', type: 'deleted', path: 'src/main.ts', files: 1 },
      ]),
    );
  });

  it('has what was said in comments, and what this peer alone has seen', async () => {
    const { ann, ben } = await start();
    const { id: file } = ann.files.add('main.ts', { text: 'one' });
    const thread = await ann.comments.begin({ file, start: 0, end: 3 }, 'why?');
    await vi.waitFor(() => expect(ben.comments.threads()).toHaveLength(1));
    await ben.comments.resolve(thread, true);
    ben.activity.saw({ person: ann.person, name: 'Ann' }, { type: 'disconnected' });
    expect(acts(ben)).toEqual([
      { by: 'Ann', type: 'commented', thread, path: 'main.ts' },
      { by: 'Ben', type: 'resolved', thread, path: 'main.ts' },
      { by: 'Ann', type: 'disconnected' },
    ]);
    await vi.waitFor(() => expect(acts(ann)).toHaveLength(2));
  });

  it('counts roles, removals and codes from the owner only, and coming back soon not at all', async () => {
    const { session, owner, ann, ben } = await start();
    await ben.activity.note({ type: 'removed', person: ann.person, name: 'Ann' });
    await owner.activity.note({ type: 'role-changed', person: ben.person, name: 'Ben', role: 'viewer' });
    await ann.activity.note({ type: 'joined' });
    await ann.activity.note({ type: 'joined' });
    session.clock.time += 6 * 60_000;
    await ann.activity.note({ type: 'joined' });
    await vi.waitFor(() =>
      expect(acts(ben).map(({ by, type }) => [by, type])).toEqual([
        ['Olga Owner', 'role-changed'],
        ['Ann', 'joined'],
        ['Ann', 'joined'],
      ]),
    );
  });

  it('is one entry for whatever was done at once', () => {
    const before = new Map([
      ['1', 'src'],
      ['2', 'src/a.ts'],
      ['3', 'old.ts'],
    ]);
    const after = new Map([
      ['1', 'lib'],
      ['2', 'lib/a.ts'],
      ['4', 'y.ts'],
      ['5', 'x.ts'],
    ]);
    expect(changesOf(before, after)).toEqual([
      { type: 'created', path: 'x.ts', files: 2 },
      { type: 'deleted', path: 'old.ts', files: 1 },
      { type: 'renamed', from: 'src', to: 'lib', files: 2 },
    ]);
    expect(changesOf(after, after)).toEqual([]);
  });
});

describe('file locks', () => {
  async function startWithFile() {
    const people = await start();
    const { id: file } = people.owner.files.add('main.ts', { text: 'one' });
    return { ...people, file };
  }

  it('are taken by one, changed and given back by the same, and broken by the owner', async () => {
    const { owner, ann, ben, file } = await startWithFile();
    await ann.locks.take(file, 'warn');
    await vi.waitFor(() => expect(ben.locks.of(file)).toMatchObject({ person: ann.person, name: 'Ann', mode: 'warn' }));
    await expect(ben.locks.take(file, 'block')).rejects.toThrow('Ann is on this file.');
    await expect(ben.locks.release(file)).rejects.toThrow('Only Ann or the session’s owner');
    await ann.locks.take(file, 'block');
    await vi.waitFor(() => expect(ben.locks.of(file)?.mode).toBe('block'));
    await ann.locks.release(file);
    await vi.waitFor(() => expect(ben.locks.held()).toEqual([]));
    await ben.locks.take(file, 'block');
    await vi.waitFor(() => expect(owner.locks.of(file)?.person).toBe(ben.person));
    await owner.locks.release(file);
    await vi.waitFor(() => expect(ben.locks.of(file)).toBeNull());
    await ben.locks.take(file, 'warn');
    await vi.waitFor(() => expect(owner.locks.of(file)?.person).toBe(ben.person));
  });

  it('end with their file, and ten minutes after their holder was last there', async () => {
    const { session, ann, ben, file } = await startWithFile();
    await ann.locks.take(file, 'warn');
    await vi.waitFor(() => expect(ben.locks.held()).toHaveLength(1));
    session.clock.time += lockHoldsFor - 60_000;
    await ann.locks.renew();
    session.clock.time += lockHoldsFor - 60_000;
    await vi.waitFor(() => expect(ben.locks.held()).toHaveLength(1));
    session.clock.time += 60_000;
    expect(ben.locks.held()).toEqual([]);
    await ben.locks.take(file, 'block');
    await vi.waitFor(() => expect(ann.locks.of(file)?.person).toBe(ben.person));
    ann.files.remove(file);
    expect(ben.locks.held()).toEqual([]);
    await expect(ben.locks.take(file, 'warn')).rejects.toThrow('not there any more');
  });

  it('taken by two at once are one’s, the same everywhere', async () => {
    const { session, owner, ann, ben, file } = await startWithFile();
    session.part();
    await ann.locks.take(file, 'warn');
    await ben.locks.take(file, 'block');
    session.meet();
    await vi.waitFor(() => {
      for (const each of [owner, ann, ben]) expect(each.locks.held()).toMatchObject([{ person: ann.person }]);
    });
    await ben.locks.renew();
    expect(owner.locks.of(file)?.person).toBe(ann.person);
  });

  it('are broken by nobody but the owner, whatever stands in the document', async () => {
    const { session, ann, ben, file } = await startWithFile();
    await ann.locks.take(file, 'block');
    await vi.waitFor(() => expect(ben.locks.held()).toHaveLength(1));
    const key = `${ann.person}.${file}`;
    const at = session.clock.time + 1000;
    const bytes = signedBytes('record/file-lock-break', session.id, key, ben.person, JSON.stringify({ at }));
    const signature = keyName(await ben.identity.sign(bytes));
    ben.documents.files.getMap('broken-locks').set(key, { at, author: ben.person, signature });
    ben.documents.files.getMap('locks').delete(key);
    await vi.waitFor(() => expect(ben.documents.files.getMap('locks').has(key)).toBe(true), 5000);
    expect(ben.locks.of(file)?.person).toBe(ann.person);
  });

  it('say what they mean for whoever is about to type', () => {
    const lock = { file: 'f', person: 'ann', name: 'Ann', mode: 'block', since: 10, renewedAt: 20 } as const;
    expect(lockHint(null, 'ben', () => null)).toEqual({ kind: 'free' });
    expect(lockHint(lock, 'ann', () => null)).toEqual({ kind: 'mine' });
    expect(lockHint(lock, 'ben', () => 'Anna')).toEqual({ kind: 'block', person: 'ann', name: 'Anna' });
    expect(lockHint({ ...lock, mode: 'warn' }, 'ben', () => null)).toMatchObject({ kind: 'warn', name: 'Ann' });
    expect(isHeld(lock, 20 + lockHoldsFor, null)).toBe(false);
    expect(isHeld(lock, 30, 10)).toBe(false);
    expect(isHeld(lock, 30, 9)).toBe(true);
  });
});
