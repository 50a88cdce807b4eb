import { createHmac, timingSafeEqual } from 'node:crypto';
import { eq, type InferSelectModel, sql } from 'drizzle-orm';
import { parse } from 'hono/utils/cookie';
import { type Database, schema } from '../../adapters/database/index.ts';

/** A session that holds, with whose it is. */
export interface LiveSession {
  readonly session: InferSelectModel<typeof schema.session>;
  readonly user: InferSelectModel<typeof schema.user>;
}

/** Finds sessions with one statement, where better-auth takes several times as long for the same answer. */
export interface SessionCheck {
  /** The token that a request proves to have been given by this server; null where there is none, or not in a plain way. */
  tokenOf(headers: Headers): string | null;
  /** Reads the session anew each time, so that one that was ended is so at once. Null where better-auth has to look: it has ended, or is to be renewed. */
  find(token: string): Promise<LiveSession | null>;
}

/** `renewAfter` and `lifetime` are in seconds; `secret` signs tokens as better-auth does: HMAC-SHA-256 in base64 after a dot. */
export function createSessionCheck(options: {
  database: Database;
  secret: string;
  cookiePrefix: string;
  lifetime: number;
  renewAfter: number;
  now?: () => number;
}): SessionCheck {
  const { database, secret, cookiePrefix, lifetime, renewAfter, now = Date.now } = options;
  const { session, user } = schema;
  const statement = database
    .select({ session, user })
    .from(session)
    .innerJoin(user, eq(session.userId, user.id))
    .where(eq(session.token, sql.placeholder('token')))
    .limit(1)
    .prepare('session_check');
  const renewable = (lifetime - renewAfter) * 1000;
  const cookieName = `${cookiePrefix}.session_token`;

  return {
    tokenOf(headers) {
      const authorization = headers.get('authorization');
      if (authorization !== null) {
        const token = /^bearer +([\w.%+/=-]+)$/i.exec(authorization)?.[1] ?? null;
        // Programs that were let in by a browser have theirs without a signature.
        return token !== null && /^\w+$/.test(token) ? token : verified(decoded(token), secret);
      }
      const cookies = parse(headers.get('cookie') ?? '');
      // What better-auth keeps in others would have to be looked at too.
      if (Object.keys(cookies).some((name) => name.includes(cookiePrefix) && !name.endsWith(cookieName))) return null;
      return verified(cookies[`__Secure-${cookieName}`] ?? cookies[cookieName] ?? null, secret);
    },
    async find(token) {
      const [found] = await statement.execute({ token });
      return found && found.session.expiresAt.getTime() - now() > renewable ? found : null;
    },
  };
}

function decoded(token: string | null): string | null {
  try {
    return token && decodeURIComponent(token);
  } catch {
    return null;
  }
}

/** What stands before the signature, where that is right. */
function verified(signed: string | null, secret: string): string | null {
  const dot = signed?.lastIndexOf('.') ?? -1;
  if (signed === null || dot < 1) return null;
  const value = signed.slice(0, dot);
  const given = Buffer.from(signed.slice(dot + 1));
  const right = Buffer.from(createHmac('sha256', secret).update(value).digest('base64'));
  return given.length === right.length && timingSafeEqual(given, right) ? value : null;
}
