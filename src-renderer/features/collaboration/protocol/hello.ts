import { type Bytes, decodeBase64, encodeBase64Url } from './bytes.ts';
import { isSigned, keyName, type Signer, signedBytes } from './keys.ts';
import type { Admission, SignedEntry } from './roster.ts';

/** Grows when peers of different versions can't work together. */
export const protocolVersion = 1;

/** How somebody wants to be shown; self-declared. */
export interface Profile {
  readonly name: string;
  /** An index into the colours of the interface. */
  readonly color: number;
}

/** The first message on a link, from either side: who speaks, and what the other needs to judge it. */
export interface Hello {
  readonly type: 'hello';
  readonly version: number;
  /** The person's key, in base64 for URLs. */
  readonly person: string;
  /** Fresh for every link, so that no proof serves twice; 16 bytes in base64 for URLs. */
  readonly nonce: string;
  readonly profile: Profile;
  /** The Yjs client that this peer's edits and cursor carry. */
  readonly client: number;
  /** Null from somebody who has only a code yet. */
  readonly session: { readonly id: string; readonly ownerKey: string } | null;
  /** What the owner has signed about this person and about the code where the two met. */
  readonly entries: SignedEntry[];
}

/** The second message: the hello's speaker has its key, and sees this very connection. */
export interface Proof {
  readonly type: 'proof';
  readonly signature: string;
  readonly admission: Admission | null;
}

/** The two ends of a connection, each named by the fingerprint of its DTLS certificate (RFC 8122). */
export interface Fingerprints {
  readonly own: string;
  readonly other: string;
}

/** 16 fresh bytes, in base64 for URLs. */
export function createNonce(): string {
  return encodeBase64Url(crypto.getRandomValues(new Uint8Array(16)));
}

/** The fingerprint in a session description, upper case; null when there is none. */
export function fingerprintOf(sdp: string | undefined): string | null {
  const match = /^a=fingerprint:(\S+) (\S+)\s*$/im.exec(sdp ?? '');
  return match ? `${match[1]?.toLowerCase()} ${match[2]?.toUpperCase()}` : null;
}

/** Signs that whoever said `own` sees these fingerprints and has heard `other`. */
export async function signProof(
  signer: Signer,
  sessionId: string,
  own: Hello,
  other: Hello,
  fingerprints: Fingerprints,
  admission: Admission | null,
): Promise<Proof> {
  const signature = await signer.sign(proofBytes(sessionId, own, other, fingerprints, admission));
  return { type: 'proof', signature: keyName(signature), admission };
}

/** Whether a proof is the other's, for this connection and these two hellos. `fingerprints` are as seen from here. */
export async function isProven(
  proof: Proof,
  sessionId: string,
  own: Hello,
  other: Hello,
  fingerprints: Fingerprints,
): Promise<boolean> {
  const [signature, key] = [decodeBase64(proof.signature), decodeBase64(other.person)];
  if (!signature || !key) return false;
  const asSeenThere = { own: fingerprints.other, other: fingerprints.own };
  return isSigned(signature, proofBytes(sessionId, other, own, asSeenThere, proof.admission), key);
}

function proofBytes(
  sessionId: string,
  own: Hello,
  other: Hello,
  fingerprints: Fingerprints,
  admission: Admission | null,
): Bytes {
  return signedBytes(
    'hello',
    sessionId,
    fingerprints.own,
    fingerprints.other,
    own.nonce,
    other.nonce,
    own.person,
    other.person,
    own.client,
    own.profile.name,
    own.profile.color,
    admission?.invitation ?? '',
    admission?.signature ?? '',
  );
}
