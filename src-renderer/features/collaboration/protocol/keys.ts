import { getPublicKeyAsync, signAsync, verifyAsync } from '@noble/ed25519';
import { type Bytes, encodeBase64Url, encodeText, joinBytes } from './bytes.ts';

/** Somebody who can sign: this person's key is kept elsewhere, so signing takes a while. */
export interface Signer {
  /** Ed25519 public key, 32 bytes. */
  readonly publicKey: Bytes;
  /** Ed25519 signature over the bytes, 64 bytes. */
  sign(bytes: Bytes): Promise<Bytes>;
}

/** A signer from a seed of 32 bytes that is at hand, such as an invitation's. */
export async function signerFromSeed(seed: Bytes): Promise<Signer> {
  const publicKey = Uint8Array.from(await getPublicKeyAsync(seed));
  return {
    publicKey,
    sign: async (bytes) => Uint8Array.from(await signAsync(bytes, seed)),
  };
}

/** Whether a signature is right (RFC 8032). Answers false for keys and signatures that are malformed. */
export async function isSigned(signature: Uint8Array, bytes: Uint8Array, publicKey: Uint8Array): Promise<boolean> {
  if (signature.length !== 64 || publicKey.length !== 32) return false;
  try {
    return await verifyAsync(signature, bytes, publicKey);
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
