import type { Bytes } from './bytes.ts';
import { signedBytes } from './keys.ts';
import type { Envelope } from './messages.ts';

/** What the author of an envelope signs. */
export function envelopeBytes(sessionId: string, envelope: Omit<Envelope, 'kind' | 'signature'>): Bytes {
  const { author, number, document, update } = envelope;
  return signedBytes('envelope', sessionId, author, number, document ?? '', update);
}

/** Tells envelopes that came before, so that they are passed on once and nobody plays them again. */
export interface SeenEnvelopes {
  isNew(author: number, number: number): boolean;
  mark(author: number, number: number): void;
  forget(author: number): void;
}

/** How far behind the latest of its author an envelope may come. */
const window = 1024;

export function createSeenEnvelopes(): SeenEnvelopes {
  const authors = new Map<number, { highest: number; readonly recent: Set<number> }>();
  return {
    isNew(author, number) {
      const seen = authors.get(author);
      return !seen || (number > seen.highest - window && !seen.recent.has(number));
    },
    mark(author, number) {
      const seen = authors.get(author) ?? { highest: 0, recent: new Set() };
      authors.set(author, seen);
      seen.recent.add(number);
      seen.highest = Math.max(seen.highest, number);
      if (seen.recent.size <= 2 * window) return;
      for (const each of seen.recent) if (each <= seen.highest - window) seen.recent.delete(each);
    },
    forget(author) {
      authors.delete(author);
    },
  };
}
