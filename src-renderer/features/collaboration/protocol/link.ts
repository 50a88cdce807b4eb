import { type Allowance, createBudget } from './budget.ts';
import type { LinkDelivery } from './delivery.ts';
import type { Greeting, Stranger } from './greeting.ts';
import type { Inbox } from './inbox.ts';
import type { LinkPath, PeerConnection } from './peer-connection.ts';
import type { Role } from './roster.ts';

/** A connection to somebody, and what is known of them. */
export interface Link {
  readonly peer: string;
  readonly topic: string;
  readonly connection: PeerConnection;
  readonly greeting: Greeting;
  readonly delivery: LinkDelivery;
  readonly intake: Intake;
  state: 'greeting' | 'waiting' | 'open';
  /** The owner has this peer wait at the other end: the link stays until they have decided. */
  waits: boolean;
  stranger: Stranger | null;
  role: Role;
  /** Messages that they were not allowed to send. */
  strikes: number;
  /** Changes of documents that came over this link, and of which they were told. */
  received: number;
  confirmed: number;
  /** They are told of the latest changes soon. */
  confirms: boolean;
  /** They said goodbye: there is no looking for them. */
  parted: boolean;
  path: LinkPath;
  readonly inbox: Inbox;
}

/** What the other side may send, before it is looked at. */
export interface Intake {
  /** Takes a message in; false when it is too much. */
  take(bytes: number): boolean;
  /** A message that was taken in has been dealt with. */
  dealtWith(bytes: number): void;
  /** Whether another question is answered, and another statement read: these cost more than they take to send. */
  readonly question: () => boolean;
  readonly statement: () => boolean;
  /** Whether so many bytes more of comments and talk are taken, which everybody may write and all keep. */
  readonly words: (bytes: number) => boolean;
}

/** Several times what two dozen people at work send over one link. */
const messages: Allowance = { burst: 6000, perSecond: 1000 };
const questions: Allowance = { burst: 30, perSecond: 2 };
const statements: Allowance = { burst: 1000, perSecond: 100 };
/** Bytes: several times all comments and talk that a session has room for, and more than people write. */
const words: Allowance = { burst: 64 * 1024 * 1024, perSecond: 16 * 1024 };
/** Bytes that wait to be dealt with. */
const mostWaiting = 96 * 1024 * 1024;

export function createIntake(): Intake {
  const message = createBudget(messages);
  let waiting = 0;
  return {
    take(bytes) {
      waiting += bytes;
      return message() && waiting <= mostWaiting;
    },
    dealtWith(bytes) {
      waiting -= bytes;
    },
    question: createBudget(questions),
    statement: createBudget(statements),
    words: createBudget(words),
  };
}
