import {
  createAbsolutePositionFromRelativePosition,
  createRelativePositionFromTypeIndex,
  type Doc,
  decodeRelativePosition,
  encodeRelativePosition,
  Array as YArray,
  Map as YMap,
} from 'yjs';
import { t } from '../../../localize.ts';
import { decodeBase64, encodeBase64Url } from '../protocol/bytes.ts';
import { isSigned, keyName, type Signer, signedBytes } from '../protocol/keys.ts';
import type { SessionFiles } from './session-files.ts';

/** What somebody said about a place in a file. */
export interface SessionComment {
  readonly id: string;
  /** The key of the person, who has signed it. */
  readonly author: string;
  /** Milliseconds since 1970 by the author's clock. */
  readonly at: number;
  readonly text: string;
  readonly edited: boolean;
}

/** A place in a file and what was said about it. */
export interface CommentThread {
  readonly id: string;
  /** The file's id. */
  readonly file: string;
  /** Where the place is now, in UTF-16 units; null when its text is gone. */
  readonly range: { readonly start: number; readonly end: number } | null;
  /** The text of the place when the thread was begun. */
  readonly quote: string;
  readonly resolved: boolean;
  readonly comments: readonly SessionComment[];
}

/** The comments of a session, in a document of their own that commenters may write. */
export interface SessionComments {
  /** In the order in which they were begun. Comments that their author has not signed are left out. */
  threads(): readonly CommentThread[];
  /** Begins a thread; throws a RangeError where the place is not in the file. */
  begin(place: { file: string; start: number; end: number }, text: string): Promise<string>;
  reply(thread: string, text: string): Promise<void>;
  /** Gives an own comment another text; throws a RangeError for others'. */
  edit(thread: string, comment: string, text: string): Promise<void>;
  resolve(thread: string, resolved: boolean): void;
  /** Called when threads may look different: after changes, and after signatures were checked. */
  onChanged(listener: () => void): () => void;
}

const longestComment = 20_000;
const longestQuote = 2000;

/** Reads and writes the comments of a session. */
export function openSessionComments(options: {
  readonly sessionId: () => string | null;
  readonly documents: { readonly files: Doc; readonly comments: Doc };
  readonly files: SessionFiles;
  readonly identity: Signer;
  readonly now?: () => number;
}): SessionComments {
  const { documents, files, identity, now = Date.now } = options;
  const me = keyName(identity.publicKey);
  const stored = documents.comments.getMap<YMap<unknown>>('threads');
  const listeners = new Set<() => void>();
  /** By all that was signed: whether it was. */
  const genuine = new Map<string, boolean>();
  const tell = () => {
    for (const listener of listeners) listener();
  };

  function isGenuine(thread: string, comment: SessionComment, signature: string): boolean {
    const session = options.sessionId();
    if (session === null) return false;
    const key = JSON.stringify([session, thread, comment, signature]);
    const known = genuine.get(key);
    if (known !== undefined) return known;
    genuine.set(key, false);
    const [bytes, author] = [decodeBase64(signature), decodeBase64(comment.author)];
    if (!bytes || !author) return false;
    void isSigned(bytes, commentBytes(session, thread, comment), author).then((right) => {
      genuine.set(key, right);
      if (right) tell();
    });
    return false;
  }

  function readComment(thread: string, value: unknown): SessionComment[] {
    if (!(value instanceof YMap)) return [];
    const { id, author, at, text, edited, signature } = value.toJSON() as Record<string, unknown>;
    if (typeof id !== 'string' || typeof author !== 'string' || typeof text !== 'string') return [];
    if (typeof at !== 'number' || typeof signature !== 'string' || text.length > longestComment) return [];
    const comment = { id, author, at, text, edited: edited === true };
    return isGenuine(thread, comment, signature) ? [comment] : [];
  }

  function place(thread: YMap<unknown>): CommentThread['range'] {
    const [start, end] = [thread.get('start'), thread.get('end')];
    const text = files.text(String(thread.get('file')));
    if (!(start instanceof Uint8Array) || !(end instanceof Uint8Array) || !text) return null;
    const [from, to] = [start, end].map((encoded) => {
      const found = createAbsolutePositionFromRelativePosition(decodeRelativePosition(encoded), documents.files);
      return found?.type === text ? found.index : null;
    });
    return typeof from === 'number' && typeof to === 'number' && from < to ? { start: from, end: to } : null;
  }

  async function signed(thread: string, comment: SessionComment): Promise<SessionComment & { signature: string }> {
    const session = options.sessionId();
    if (session === null) throw new RangeError(t('Nobody has let this peer in yet.'));
    const signature = keyName(await identity.sign(commentBytes(session, thread, comment)));
    return { ...comment, signature };
  }

  function newComment(text: string): SessionComment {
    if (text.trim() === '' || text.length > longestComment) {
      throw new RangeError(t('A comment has 1 to {{longest}} characters.', { longest: longestComment }));
    }
    return { id: newId(), author: me, at: now(), text, edited: false };
  }

  function commentsOf(thread: string): YArray<YMap<unknown>> {
    const comments = stored.get(thread)?.get('comments');
    if (!(comments instanceof YArray)) throw new RangeError(t('There is no such thread.'));
    return comments;
  }

  return {
    threads: () =>
      [...stored]
        .flatMap(([id, thread]): CommentThread[] => {
          const comments = thread.get('comments');
          if (!(comments instanceof YArray)) return [];
          const read = comments.toArray().flatMap((comment) => readComment(id, comment));
          if (read.length === 0) return [];
          const quote = String(thread.get('quote') ?? '').slice(0, longestQuote);
          const resolved = thread.get('resolved') === true;
          return [{ id, file: String(thread.get('file')), range: place(thread), quote, resolved, comments: read }];
        })
        .sort((a, b) => (a.comments[0]?.at ?? 0) - (b.comments[0]?.at ?? 0)),
    async begin({ file, start, end }, words) {
      const text = files.text(file);
      if (!text || start < 0 || end <= start || end > text.length) {
        throw new RangeError(t('The place of the comment is not in the file.'));
      }
      const id = newId();
      // Before anything is waited for: the text may change meanwhile.
      const anchors = [start, end].map((index, at) =>
        encodeRelativePosition(createRelativePositionFromTypeIndex(text, index, at === 0 ? 0 : -1)),
      );
      const quote = text.toString().slice(start, Math.min(end, start + longestQuote));
      const first = await signed(id, newComment(words));
      const comments = new YArray<YMap<unknown>>();
      comments.push([asMap(first)]);
      const fields: [string, unknown][] = [
        ['file', file],
        ['start', anchors[0]],
        ['end', anchors[1]],
        ['quote', quote],
        ['resolved', false],
        ['comments', comments],
      ];
      stored.set(id, new YMap(fields));
      return id;
    },
    async reply(thread, words) {
      const comment = await signed(thread, newComment(words));
      commentsOf(thread).push([asMap(comment)]);
    },
    async edit(thread, comment, words) {
      const entry = commentsOf(thread)
        .toArray()
        .find((each) => each.get('id') === comment);
      const at = entry?.get('at');
      if (entry?.get('author') !== me || typeof at !== 'number')
        throw new RangeError(t('Only its author may edit a comment.'));
      const after = await signed(thread, { ...newComment(words), id: comment, at, edited: true });
      documents.comments.transact(() => {
        for (const name of ['text', 'edited', 'signature'] as const) entry.set(name, after[name]);
      });
    },
    resolve(thread, resolved) {
      commentsOf(thread);
      stored.get(thread)?.set('resolved', resolved);
    },
    onChanged(listener) {
      if (listeners.size === 0) stored.observeDeep(tell);
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) stored.unobserveDeep(tell);
      };
    },
  };
}

function asMap(fields: object): YMap<unknown> {
  return new YMap(Object.entries(fields) as [string, unknown][]);
}

function newId(): string {
  return encodeBase64Url(crypto.getRandomValues(new Uint8Array(9)));
}

function commentBytes(session: string, thread: string, { id, author, at, text, edited }: SessionComment) {
  return signedBytes('comment', session, thread, id, author, at, text, edited ? 'edited' : '');
}
