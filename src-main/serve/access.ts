import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Who may use the server: whoever brought the one-time token has a session until the server ends. */
export interface Access {
  /** A fresh token in place of the one before. It is good for one exchange within the hour. */
  issueToken(): string;
  /** Takes the token and answers the value of a new session; null for any other text. */
  exchange(token: string): string | null;
  isSession(value: string): boolean;
}

const tokenLife = 60 * 60 * 1000;
const mostSessions = 64;

/** Makes the access of one server. Only digests are kept, and they are compared in constant time. */
export function createAccess(options: { readonly now?: () => number } = {}): Access {
  const now = options.now ?? (() => performance.now());
  let token: { readonly digest: Buffer; readonly issuedAt: number } | null = null;
  const sessions: Buffer[] = [];

  return {
    issueToken() {
      const text = randomText();
      token = { digest: digestOf(text), issuedAt: now() };
      return text;
    },
    exchange(text) {
      const current = token;
      if (!current || now() - current.issuedAt > tokenLife) return null;
      if (!timingSafeEqual(digestOf(text), current.digest)) return null;
      token = null;
      const session = randomText();
      sessions.push(digestOf(session));
      if (sessions.length > mostSessions) sessions.shift();
      return session;
    },
    isSession(value) {
      const digest = digestOf(value);
      let known = false;
      // All of them, so that the time says nothing about which one it was.
      for (const session of sessions) known = timingSafeEqual(digest, session) || known;
      return known;
    },
  };
}

function randomText(): string {
  return randomBytes(32).toString('base64url');
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
