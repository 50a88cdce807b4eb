import type { StoreApi } from 'zustand/vanilla';
import type { Disposable } from '../../../app/disposable.ts';
import type { Services } from '../../../app/services.ts';
import type { Waiting } from '../protocol/entrance.ts';
import type { Profile } from '../protocol/hello.ts';
import type { Signer } from '../protocol/keys.ts';
import type { Pending } from '../protocol/mesh.ts';
import type { Refusal } from '../protocol/messages.ts';
import type { Role } from '../protocol/roster.ts';
import type { SignalingStatus } from '../protocol/signaling.ts';
import type { OwnSession, Session } from '../session/session.ts';

/** Somebody in the session, this person included. One who is in it from two windows is there twice. */
export interface Person {
  /** The person's key, in base64 for URLs. */
  readonly person: string;
  /** The Yjs client of their edits and cursor. */
  readonly client: number;
  readonly name: string;
  /** 0 to 7: which of the interface's colours for people is theirs in this window. */
  readonly color: number;
  readonly role: Role;
  readonly self: boolean;
}

/** What the window shows of its session. */
export interface LiveState {
  /** `ended` for good, by leaving or because of `refusal`. */
  readonly status: 'live' | 'ended';
  /** Null until the roster has been asked. */
  readonly role: Role | null;
  readonly refusal: Refusal | null;
  readonly signaling: SignalingStatus;
  /** This person first, then the others by name. */
  readonly people: readonly Person[];
  readonly waiting: readonly Waiting[];
  /** Bytes of a large message on its way in; null while there is none. */
  readonly progress: { readonly received: number; readonly total: number } | null;
  /** What was done here and nobody else is known to have yet. */
  readonly pending: Pending;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}

/** A code that the owner of a session has made, as the owner's window knows it. */
export interface OwnCode {
  /** The invitation's public key. */
  readonly invitation: string;
  /** Five groups of four. */
  readonly code: string;
  /** It is the one that this network is told of. */
  readonly nearby?: boolean;
}

/** What this network has of a session of one's own. */
export interface Opening {
  /** `open`: those with a code can use the desktop's own server; `shown`: and are told of the session. */
  readonly network: 'closed' | 'open' | 'shown';
}

/** The session of a window. */
export interface LiveSession {
  readonly session: Session;
  /** The same session where this person owns it; null for guests. */
  readonly own: OwnSession | null;
  readonly sessionId: string;
  /** The project whose folder holds this person's copy of the files. */
  readonly projectId: string;
  readonly name: string;
  readonly identity: Signer;
  readonly me: { readonly person: string; readonly profile: Profile };
  readonly state: StoreApi<LiveState>;
  /** The codes that were made here; empty for guests. */
  readonly codes: StoreApi<readonly OwnCode[]>;
  /** Kept, so that others find the session again when it comes back. */
  readonly opening: StoreApi<Opening>;
}

/** What the parts of the feature work on. */
export interface Collaboration {
  readonly services: Services;
  readonly live: StoreApi<{ readonly session: LiveSession | null }>;
  /** Called for the session there is and for each that comes; what it answers ends with that session. */
  follow(work: (live: LiveSession) => Disposable): Disposable;
}
