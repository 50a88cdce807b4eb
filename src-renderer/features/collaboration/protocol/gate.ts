import { createDecoder, readVarString, readVarUint } from 'lib0/decoding';
import { decodeUpdate } from 'yjs';
import type { Bytes } from './bytes.ts';
import { cutUpdate } from './cut-update.ts';
import type { DocumentName, Message } from './messages.ts';
import { mayWrite, type Role } from './roster.ts';

/** The most clients in one awareness message, and the most characters of one state. */
const mostStates = 64;
const longestState = 32 * 1024;

/** Bytes of one edit of what people say: many times the longest comment. */
const longestWords = 1024 * 1024;

/** What is known of whoever a message is from: of the other end of a link, or of whoever has sealed it. */
export interface Sender {
  readonly role: Role;
  /** The Yjs client bound to the link or the seal by its proof. */
  readonly client: number;
}

export type Verdict = 'pass' | 'not-allowed' | 'not-theirs' | 'malformed';

/** Two bytes of zero: no insertions and no deletions. */
const emptyUpdateLength = 2;

/**
 * Judges a message before anything of it is applied: a role that may not write changes nothing, whatever client it runs; nobody
 * edits or shows a cursor in another's name; what can't be read is malformed. An envelope is judged by what is in it.
 */
export function judgeMessage(message: Message, sender: Sender): Verdict {
  switch (message.kind) {
    case 'control':
    case 'state':
      return 'pass';
    case 'missing':
      return judgeMissing(message.document, message.update, sender, () => null).verdict;
    case 'update':
      return judgeUpdate(message.document, message.update, sender);
    case 'awareness':
      return judgeAwareness(message.update, sender);
    case 'envelope':
      return message.document === null
        ? judgeAwareness(message.update, sender)
        : judgeUpdate(message.document, message.update, sender);
  }
}

/**
 * Judges what a peer says was missing here, which is others' work as well. `limitOf` answers how far a client's edits go as it has said
 * itself, and null for one who is not here: the past of those is the writers' to tell. What goes further is cut off: it comes from its
 * author or not at all. Nobody knows more edits of `self` than there are here.
 */
export function judgeMissing(
  document: DocumentName,
  update: Bytes,
  sender: Sender,
  limitOf: (client: number) => number | null,
  self?: number,
): { readonly verdict: 'pass'; readonly update: Bytes } | { readonly verdict: Exclude<Verdict, 'pass'> } {
  if (isEmptyUpdate(update)) return { verdict: 'pass', update };
  if (!mayWrite(sender.role, document)) return { verdict: 'not-allowed' };
  const extent = extentOf(update);
  if (!extent) return { verdict: 'malformed' };
  const over = [...extent].filter(([client, end]) => end > (limitOf(client) ?? end));
  if (over.some(([client]) => client === self)) return { verdict: 'not-theirs' };
  return { verdict: 'pass', update: over.length === 0 ? update : cutUpdate(update, limitOf) };
}

/** Whether an update has nothing in it. */
export function isEmptyUpdate(update: Uint8Array): boolean {
  return update.length === emptyUpdateLength && update[0] === 0 && update[1] === 0;
}

/** Up to where each client's insertions go in an update; null when it is none of Yjs's. */
export function extentOf(update: Uint8Array): ReadonlyMap<number, number> | null {
  try {
    const extent = new Map<number, number>();
    for (const { id, length } of decodeUpdate(update).structs) {
      extent.set(id.client, Math.max(extent.get(id.client) ?? 0, id.clock + length));
    }
    return extent;
  } catch {
    return null;
  }
}

function judgeUpdate(document: DocumentName, update: Uint8Array, sender: Sender): Verdict {
  if (!mayWrite(sender.role, document)) return 'not-allowed';
  if (document !== 'files' && update.length > longestWords) return 'malformed';
  const extent = extentOf(update);
  if (!extent) return 'malformed';
  return [...extent.keys()].every((author) => author === sender.client) ? 'pass' : 'not-theirs';
}

function judgeAwareness(update: Uint8Array, sender: Sender): Verdict {
  const clients = awarenessClients(update);
  if (!clients) return 'malformed';
  return clients.every((client) => client === sender.client) ? 'pass' : 'not-theirs';
}

/** The clients in a message of y-protocols' awareness; null when it is malformed. */
export function awarenessClients(update: Uint8Array): number[] | null {
  try {
    const decoder = createDecoder(update);
    const count = readVarUint(decoder);
    if (count > mostStates) return null;
    return Array.from({ length: count }, () => {
      const client = readVarUint(decoder);
      readVarUint(decoder);
      const state = readVarString(decoder);
      if (state.length > longestState) throw new Error('a state over the limit');
      JSON.parse(state);
      return client;
    });
  } catch {
    return null;
  }
}
