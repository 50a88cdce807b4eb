import { getPublicKeyAsync, signAsync, verifyAsync } from '@noble/ed25519';
import { type Bytes, encodeBase64Url, encodeText, joinBytes } from './bytes.ts';

/** Somebody who can sign: this person's key is kept elsewhere, so signing takes a while. */
export interface Signer {
  /** Ed25519 public key, 32 bytes. */
  readonly publicKey: Bytes;
  /** Ed25519 signature over the bytes, 64 bytes. */
  sign(bytes: Bytes): Promise<Bytes>;
}

/** What stands before the seed of an Ed25519 key in PKCS #8 (RFC 8410, section 7). */
const seedPrefix = Uint8Array.of(48, 46, 2, 1, 0, 48, 5, 6, 3, 43, 101, 112, 4, 34, 4, 32);

/** Whether the platform knows Ed25519 itself, which is ten times as fast; Chromium does since 137. */
const native: Promise<boolean> = crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']).then(
  () => true,
  () => false,
);

/** A signer from a seed of 32 bytes that is at hand, such as an invitation's. */
export async function signerFromSeed(seed: Bytes): Promise<Signer> {
  const publicKey = Uint8Array.from(await getPublicKeyAsync(seed));
  if (!(await native)) return { publicKey, sign: async (bytes) => Uint8Array.from(await signAsync(bytes, seed)) };
  const key = await crypto.subtle.importKey('pkcs8', joinBytes(seedPrefix, seed), 'Ed25519', false, ['sign']);
  return { publicKey, sign: async (bytes) => new Uint8Array(await crypto.subtle.sign('Ed25519', key, bytes)) };
}

/** Whether a signature is right (RFC 8032). Answers false for keys and signatures that are malformed. */
export async function isSigned(signature: Bytes, bytes: Bytes, publicKey: Bytes): Promise<boolean> {
  if (signature.length !== 64 || publicKey.length !== 32) return false;
  try {
    if (!(await native)) return await verifyAsync(signature, bytes, publicKey);
    const key = await crypto.subtle.importKey('raw', publicKey, 'Ed25519', false, ['verify']);
    return await crypto.subtle.verify('Ed25519', key, signature, bytes);
  } catch {
    return false;
  }
}

/** What is signed: a purpose, so that no signature serves for another, and the parts with their lengths. */
export function signedBytes(purpose: string, ...parts: readonly (Uint8Array | string | number)[]): Bytes {
  const encoded = parts.map((part) => {
    const bytes = part instanceof Uint8Array ? part : encodeText(String(part));
    const length = new Uint8Array(4);
    new DataView(length.buffer).setUint32(0, bytes.length);
    return joinBytes(length, bytes);
  });
  return joinBytes(encodeText(`flashfusion/${purpose}\0`), ...encoded);
}

/** How a person or an invitation is named wherever its key serves as a name. */
export function keyName(publicKey: Uint8Array): string {
  return encodeBase64Url(publicKey);
}

/** The key of one peer for as long as it is in a session: it signs many times a second, so it stays with the peer. */
export interface ClientKey {
  /** P-256 point, uncompressed, in base64 for URLs. */
  readonly name: string;
  /** ECDSA signature with SHA-256 over the bytes, 64 bytes. */
  sign(bytes: Bytes): Promise<Bytes>;
}

const curve = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** A new key that can't leave the platform's cryptography. P-256, since every platform has it. */
export async function createClientKey(): Promise<ClientKey> {
  const { privateKey, publicKey } = await crypto.subtle.generateKey(curve, false, ['sign', 'verify']);
  return {
    name: encodeBase64Url(new Uint8Array(await crypto.subtle.exportKey('raw', publicKey))),
    sign: async (bytes) => new Uint8Array(await crypto.subtle.sign(curve, privateKey, bytes)),
  };
}

/** Checks signatures of a client's key; null when the point is none. */
export async function importClientKey(
  point: Bytes,
): Promise<((signature: Bytes, bytes: Bytes) => Promise<boolean>) | null> {
  try {
    const key = await crypto.subtle.importKey('raw', point, curve, false, ['verify']);
    return (signature, bytes) => crypto.subtle.verify(curve, key, signature, bytes);
  } catch {
    return null;
  }
}
