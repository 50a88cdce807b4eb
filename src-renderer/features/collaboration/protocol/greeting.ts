import {
  createNonce,
  type Fingerprints,
  type Hello,
  isProven,
  type Profile,
  type Proof,
  protocolVersion,
  signProof,
} from './hello.ts';
import { keyName, type Signer } from './keys.ts';
import type { Knock, Membership } from './membership.ts';
import type { Refusal } from './messages.ts';
import { type Admission, createRoster, signAdmission } from './roster.ts';

/** Somebody who has proved who they are, and not yet what they may do. */
export interface Stranger {
  readonly person: string;
  readonly profile: Profile;
  readonly client: number;
  readonly admission: Admission | null;
  /** False for somebody who has only a code. */
  readonly hasSession: boolean;
}

/** The first two messages on a link, from either side: hello, and a proof for this very connection. */
export interface Greeting {
  /** Ours. `invitation` is the one whose door the two have met at. */
  hello(membership: Membership | null, invitation: string | null): Hello;
  /** Answers the other's hello with our proof, or with why the two can't get on; null when neither knows the session. */
  heard(
    hello: Hello,
    membership: Membership | null,
    fingerprints: Fingerprints,
  ): Promise<{ readonly proof: Proof } | { readonly refusal: Refusal } | null>;
  /** Who the other is, once proven; null when the proof is wrong or comes out of turn. */
  proven(proof: Proof): Promise<Stranger | null>;
  /** The session the two talk about. */
  session(): { readonly sessionId: string; readonly ownerKey: string } | null;
  /** How we came in, where it was with a code. */
  admission(): Admission | null;
}

/** Begins a greeting, for one link. */
export function createGreeting(options: {
  readonly identity: Signer;
  readonly profile: Profile;
  readonly client: number;
  readonly knock: Knock | null;
}): Greeting {
  const { identity, profile, client, knock } = options;
  const me = keyName(identity.publicKey);
  let own: Hello | null = null;
  let other: Hello | null = null;
  let seen: Fingerprints | null = null;
  let session: { sessionId: string; ownerKey: string } | null = null;
  let admission: Admission | null = null;
  let over = false;

  return {
    session: () => session,
    admission: () => admission,
    hello(membership, invitation) {
      const mine = membership?.admission?.invitation;
      own = {
        type: 'hello',
        version: protocolVersion,
        person: me,
        nonce: createNonce(),
        profile,
        client,
        session: membership && { id: membership.roster.sessionId, ownerKey: membership.roster.ownerKey },
        entries: (membership?.roster.entries() ?? []).filter(({ kind, subject }) =>
          kind === 'person' ? subject === me : subject === mine || subject === invitation,
        ),
      };
      return own;
    },
    async heard(hello, membership, fingerprints) {
      if (!own || other) return { refusal: 'uninvited' };
      other = hello;
      seen = fingerprints;
      if (hello.version !== protocolVersion) return { refusal: 'version' };
      const theirs = hello.session && { sessionId: hello.session.id, ownerKey: hello.session.ownerKey };
      session = membership?.roster ?? theirs;
      if (!session) return null;
      if (membership && theirs && (theirs.sessionId !== session.sessionId || theirs.ownerKey !== session.ownerKey)) {
        return { refusal: 'uninvited' };
      }
      if (membership) {
        await membership.roster.add(hello.entries);
        admission = membership.admission;
      } else if (knock) {
        // The owner has signed that this code leads here; what else the roster says comes with the welcome.
        const provisional = createRoster(session);
        await provisional.add(hello.entries);
        admission = await signAdmission(session.sessionId, me, knock.invitation);
        const standing = await provisional.standingOf(me, admission);
        if (!standing.allowed && standing.reason === 'uninvited') return { refusal: 'uninvited' };
      }
      return { proof: await signProof(identity, session.sessionId, own, hello, fingerprints, admission) };
    },
    async proven(proof) {
      if (!own || !other || !seen || !session || over) return null;
      over = true;
      if (!(await isProven(proof, session.sessionId, own, other, seen))) return null;
      return {
        person: other.person,
        profile: other.profile,
        client: other.client,
        admission: proof.admission,
        hasSession: other.session !== null,
      };
    },
  };
}
