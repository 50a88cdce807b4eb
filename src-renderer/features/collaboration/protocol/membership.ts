import type { Signer } from './keys.ts';
import type { Admission, Roster } from './roster.ts';
import type { Channel } from './signaling.ts';

/** A session that this peer is a member of. */
export interface Membership {
  readonly roster: Roster;
  /** Where members meet. */
  readonly room: Channel;
  /** How this person came in; null for those whom the owner has named, and the owner. */
  readonly admission: Admission | null;
}

/** A session code on the way to becoming a membership. */
export interface Knock {
  readonly channel: Channel;
  readonly invitation: Signer;
}
