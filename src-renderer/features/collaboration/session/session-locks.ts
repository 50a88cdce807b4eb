import type { Doc } from 'yjs';
import { z } from 'zod';
import { t } from '../../../localize.ts';
import { keyName, type Signer } from '../protocol/keys.ts';
import type { SessionFiles } from './session-files.ts';
import { isOwnKey, openSignedRecords, type SessionKeys } from './signed-records.ts';

/** Whether others are told that somebody is on a file, or kept from typing in it. */
export type LockMode = 'warn' | 'block';

/** That somebody is on a file. */
export interface FileLock {
  /** The file's id. */
  readonly file: string;
  readonly person: string;
  /** What the person was called then. */
  readonly name: string;
  readonly mode: LockMode;
  /** When it was taken, and when its holder last said that it still holds; milliseconds since 1970. */
  readonly since: number;
  readonly renewedAt: number;
}

/** Who is on which file. Editors hold to it of their own accord: peers don't refuse edits because of a lock. */
export interface SessionLocks {
  /** Those that hold now, one for a file. */
  held(): readonly FileLock[];
  of(file: string): FileLock | null;
  /** Takes a file, or changes the mode of an own lock; throws a RangeError when somebody else has it. */
  take(file: string, mode: LockMode): Promise<void>;
  /** Gives an own lock back, or breaks another's as the session's owner; throws a RangeError otherwise. */
  release(file: string): Promise<void>;
  /** Says that own locks still hold; to be called at least every `renewEvery` while this person is not away. */
  renew(): Promise<void>;
  /** Called when locks were taken or given back, and when one is over. */
  onChanged(listener: () => void): () => void;
}

/** Milliseconds after which the lock of somebody who is not there any more is over. */
export const lockHoldsFor = 10 * 60_000;
/** Milliseconds between two renewals. */
export const renewEvery = 3 * 60_000;
const mostLocks = 1000;

const time = z.number().int().nonnegative().max(8_640_000_000_000_000);
const LockFields = z.strictObject({
  since: time,
  renewedAt: time,
  name: z.string().min(1).max(64),
  mode: z.enum(['warn', 'block', 'released']),
});
type LockFields = z.infer<typeof LockFields>;
const BreakFields = z.strictObject({ at: time });

/** Reads and writes the locks of a session, in its document of files. */
export function openSessionLocks(options: {
  readonly session: () => SessionKeys | null;
  readonly document: Doc;
  readonly files: SessionFiles;
  readonly identity: Signer;
  readonly name: string;
  readonly canWrite: () => boolean;
  readonly now?: () => number;
}): SessionLocks {
  const { session, identity, canWrite, document, files, now = Date.now } = options;
  const me = keyName(identity.publicKey);
  const common = { session, identity, canWrite, mostPerAuthor: mostLocks };
  const locks = openSignedRecords<LockFields>({
    ...common,
    stored: document.getMap('locks'),
    purpose: 'file-lock',
    fields: LockFields,
    mayWrite: isOwnKey,
    revision: ({ renewedAt }) => renewedAt,
  });
  const breaks = openSignedRecords({
    ...common,
    stored: document.getMap('broken-locks'),
    purpose: 'file-lock-break',
    fields: BreakFields,
    mayWrite: (_key, author, { ownerKey }) => author === ownerKey,
    revision: ({ at }) => at,
  });

  const listeners = new Set<() => void>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const changed = () => {
    clearTimeout(timer);
    const ends = held().map(({ renewedAt }) => renewedAt + lockHoldsFor - now());
    if (ends.length > 0) timer = setTimeout(changed, Math.max(1000, Math.min(...ends)));
    for (const listener of listeners) listener();
  };
  locks.onChanged(changed);
  breaks.onChanged(changed);
  document.on('destroy', () => clearTimeout(timer));

  function held(): readonly FileLock[] {
    const byFile = new Map<string, FileLock>();
    for (const { key, author, fields } of locks.all()) {
      const file = key.slice(key.indexOf('.') + 1);
      const { since, renewedAt, name, mode } = fields;
      if (mode === 'released' || !files.text(file)) continue;
      const lock = { file, person: author, name, mode, since, renewedAt };
      if (!isHeld(lock, now(), breaks.get(key)?.fields.at ?? null)) continue;
      const other = byFile.get(file);
      // Of two who took it at the same time one has it, the same everywhere.
      if (!other || isBefore(lock, other)) byFile.set(file, lock);
    }
    return [...byFile.values()];
  }

  const of = (file: string) => held().find((lock) => lock.file === file) ?? null;

  async function write(file: string, since: number, mode: LockFields['mode']): Promise<void> {
    const key = `${me}.${file}`;
    const renewedAt = Math.max(now(), (locks.get(key)?.fields.renewedAt ?? 0) + 1);
    await locks.write(key, { since, renewedAt, name: options.name, mode });
  }

  return {
    held,
    of,
    async take(file, mode) {
      if (!files.text(file)) throw new RangeError(t('This file is not there any more.'));
      const lock = of(file);
      if (lock && lock.person !== me) throw new RangeError(t('{{name}} is on this file.', { name: lock.name }));
      const broken = breaks.get(`${me}.${file}`)?.fields.at ?? 0;
      await write(file, lock?.since ?? Math.max(now(), broken + 1), mode);
    },
    async release(file) {
      const lock = of(file);
      if (!lock) return;
      if (lock.person === me) return write(file, lock.since, 'released');
      if (session()?.ownerKey !== me) {
        throw new RangeError(t('Only {{name}} or the session’s owner may give this file free.', { name: lock.name }));
      }
      await breaks.write(`${lock.person}.${file}`, { at: Math.max(now(), lock.since) });
    },
    async renew() {
      for (const lock of held()) if (lock.person === me) await write(lock.file, lock.since, lock.mode);
    },
    onChanged(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Whether a lock still holds: it was renewed lately, and the owner has not broken it since it was taken. */
export function isHeld(lock: Pick<FileLock, 'since' | 'renewedAt'>, now: number, brokenAt: number | null): boolean {
  return now - lock.renewedAt < lockHoldsFor && (brokenAt === null || brokenAt < lock.since);
}

function isBefore(one: FileLock, other: FileLock): boolean {
  return one.since === other.since ? one.person < other.person : one.since < other.since;
}

/** What a lock means for somebody who is about to type in the file. */
export type LockHint =
  | { readonly kind: 'free' }
  | { readonly kind: 'mine' }
  | { readonly kind: 'warn' | 'block'; readonly person: string; readonly name: string };

/** What to tell a person of a file's lock. `name` answers what its holder is called now. */
export function lockHint(lock: FileLock | null, me: string, name: (person: string) => string | null): LockHint {
  if (!lock) return { kind: 'free' };
  if (lock.person === me) return { kind: 'mine' };
  return { kind: lock.mode, person: lock.person, name: name(lock.person) ?? lock.name };
}
