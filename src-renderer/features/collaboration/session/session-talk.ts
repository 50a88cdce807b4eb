import type { Doc } from 'yjs';
import { z } from 'zod';
import { t } from '../../../localize.ts';
import { keyName, type Signer } from '../protocol/keys.ts';
import { findMentions, Mention, type Mentionable, mostMentions } from './mentions.ts';
import { createRecordKey, isOwnKey, openSignedRecords, type SessionKeys } from './signed-records.ts';
import { createToldTimes, trustedAhead } from './told-times.ts';

/** What somebody said to everybody in the session. */
export interface TalkMessage {
  readonly id: string;
  /** The key of the person, who has signed it. */
  readonly author: string;
  /** What the author was called then. */
  readonly name: string;
  /** Milliseconds since 1970 by the author's clock; when it was first seen here where that clock is far ahead. */
  readonly at: number;
  /** Empty when its author has taken it back. */
  readonly text: string;
  readonly mentions: readonly Mention[];
  readonly editedAt: number | null;
  readonly deleted: boolean;
}

/** The session's chat. */
export interface SessionTalk {
  /** The last 2,000, in the order in which they were said. */
  messages(): readonly TalkMessage[];
  /** Answers the message's id. */
  say(text: string): Promise<string>;
  /** Gives an own message another text; throws a RangeError for others'. */
  edit(message: string, text: string): Promise<void>;
  /** Takes an own message back; throws a RangeError for others'. */
  remove(message: string): Promise<void>;
  /** Resolves when the signatures of all that is there have been checked. */
  checked(): Promise<void>;
  onChanged(listener: () => void): () => void;
}

export const longestMessage = 4000;
/** Shown, and kept of one person. */
const mostMessages = 2000;
const mostOfOne = 1000;

const time = z.number().int().nonnegative().max(8_640_000_000_000_000);
const MessageFields = z.strictObject({
  at: time,
  name: z.string().min(1).max(64),
  text: z.string().max(longestMessage),
  mentions: z.array(Mention).max(mostMentions),
  editedAt: time.nullable(),
  deleted: z.boolean(),
});
type MessageFields = z.infer<typeof MessageFields>;

/** Reads and writes the chat of a session. */
export function openSessionTalk(options: {
  readonly session: () => SessionKeys | null;
  readonly document: Doc;
  readonly identity: Signer;
  readonly name: string;
  readonly canWrite: () => boolean;
  readonly people: () => readonly Mentionable[];
  readonly now?: () => number;
}): SessionTalk {
  const { session, identity, canWrite, now = Date.now } = options;
  const me = keyName(identity.publicKey);
  const records = openSignedRecords({
    session,
    identity,
    canWrite,
    stored: options.document.getMap('messages'),
    purpose: 'talk-message',
    fields: MessageFields,
    mayWrite: isOwnKey,
    revision: revisionOf,
    mostPerAuthor: mostOfOne,
  });
  const times = createToldTimes(mostMessages, now);
  let cached: readonly TalkMessage[] | null = null;
  records.onChanged(() => {
    cached = null;
  });

  function messages(): readonly TalkMessage[] {
    cached ??= times.inOrder(records.all().map(({ key, author, fields }) => ({ id: key, author, ...fields })));
    return cached;
  }

  function checkedText(text: string): string {
    const words = text.trim();
    if (words === '' || words.length > longestMessage) {
      throw new RangeError(t('A message has 1 to {{longest}} characters.', { longest: longestMessage }));
    }
    return words;
  }

  function own(id: string): MessageFields {
    const message = records.get(id);
    if (message?.author !== me || message.fields.deleted) {
      throw new RangeError(t('Only its author may change a message.'));
    }
    return message.fields;
  }

  return {
    messages,
    async say(text) {
      const words = checkedText(text);
      const key = createRecordKey(me);
      // What answers something comes after it, also when the other clock is a little ahead.
      const limit = now() + trustedAhead;
      const last = messages().findLast(({ at }) => at <= limit);
      const at = Math.max(now(), (last?.at ?? 0) + 1);
      const mentions = [...findMentions(words, options.people())];
      await records.write(key, { at, name: options.name, text: words, mentions, editedAt: null, deleted: false });
      return key;
    },
    async edit(id, text) {
      const before = own(id);
      const words = checkedText(text);
      const mentions = [...findMentions(words, options.people())];
      await records.write(id, { ...before, text: words, mentions, editedAt: later(before) });
    },
    async remove(id) {
      const before = own(id);
      await records.write(id, { ...before, text: '', mentions: [], editedAt: later(before), deleted: true });
    },
    checked: records.checked,
    onChanged: records.onChanged,
  };

  function later(before: MessageFields): number {
    return Math.max(now(), revisionOf(before) + 1);
  }
}

function revisionOf({ at, editedAt }: MessageFields): number {
  return editedAt ?? at;
}
