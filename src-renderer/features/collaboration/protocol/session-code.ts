import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { type Bytes, encodeBase64Url, encodeText } from './bytes.ts';

/** Crockford's alphabet: no I, L, O or U, so that a code can be read out. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const symbols = 20;
const groupLength = 4;
const version = 0;
/** Bits: 4 of version, 84 of secret, 12 to notice a wrong letter. */
const secretBits = 84;
const checkBits = 12;

/** What a code holds: it admits whoever has it, so it is handled as a password. */
export interface SessionCode {
  /** 84 random bits, as a number. */
  readonly secret: bigint;
}

export type SessionCodeFault = 'empty' | 'length' | 'letters' | 'mistyped' | 'newer-version';

/** What is derived from a code; whoever knows the code can derive it again. */
export interface CodeKeys {
  /** The signaling topic where those who have the code meet. It tells nothing of the code. */
  readonly topic: string;
  /** 32 bytes that signaling messages of this topic are encrypted with. */
  readonly signalingKey: Bytes;
  /** 32 bytes: the seed of the Ed25519 key whose public half the owner has put into the roster. */
  readonly invitationSeed: Bytes;
}

/** A new code from the platform's random numbers. */
export function createSessionCode(): SessionCode {
  const random = crypto.getRandomValues(new Uint8Array(11));
  const value = random.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  return { secret: value & ((1n << BigInt(secretBits)) - 1n) };
}

/** Five groups of four letters and digits, as people read it out. */
export function formatSessionCode(code: SessionCode): string {
  const body = (BigInt(version) << BigInt(secretBits)) | code.secret;
  const value = (body << BigInt(checkBits)) | BigInt(checkOf(body));
  const letters = Array.from(
    { length: symbols },
    (_, at) => alphabet[Number((value >> BigInt(5 * at)) & 31n)],
  ).reverse();
  return Array.from({ length: symbols / groupLength }, (_, group) =>
    letters.slice(group * groupLength, (group + 1) * groupLength).join(''),
  ).join('-');
}

/** Reads what somebody typed or pasted: case, spaces, hyphens and look-alikes (O, I, L) don't matter; a join link is taken too. */
export function parseSessionCode(text: string): SessionCode | { readonly fault: SessionCodeFault } {
  const typed = text
    .trim()
    .replace(/^flashfusion:\/\/join\//i, '')
    .replace(/[?#/].*$/s, '')
    .replace(/[\s-]/g, '')
    .toUpperCase()
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  if (typed === '') return { fault: 'empty' };
  const digits = [...typed].map((letter) => alphabet.indexOf(letter));
  if (digits.includes(-1)) return { fault: 'letters' };
  if (digits.length !== symbols) return { fault: 'length' };
  const value = digits.reduce((sum, digit) => (sum << 5n) | BigInt(digit), 0n);
  const body = value >> BigInt(checkBits);
  if (Number(value & ((1n << BigInt(checkBits)) - 1n)) !== checkOf(body)) return { fault: 'mistyped' };
  if (body >> BigInt(secretBits) !== BigInt(version)) return { fault: 'newer-version' };
  return { secret: body & ((1n << BigInt(secretBits)) - 1n) };
}

/** The link that opens FlashFusion with a code. */
export function joinLink(code: SessionCode): string {
  return `flashfusion://join/${formatSessionCode(code)}`;
}

/** Derives the keys of a code with HKDF-SHA-256 (RFC 5869). */
export function deriveCodeKeys(code: SessionCode): CodeKeys {
  const secret = encodeText(code.secret.toString(16));
  const derive = (purpose: string, length: number) =>
    Uint8Array.from(hkdf(sha256, secret, encodeText('flashfusion session code'), encodeText(purpose), length));
  return {
    topic: `ff-${encodeBase64Url(derive('topic', 18))}`,
    signalingKey: derive('signaling', 32),
    invitationSeed: derive('invitation', 32),
  };
}

function checkOf(body: bigint): number {
  const hash = sha256(encodeText(body.toString(16)));
  return (((hash[0] ?? 0) << 8) | (hash[1] ?? 0)) & ((1 << checkBits) - 1);
}
