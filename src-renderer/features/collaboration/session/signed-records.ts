import type { Map as YMap } from 'yjs';
import { z } from 'zod';
import { t } from '../../../localize.ts';
import { type Bytes, decodeBase64, encodeBase64Url } from '../protocol/bytes.ts';
import { isSigned, keyName, type Signer, signedBytes } from '../protocol/keys.ts';
import type { KnownPeople } from './known-people.ts';
import { createRecordMending } from './record-mending.ts';
import { createRecordShares, type RecordRoom } from './record-shares.ts';

/** What signatures are bound to: a session, and whose it is; and whom it knows, so that their records have room. */
export interface SessionKeys {
  readonly id: string;
  readonly ownerKey: string;
  /** Another one whenever there is somebody more; left out where nothing is known of whoever came in. */
  readonly people?: KnownPeople;
}

/** What somebody has put their name to. */
export interface SignedRecord<Fields> {
  readonly key: string;
  /** The key of the person, who has signed it. */
  readonly author: string;
  readonly fields: Fields;
}

/** Records in a map of a session's document. Whoever may write there can put anything into it; what is not genuine is not shown. */
export interface SignedRecords<Fields> {
  /** All that is known to be genuine, in no order. Signatures are checked one after the other, the newest first. */
  all(): readonly SignedRecord<Fields>[];
  get(key: string): SignedRecord<Fields> | null;
  /** Signs a record and puts it where a lesser revision was; throws a RangeError where this person may not write. */
  write(key: string, fields: Fields): Promise<void>;
  /** Takes a record out of the document. Others who have seen it keep it, unless another record says that it is gone. */
  drop(key: string): void;
  /** Resolves when the signatures of all that is there have been checked. */
  checked(): Promise<void>;
  /** Called after records came that are genuine. */
  onChanged(listener: () => void): () => void;
}

export interface SignedRecordsOptions<Fields> {
  readonly stored: YMap<unknown>;
  /** What the signatures are for, so that none serves for anything else. */
  readonly purpose: string;
  readonly fields: z.ZodType<Fields>;
  readonly identity: Signer;
  /** Null until somebody has let this person in. */
  readonly session: () => SessionKeys | null;
  /** Whether this person may write in the document now. */
  readonly canWrite: () => boolean;
  /** Whether somebody's record counts at a key. */
  mayWrite(key: string, author: string, session: SessionKeys): boolean;
  /** Of two records at one key the greater one holds, whatever order they come in. */
  revision(fields: Fields): number;
  /** The least revisions above this number are let go of. */
  readonly mostPerAuthor: number;
  /** How many records there may be of those who came in by codes, and of people nobody knows, so that nobody can fill a peer's memory. */
  readonly mostTogether?: { readonly admitted: number; readonly strangers: number };
  /** False for records that are to stay away when somebody takes them out of the document. */
  isWanted?(key: string): boolean;
}

const personKey = /^[\w-]{43}$/;
const envelope = z.looseObject({ author: z.string().regex(personKey), signature: z.string().regex(/^[\w-]{86}$/) });
const ownKey = /^([\w-]{43})\.[\w-]{12}$/;
const mostTogether = { admitted: 20_000, strangers: 2000 };
/** Of those without room for now: more are not looked at again. */
const mostTurnedAway = 20_000;
/** Milliseconds between two calls of listeners while many signatures are checked. */
const tellEvery = 50;

interface Genuine<Fields> extends SignedRecord<Fields> {
  readonly signature: string;
}

/** A fresh key under which only this author's records count. */
export function createRecordKey(author: string): string {
  return `${author}.${encodeBase64Url(crypto.getRandomValues(new Uint8Array(9)))}`;
}

/** Whether a key is one of the author's own, as `createRecordKey` makes them. */
export function isOwnKey(key: string, author: string): boolean {
  return ownKey.exec(key)?.[1] === author;
}

/** Reads and writes signed records. A peer remembers what it has seen: a record can't be undone by an older one or by taking it out. */
export function openSignedRecords<Fields extends object>(options: SignedRecordsOptions<Fields>): SignedRecords<Fields> {
  const { stored, identity, isWanted = () => true } = options;
  const me = keyName(identity.publicKey);
  const known = new Map<string, Genuine<Fields>>();
  const shares = createRecordShares({
    limits: { author: options.mostPerAuthor, ...(options.mostTogether ?? mostTogether) },
    roomOf,
    revisionOf: (key) => revisionAt(key),
  });
  /** By author, the keys of what there was no room for. */
  const turnedAway = new Map<string, Set<string>>();
  const pending = new Set<string>();
  /** The same, the newest last. */
  const order: string[] = [];
  const mending = createRecordMending(mend);
  const listeners = new Set<() => void>();
  let checking = false;
  let inCheck: string | null = null;
  let turnedAwayKeys = 0;
  let people: KnownPeople | undefined;
  let checks: Promise<void> = Promise.resolve();

  stored.observe((event) => {
    for (const key of event.keysChanged) look(key);
    void check();
  });
  stored.doc?.on('destroy', mending.dispose);
  for (const key of stored.keys()) look(key);
  void check();

  function tell(): void {
    for (const listener of listeners) listener();
  }

  function bytesOf(session: SessionKeys, key: string, author: string, fields: Fields): Bytes {
    return signedBytes(`record/${options.purpose}`, session.id, key, author, JSON.stringify(fields));
  }

  /** What stands at a key, in the form in which it was signed; null for what is no record at all. */
  function read(key: string): Genuine<Fields> | null {
    const outer = envelope.safeParse(stored.get(key));
    if (!outer.success) return null;
    const { author, signature, ...rest } = outer.data;
    const inner = options.fields.safeParse(rest);
    return inner.success ? { key, author, signature, fields: inner.data } : null;
  }

  /** Whose session it is, whom its owner has named, and this person itself always have room of their own. */
  function roomOf(author: string): RecordRoom {
    const session = options.session();
    if (author === me || author === session?.ownerKey || session?.people?.named.has(author)) return 'own';
    return !session?.people || session.people.admitted.has(author) ? 'admitted' : 'strangers';
  }

  function revisionAt(key: string): number {
    const record = known.get(key);
    return record ? options.revision(record.fields) : 0;
  }

  function holdsOver(candidate: Genuine<Fields>, before: Genuine<Fields> | undefined): boolean {
    if (!before) return true;
    const [one, other] = [options.revision(candidate.fields), options.revision(before.fields)];
    return one === other ? candidate.signature > before.signature : one > other;
  }

  function look(key: string): void {
    const found = read(key);
    const before = known.get(key);
    if (found && before && isSame(found, before)) return;
    if (found && holdsOver(found, before)) {
      if (pending.has(key)) return;
      pending.add(key);
      order.push(key);
    } else if (before) mendLater(before);
  }

  /** Whoever is known by now has room for what was turned away before. */
  function lookAgain(): void {
    const now = options.session()?.people;
    if (now === people) return;
    people = now;
    for (const [author, keys] of turnedAway) {
      if (roomOf(author) === 'strangers') continue;
      turnedAway.delete(author);
      turnedAwayKeys -= keys.size;
      for (const key of keys) look(key);
    }
  }

  function turnAway(author: string, key: string): void {
    if (roomOf(author) !== 'strangers' || turnedAwayKeys >= mostTurnedAway) return;
    const keys = turnedAway.get(author) ?? new Set();
    if (!keys.has(key)) turnedAwayKeys += 1;
    turnedAway.set(author, keys.add(key));
  }

  function check(): Promise<void> {
    lookAgain();
    if (!checking && pending.size > 0) checks = checkPending();
    return checks;
  }

  async function checkPending(): Promise<void> {
    checking = true;
    let told = performance.now();
    let news = false;
    for (;;) {
      const session = options.session();
      const key = session ? order.pop() : undefined;
      if (!session || key === undefined) break;
      pending.delete(key);
      const candidate = read(key);
      if (!candidate || !holdsOver(candidate, known.get(key))) continue;
      if (!known.has(key) && !shares.hasRoom(candidate.author, options.revision(candidate.fields))) {
        turnAway(candidate.author, key);
        continue;
      }
      inCheck = key;
      const genuine = await isGenuine(session, candidate);
      inCheck = null;
      if (genuine) {
        // Meanwhile this person may have written something greater.
        if (holdsOver(candidate, known.get(key))) accept(candidate);
        news = true;
      } else {
        const before = known.get(key);
        if (before) mendLater(before);
      }
      if (news && performance.now() - told > tellEvery) {
        tell();
        told = performance.now();
        news = false;
      }
    }
    checking = false;
    if (news) tell();
  }

  async function isGenuine(
    session: SessionKeys,
    { key, author, signature, fields }: Genuine<Fields>,
  ): Promise<boolean> {
    if (!options.mayWrite(key, author, session)) return false;
    const [bytes, publicKey] = [decodeBase64(signature), decodeBase64(author)];
    if (!bytes || !publicKey) return false;
    return isSigned(bytes, bytesOf(session, key, author, fields), publicKey);
  }

  function accept(record: Genuine<Fields>): void {
    const before = known.get(record.key);
    if (before) shares.remove(before.author, record.key);
    known.set(record.key, record);
    const over = shares.add(record.author, record.key);
    const least = over === null ? undefined : known.get(over);
    if (!least) return;
    if (least.author === me) drop(least.key);
    else {
      turnAway(least.author, least.key);
      forget(least.key);
    }
  }

  function forget(key: string): void {
    const record = known.get(key);
    if (!record) return;
    known.delete(key);
    mending.forget(key);
    shares.remove(record.author, key);
  }

  function drop(key: string): void {
    forget(key);
    if (options.canWrite()) stored.delete(key);
  }

  /** Its author or the owner puts back what somebody took out or wrote over without having the right to. */
  function mendLater({ key, author }: Genuine<Fields>): void {
    if (author === me || options.session()?.ownerKey === me) mending.later(key);
  }

  function mend(keys: readonly string[]): void {
    if (!options.canWrite()) return;
    const missing = keys.flatMap((key) => {
      const record = known.get(key);
      const found = read(key);
      // What is being checked may be the record's own later revision.
      const isSettled = !record || pending.has(key) || inCheck === key || (found && isSame(found, record));
      return isSettled || !isWanted(key) ? [] : [record];
    });
    const putBack = () => {
      for (const record of missing) stored.set(record.key, asStored(record));
    };
    if (stored.doc) stored.doc.transact(putBack);
    else putBack();
  }

  return {
    all() {
      // What came before this person was let in was left for now.
      void check();
      return [...known.values()];
    },
    get: (key) => known.get(key) ?? null,
    async write(key, fields) {
      const session = options.session();
      if (!session) throw new RangeError(t('Nobody has let this peer in yet.'));
      const checked = options.fields.parse(fields);
      const signature = keyName(await identity.sign(bytesOf(session, key, me, checked)));
      if (!options.canWrite()) throw new RangeError(t('You may not write this in the session.'));
      const record = { key, author: me, signature, fields: checked };
      if (!holdsOver(record, known.get(key))) throw new RangeError(t('This session has no room for more.'));
      accept(record);
      stored.set(key, asStored(record));
      tell();
    },
    drop,
    checked: check,
    onChanged(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function asStored<Fields extends object>({ author, signature, fields }: Genuine<Fields>): object {
  return { ...fields, author, signature };
}

/** A signature says that records are the same only where somebody has checked it. */
function isSame<Fields>(one: Genuine<Fields>, other: Genuine<Fields>): boolean {
  const { signature, author, fields } = other;
  return one.signature === signature && one.author === author && JSON.stringify(one.fields) === JSON.stringify(fields);
}
