import {
  createAbsolutePositionFromRelativePosition,
  createRelativePositionFromTypeIndex,
  type Doc,
  decodeRelativePosition,
  encodeRelativePosition,
  type Text as YText,
} from 'yjs';
import { z } from 'zod';
import { t } from '../../../localize.ts';
import { decodeBase64, encodeBase64Url } from '../protocol/bytes.ts';
import { keyName, type Signer } from '../protocol/keys.ts';
import { columnsOf, findQuote, linesOf } from './comment-place.ts';
import { findMentions, Mention, type Mentionable, mostMentions } from './mentions.ts';
import type { SessionFiles } from './session-files.ts';
import { createRecordKey, isOwnKey, openSignedRecords, type SessionKeys } from './signed-records.ts';
import { trustedAhead } from './told-times.ts';

/** What somebody said about a place in a file. */
export interface SessionComment {
  readonly id: string;
  /** The key of the person, who has signed it. */
  readonly author: string;
  /** What the author was called then. */
  readonly name: string;
  /** Milliseconds since 1970 by the author's clock, at most a little later than now. */
  readonly at: number;
  readonly text: string;
  readonly mentions: readonly Mention[];
  /** When its author changed it last; null for never. */
  readonly editedAt: number | null;
}

/** A place in a file and what was said about it. */
export interface CommentThread {
  readonly id: string;
  /** The key of the person who began it. */
  readonly author: string;
  /** The file's id. */
  readonly file: string;
  /** Where the file is now, or was when the thread was begun if it is gone. */
  readonly path: string;
  /** Where the place is now, in UTF-16 units; null when its text is gone. */
  readonly range: { readonly start: number; readonly end: number } | null;
  /** The lines of the place now, from 1; when its text is gone, those where it was when the thread was begun. */
  readonly lines: { readonly first: number; readonly last: number };
  /** The columns, from 1, where the place begins in its first line and ends in its last; null when its text is gone. */
  readonly columns: { readonly first: number; readonly last: number } | null;
  /** It is about the line, not a part of it. */
  readonly wholeLine: boolean;
  /** The text of the place when the thread was begun. */
  readonly quote: string;
  readonly resolved: boolean;
  /** Who resolved or reopened it last; null when nobody has. */
  readonly resolution: Resolution | null;
  /** In the order in which they were said; at least one. */
  readonly comments: readonly SessionComment[];
}

/** That a thread was resolved or reopened. */
export interface Resolution {
  readonly resolved: boolean;
  readonly person: string;
  readonly name: string;
  readonly at: number;
}

/** The comments of a session, in a document of their own that commenters may write. */
export interface SessionComments {
  /** In the order in which they were begun. What its author has not signed is left out, and so are threads without comments. */
  threads(): readonly CommentThread[];
  /** Begins a thread; throws a RangeError where the place is not in the file. Answers its id. */
  begin(
    place: { readonly file: string; readonly start: number; readonly end: number; readonly wholeLine?: boolean },
    text: string,
  ): Promise<string>;
  /** Answers the comment's id. */
  reply(thread: string, text: string): Promise<string>;
  /** Gives an own comment another text; throws a RangeError for others'. */
  edit(comment: string, text: string): Promise<void>;
  /** Takes back an own comment, or anybody's as the session's owner; throws a RangeError otherwise. */
  remove(comment: string): Promise<void>;
  resolve(thread: string, resolved: boolean): Promise<void>;
  /** Resolves when the signatures of all that is there have been checked. */
  checked(): Promise<void>;
  /** Called when something was `said`, taken back or resolved, and when threads `moved` with their texts or files. */
  onChanged(listener: (what: 'said' | 'moved') => void): () => void;
}

export const longestComment = 20_000;
const longestQuote = 2000;
/** Of one thread and of all threads: more are not shown. */
const mostComments = 500;
const mostThreads = 5000;

/** Milliseconds that a clock may be ahead before what its person resolved gives way to whatever others do. */
const trustedResolution = 86_400_000;
const latestTime = 8_640_000_000_000_000;

const time = z.number().int().nonnegative().max(latestTime);
const name = z.string().min(1).max(64);
const recordKey = z.string().regex(/^[\w-]{43}\.[\w-]{12}$/);
const anchor = z.string().regex(/^[\w-]{1,200}$/);
const line = z.number().int().positive().max(100_000_000);
const ThreadFields = z.strictObject({
  at: time,
  file: z.string().regex(/^[\w-]{1,64}$/),
  path: z.string().min(1).max(4096),
  start: anchor,
  end: anchor,
  quote: z.string().min(1).max(longestQuote),
  first: line,
  last: line,
  wholeLine: z.boolean(),
});
type ThreadFields = z.infer<typeof ThreadFields>;
const CommentFields = z.strictObject({
  thread: recordKey,
  at: time,
  name,
  text: z.string().max(longestComment),
  mentions: z.array(Mention).max(mostMentions),
  editedAt: time.nullable(),
  deleted: z.boolean(),
});
type CommentFields = z.infer<typeof CommentFields>;
const ResolutionFields = z.strictObject({ at: time, name, resolved: z.boolean() });
const RemovalFields = z.strictObject({ at: time });

/** Reads and writes the comments of a session. */
export function openSessionComments(options: {
  readonly session: () => SessionKeys | null;
  readonly documents: { readonly files: Doc; readonly comments: Doc };
  readonly files: SessionFiles;
  readonly identity: Signer;
  /** What this person is called. */
  readonly name: string;
  readonly canWrite: () => boolean;
  /** Who can be mentioned. */
  readonly people: () => readonly Mentionable[];
  readonly now?: () => number;
}): SessionComments {
  const { documents, files, identity, session, canWrite, now = Date.now } = options;
  const me = keyName(identity.publicKey);
  const listeners = new Set<(what: 'said' | 'moved') => void>();
  const common = { session, identity, canWrite };
  const isOwn = (key: string, author: string) => isOwnKey(key, author);
  const threads = openSignedRecords({
    ...common,
    stored: documents.comments.getMap('threads'),
    purpose: 'comment-thread',
    fields: ThreadFields,
    mayWrite: isOwn,
    revision: ({ at }) => at,
    mostPerAuthor: mostThreads,
  });
  const removals = openSignedRecords({
    ...common,
    stored: documents.comments.getMap('removals'),
    purpose: 'comment-removal',
    fields: RemovalFields,
    mayWrite: (_key, author, { ownerKey }) => author === ownerKey,
    revision: ({ at }) => at,
    mostPerAuthor: mostThreads,
  });
  const comments = openSignedRecords({
    ...common,
    stored: documents.comments.getMap('comments'),
    purpose: 'comment',
    fields: CommentFields,
    mayWrite: isOwn,
    revision: revisionOf,
    mostPerAuthor: mostThreads,
    isWanted: (key) => removals.get(key) === null,
  });
  const resolutions = openSignedRecords({
    ...common,
    stored: documents.comments.getMap('resolutions'),
    purpose: 'comment-resolution',
    fields: ResolutionFields,
    mayWrite: (key) => recordKey.safeParse(key).success,
    // A thread can be resolved by anybody, so nobody's clock must keep the others from it.
    revision: ({ at }) => (at > now() + trustedResolution ? at - latestTime - 1 : at),
    mostPerAuthor: mostThreads,
  });
  /** By thread; those of a file are looked up anew after its text has changed. */
  const places = new Map<string, Pick<CommentThread, 'path' | 'range' | 'lines' | 'columns'>>();
  let cached: readonly CommentThread[] | null = null;

  for (const records of [threads, removals, comments, resolutions]) records.onChanged(() => changed('said'));
  files.onTextChanged((id) => {
    let moved = false;
    for (const { file, id: thread } of cached ?? []) if (file === id) moved = places.delete(thread) || moved;
    if (moved) changed('moved');
  });
  files.onTreeChanged(() => {
    if (places.size === 0) return;
    places.clear();
    changed('moved');
  });

  function changed(what: 'said' | 'moved'): void {
    cached = null;
    for (const listener of listeners) listener(what);
  }

  function readThreads(): readonly CommentThread[] {
    // Whoever's clock is further ahead said it now, as far as others can tell.
    const limit = now() + trustedAhead;
    const plausible = (at: number) => Math.min(at, limit);
    const said = new Map<string, SessionComment[]>();
    for (const { key, author, fields } of comments.all()) {
      if (fields.deleted || removals.get(key)) continue;
      const { thread, name: called, text, mentions } = fields;
      const at = plausible(fields.at);
      const editedAt = fields.editedAt === null ? null : plausible(fields.editedAt);
      const list = said.get(thread) ?? [];
      said.set(thread, list);
      list.push({ id: key, author, name: called, at, text, mentions, editedAt });
    }
    const texts = new Map<string, string>();
    const textOf = (id: string) => {
      const known = texts.get(id) ?? files.text(id)?.toString() ?? null;
      if (known !== null) texts.set(id, known);
      return known;
    };
    const paths = new Map(files.entries().map(({ id, path }) => [id, path]));
    const ids = new Map(files.entries().map(({ id, path }) => [path, id]));
    return threads
      .all()
      .flatMap(({ key, author, fields }): CommentThread[] => {
        const inOrder = said.get(key)?.sort((a, b) => a.at - b.at || compare(a.id, b.id));
        if (!inOrder) return [];
        const { file, wholeLine, quote } = fields;
        const given = resolutions.get(key);
        const resolution = given && { person: given.author, ...given.fields, at: plausible(given.fields.at) };
        const place = places.get(key) ?? findPlace(fields, paths, ids, textOf);
        places.set(key, place);
        const shown = inOrder.slice(0, mostComments);
        const resolved = resolution?.resolved ?? false;
        return [{ id: key, author, file, ...place, wholeLine, quote, resolved, resolution, comments: shown }];
      })
      .sort((a, b) => (a.comments[0]?.at ?? 0) - (b.comments[0]?.at ?? 0) || compare(a.id, b.id))
      .slice(0, mostThreads);
  }

  /** Where its anchors are, or else where the quoted text has been moved to, also if the file was made anew meanwhile. */
  function findPlace(
    fields: ThreadFields,
    paths: ReadonlyMap<string, string>,
    ids: ReadonlyMap<string, string>,
    textOf: (id: string) => string | null,
  ): Pick<CommentThread, 'path' | 'range' | 'lines' | 'columns'> {
    const path = paths.get(fields.file) ?? fields.path;
    const shared = files.text(fields.file);
    const text = textOf(paths.has(fields.file) ? fields.file : (ids.get(fields.path) ?? fields.file));
    const anchored = shared && rangeOf(fields, shared);
    const whole = fields.quote.length < longestQuote;
    const range = anchored ?? (whole && text !== null ? findQuote(text, fields.quote) : null);
    const lines = range && text !== null ? linesOf(text, range) : { first: fields.first, last: fields.last };
    const columns = range && text !== null ? columnsOf(text, range) : null;
    return { path, range, lines, columns };
  }

  function rangeOf({ start, end }: ThreadFields, text: YText): CommentThread['range'] {
    const [from, to] = [start, end].map((encoded) => positionOf(encoded, text));
    return typeof from === 'number' && typeof to === 'number' && from < to ? { start: from, end: to } : null;
  }

  function positionOf(encoded: string, text: YText): number | null {
    const bytes = decodeBase64(encoded);
    if (!bytes) return null;
    try {
      const found = createAbsolutePositionFromRelativePosition(decodeRelativePosition(bytes), documents.files);
      return found?.type === text ? found.index : null;
    } catch {
      // Anybody may have written it, and not all bytes are a position.
      return null;
    }
  }

  function checkedText(text: string): string {
    const words = text.trim();
    if (words === '' || words.length > longestComment) {
      throw new RangeError(t('A comment has 1 to {{longest}} characters.', { longest: longestComment }));
    }
    return words;
  }

  async function say(thread: string, text: string): Promise<string> {
    const words = checkedText(text);
    const mentions = [...findMentions(words, options.people())];
    const key = createRecordKey(me);
    // Nothing that is said comes before what it answers, also when the other clock is a little ahead.
    const limit = now() + trustedAhead;
    let latest = 0;
    for (const { fields } of comments.all())
      if (fields.thread === thread && !fields.deleted && fields.at <= limit) latest = Math.max(latest, fields.at);
    const at = Math.max(now(), latest + 1);
    const called = options.name;
    await comments.write(key, { thread, at, name: called, text: words, mentions, editedAt: null, deleted: false });
    return key;
  }

  function ownComment(id: string): CommentFields {
    const comment = comments.get(id);
    if (comment?.author !== me || comment.fields.deleted || removals.get(id)) {
      throw new RangeError(t('Only its author may edit a comment.'));
    }
    return comment.fields;
  }

  return {
    threads() {
      cached ??= readThreads();
      return cached;
    },
    async begin({ file, start, end, wholeLine = false }, text) {
      const shared = files.text(file);
      const path = files.entries().find(({ id }) => id === file)?.path;
      if (!shared || path === undefined || start < 0 || end <= start || end > shared.length) {
        throw new RangeError(t('The place of the comment is not in the file.'));
      }
      checkedText(text);
      // Before anything is waited for: the text may change meanwhile.
      const anchorAt = (index: number, association: number) =>
        encodeBase64Url(encodeRelativePosition(createRelativePositionFromTypeIndex(shared, index, association)));
      const whole = shared.toString();
      const key = createRecordKey(me);
      const { first, last } = linesOf(whole, { start, end });
      const fields: ThreadFields = {
        at: now(),
        file,
        path,
        start: anchorAt(start, 0),
        end: anchorAt(end, -1),
        quote: whole.slice(start, Math.min(end, start + longestQuote)),
        first,
        last,
        wholeLine,
      };
      await threads.write(key, fields);
      await say(key, text);
      return key;
    },
    async reply(thread, text) {
      if (!threads.get(thread)) throw new RangeError(t('There is no such thread.'));
      return say(thread, text);
    },
    async edit(id, text) {
      const before = ownComment(id);
      const words = checkedText(text);
      const mentions = [...findMentions(words, options.people()), ...before.mentions]
        .filter((mention, index, all) => all.findIndex(({ person }) => person === mention.person) === index)
        .filter((mention) => words.toLowerCase().includes(`@${mention.name.toLowerCase()}`))
        .slice(0, mostMentions);
      const editedAt = Math.max(now(), revisionOf(before) + 1);
      await comments.write(id, { ...before, name: options.name, text: words, mentions, editedAt });
    },
    async remove(id) {
      const comment = comments.get(id);
      if (!comment || comment.fields.deleted || removals.get(id)) {
        throw new RangeError(t('There is no such comment.'));
      }
      if (comment.author === me) {
        const editedAt = Math.max(now(), revisionOf(comment.fields) + 1);
        await comments.write(id, { ...comment.fields, text: '', mentions: [], editedAt, deleted: true });
      } else if (session()?.ownerKey === me) {
        await removals.write(id, { at: now() });
        comments.drop(id);
      } else throw new RangeError(t('A comment is deleted by its author or the session’s owner.'));
    },
    async resolve(thread, resolved) {
      if (!threads.get(thread)) throw new RangeError(t('There is no such thread.'));
      const before = resolutions.get(thread)?.fields;
      if ((before?.resolved ?? false) === resolved) return;
      const latest = before && before.at <= now() + trustedResolution ? before.at : 0;
      await resolutions.write(thread, { at: Math.max(now(), latest + 1), name: options.name, resolved });
    },
    async checked() {
      await Promise.all([threads, removals, comments, resolutions].map((records) => records.checked()));
    },
    onChanged(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function revisionOf({ at, editedAt }: CommentFields): number {
  return editedAt ?? at;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
