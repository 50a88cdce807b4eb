import { createDecoder, readVarString, readVarUint } from 'lib0/decoding';
import { decodeUpdate } from 'yjs';
import type { Message } from './messages.ts';
import { mayWrite, type Role } from './roster.ts';

/** The most clients in one awareness message, and the most characters of one state. */
const mostStates = 64;
const longestState = 32 * 1024;

/** What is known of whoever is at the other end of a link. */
export interface Sender {
  readonly role: Role;
  /** The Yjs client bound to the link by its proof. */
  readonly client: number;
}

export type Verdict = 'pass' | 'not-allowed' | 'not-theirs' | 'malformed';

/**
 * Judges a message before anything of it is applied: a role that may not write changes nothing, whatever client it runs; nobody
 * edits or shows a cursor in another's name; what can't be read is malformed.
 */
export function judgeMessage(message: Message, sender: Sender): Verdict {
  switch (message.kind) {
    case 'control':
    case 'state':
      return 'pass';
    case 'missing': {
      if (!mayWrite(sender.role, message.document)) return 'not-allowed';
      return authorsOf(message.update) ? 'pass' : 'malformed';
    }
    case 'update': {
      if (!mayWrite(sender.role, message.document)) return 'not-allowed';
      const authors = authorsOf(message.update);
      if (!authors) return 'malformed';
      return authors.every((author) => author === sender.client) ? 'pass' : 'not-theirs';
    }
    case 'awareness': {
      const clients = awarenessClients(message.update);
      if (!clients) return 'malformed';
      return clients.every((client) => client === sender.client) ? 'pass' : 'not-theirs';
    }
  }
}

/** The clients whose insertions are in an update; null when it is none of Yjs's. */
function authorsOf(update: Uint8Array): number[] | null {
  try {
    return [...new Set(decodeUpdate(update).structs.map((struct) => struct.id.client))];
  } catch {
    return null;
  }
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
