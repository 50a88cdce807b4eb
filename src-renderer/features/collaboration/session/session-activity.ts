import { type Doc, type Transaction, type Map as YMap, Text as YText } from 'yjs';
import { z } from 'zod';
import { keyName, type Signer } from '../protocol/keys.ts';
import type { SessionComments } from './session-comments.ts';
import type { SessionFiles } from './session-files.ts';
import { createRecordKey, isOwnKey, openSignedRecords, type SessionKeys } from './signed-records.ts';
import { createToldTimes } from './told-times.ts';

const time = z.number().int().nonnegative().max(8_640_000_000_000_000);
const name = z.string().min(1).max(64);
const path = z.string().min(1).max(4096);
const person = z.string().regex(/^[\w-]{43}$/);
const role = z.enum(['editor', 'commenter', 'viewer']);
const count = z.number().int().positive().max(1_000_000);

/** What somebody wrote down that they did. The last three count from the session's owner only. */
const WrittenAct = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('joined') }),
  z.strictObject({ type: z.literal('left') }),
  /** `files` is how many were made, or deleted, at once; `path` is the first. */
  z.strictObject({ type: z.literal('created'), path, files: count }),
  z.strictObject({ type: z.literal('deleted'), path, files: count }),
  z.strictObject({ type: z.literal('renamed'), from: path, to: path, files: count }),
  z.strictObject({ type: z.literal('edited'), file: z.string().max(64), path }),
  z.strictObject({ type: z.literal('version-saved'), message: z.string().max(500) }),
  z.strictObject({ type: z.literal('version-restored'), versionAt: time }),
  z.strictObject({ type: z.literal('role-changed'), person, name, role }),
  z.strictObject({ type: z.literal('removed'), person, name }),
  z.strictObject({ type: z.literal('code-made'), role }),
  z.strictObject({ type: z.literal('code-revoked'), role }),
]);
export type WrittenAct = z.infer<typeof WrittenAct>;

/** What can be seen without anybody writing it down: in the comments, and at this peer's links. */
export type SeenAct =
  | { readonly type: 'commented' | 'resolved' | 'reopened'; readonly thread: string; readonly path: string }
  | { readonly type: 'connected' | 'disconnected' };

/** Something that happened in the session. */
export interface Activity {
  readonly id: string;
  readonly person: string;
  /** What the person was called then. */
  readonly name: string;
  /** Milliseconds since 1970 by the person's clock. */
  readonly at: number;
  readonly act: WrittenAct | SeenAct;
}

/** What happened in a session. Each peer writes down and signs what its own person did; nobody can for another. */
export interface SessionActivity {
  /** The last 1,000, oldest first. */
  entries(): readonly Activity[];
  /** Writes down what this person did. */
  note(act: WrittenAct): Promise<void>;
  /** Adds what this peer alone has seen; it is not written down. */
  saw(who: { readonly person: string; readonly name: string }, act: SeenAct): void;
  /** From now on writes down what this person does with files, until disposed; edits of a file once in five minutes. */
  recordFiles(): { dispose(): void };
  /** Resolves when the signatures of all that is there have been checked. */
  checked(): Promise<void>;
  onChanged(listener: () => void): () => void;
}

const mostShown = 1000;
const mostOfOne = 300;
const mostSeen = 200;
/** Milliseconds in which edits of one file are one entry, and coming back is not coming anew. */
const oneEntryFor = 5 * 60_000;

const ActivityFields = z.strictObject({ at: time, name, act: WrittenAct });
const ofTheOwner: ReadonlySet<string> = new Set(['role-changed', 'removed', 'code-made', 'code-revoked']);

/** Reads and writes what happened in a session. */
export function openSessionActivity(options: {
  readonly session: () => SessionKeys | null;
  readonly documents: { readonly files: Doc; readonly talk: Doc };
  readonly files: SessionFiles;
  readonly comments: SessionComments;
  readonly identity: Signer;
  readonly name: string;
  readonly canWrite: () => boolean;
  readonly now?: () => number;
}): SessionActivity {
  const { session, documents, files, comments, identity, canWrite, now = Date.now } = options;
  const me = keyName(identity.publicKey);
  const listeners = new Set<() => void>();
  const records = openSignedRecords({
    session,
    identity,
    canWrite,
    stored: documents.talk.getMap('activity'),
    purpose: 'activity',
    fields: ActivityFields,
    mayWrite: isOwnKey,
    revision: ({ at }) => at,
    mostPerAuthor: mostOfOne,
  });
  const seen: Activity[] = [];
  const times = createToldTimes(mostShown, now);
  let cached: readonly Activity[] | null = null;
  const changed = () => {
    cached = null;
    for (const listener of listeners) listener();
  };
  records.onChanged(changed);
  comments.onChanged((what) => what === 'said' && changed());

  function written(): Activity[] {
    const owner = session()?.ownerKey;
    return records.all().flatMap(({ key, author, fields }) => {
      if (ofTheOwner.has(fields.act.type) && author !== owner) return [];
      return [{ id: key, person: author, name: fields.name, at: fields.at, act: fields.act }];
    });
  }

  function inComments(): Activity[] {
    return comments.threads().flatMap(({ id: thread, path: where, comments: said, resolution }) => {
      const found: Activity[] = said.map((comment) => ({
        id: comment.id,
        person: comment.author,
        name: comment.name,
        at: comment.at,
        act: { type: 'commented', thread, path: where },
      }));
      if (resolution) {
        const type = resolution.resolved ? 'resolved' : 'reopened';
        const { person: who, name: called, at } = resolution;
        found.push({ id: `${type} ${thread}`, person: who, name: called, at, act: { type, thread, path: where } });
      }
      return found;
    });
  }

  async function note(act: WrittenAct): Promise<void> {
    const at = now();
    // Whoever lost the line for a moment has not come anew.
    const same = records
      .all()
      .some(({ author, fields }) => author === me && fields.act.type === act.type && at - fields.at < oneEntryFor);
    if (act.type === 'joined' && same) return;
    await records.write(createRecordKey(me), { at, name: options.name, act });
  }

  function noteLater(act: WrittenAct): void {
    // Nothing is lost for the person when the feed lacks an entry because this peer has left meanwhile.
    if (session() && canWrite()) void note(act).catch(() => undefined);
  }

  return {
    entries() {
      cached ??= times.inOrder([...written(), ...inComments(), ...seen]);
      return cached;
    },
    note,
    saw(who, act) {
      seen.push({ id: `seen ${crypto.randomUUID()}`, person: who.person, name: who.name, at: now(), act });
      if (seen.length > mostSeen) seen.shift();
      changed();
    },
    recordFiles() {
      const tree = documents.files.getMap<YMap<unknown>>('tree');
      const texts = documents.files.getMap<YText>('files');
      const isOfTree = (type: unknown) => type === tree;
      let paths = pathsOf(files);
      const editedAt = new Map<string, number>();
      const done = (transaction: Transaction) => {
        const types = [...transaction.changed.keys()];
        if (types.some((type) => isOfTree(type) || isOfTree(type.parent))) {
          const before = paths;
          paths = pathsOf(files);
          if (transaction.local) for (const act of changesOf(before, paths)) noteLater(act);
        }
        if (!transaction.local) return;
        for (const type of types) {
          if (!(type instanceof YText) || type.parent !== texts) continue;
          const file = type._item?.parentSub ?? null;
          const where = file === null ? undefined : paths.get(file);
          if (file === null || where === undefined || now() - (editedAt.get(file) ?? 0) < oneEntryFor) continue;
          editedAt.set(file, now());
          noteLater({ type: 'edited', file, path: where });
        }
      };
      documents.files.on('afterTransaction', done);
      return { dispose: () => documents.files.off('afterTransaction', done) };
    },
    checked: records.checked,
    onChanged(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function pathsOf(files: SessionFiles): Map<string, string> {
  return new Map(files.entries().map(({ id, path: where }) => [id, where]));
}

/** What was done to a tree, as one entry for each kind: a folder that is renamed is one rename, whatever is in it. */
export function changesOf(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly WrittenAct[] {
  const created = [...after].flatMap(([id, where]) => (before.has(id) ? [] : [where])).sort();
  const deleted = [...before].flatMap(([id, where]) => (after.has(id) ? [] : [where])).sort();
  const renamed = [...after]
    .flatMap(([id, to]) => {
      const from = before.get(id);
      return from === undefined || from === to ? [] : [{ from, to }];
    })
    .sort((a, b) => a.from.length - b.from.length);
  const acts: WrittenAct[] = [];
  if (created[0] !== undefined) acts.push({ type: 'created', path: created[0], files: created.length });
  if (deleted[0] !== undefined) acts.push({ type: 'deleted', path: deleted[0], files: deleted.length });
  if (renamed[0]) acts.push({ type: 'renamed', ...renamed[0], files: renamed.length });
  return acts;
}
