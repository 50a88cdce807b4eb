import { createHash } from 'node:crypto';
import { APIError, createAuthMiddleware } from 'better-auth/api';
import { eq } from 'drizzle-orm';
import { type Database, schema } from '../../adapters/database/index.ts';
import type { RateLimits, RateRule } from '../../rate-limits.ts';
import { passwordFault } from './passwords.ts';
import type { SessionCheck } from './session-check.ts';

/** For each account, wherever the requests come from: many addresses together guess no more than this. */
const guessRule: RateRule = { window: 3600, max: 50 };
/** For each mailbox and kind of mail: nobody fills it by asking from many addresses. */
const mailRule: RateRule = { window: 3600, max: 10 };

/** A name under which an address is counted without being kept. */
export function keyOfEmail(email: string): string {
  return createHash('sha256').update(email.trim().toLowerCase()).digest('base64url').slice(0, 22);
}

/** Whether one more mail of a kind may go to an address. */
export async function mayMail(limits: RateLimits, kind: string, to: string): Promise<boolean> {
  return (await limits.consume(`mail:${kind}:${keyOfEmail(to)}`, mailRule)).allowed;
}

/** Characters of the name that others see. */
const longestName = 100;

/** Looks at requests before better-auth does: limits for each account, and what it does not ask of a new password or of a person's name. */
export function createGuards(options: { database: Database; limits: RateLimits; check: SessionCheck }) {
  const { database, limits, check } = options;

  const guess = async (account: string) => {
    const { allowed, retryAfter } = await limits.consume(`guess:${account}`, guessRule);
    if (allowed) return;
    throw new APIError(
      'TOO_MANY_REQUESTS',
      { code: 'TOO_MANY_TRIES', message: 'That was tried too often for this account. Try again later.' },
      { 'x-retry-after': String(retryAfter) },
    );
  };
  const signedIn = async (headers: Headers | undefined) => {
    const token = headers && check.tokenOf(headers);
    return token ? ((await check.find(token))?.user ?? null) : null;
  };
  const emailOfReset = async (token: string): Promise<string> => {
    const { user, verification } = schema;
    const [found] = await database
      .select({ email: user.email })
      .from(verification)
      .innerJoin(user, eq(user.id, verification.value))
      .where(eq(verification.identifier, `reset-password:${token}`));
    return found?.email ?? '';
  };
  const assertStrong = (password: string, email: string) => {
    const fault = passwordFault(password, email);
    if (fault) throw new APIError('BAD_REQUEST', { code: 'WEAK_PASSWORD', message: fault });
  };

  const assertName = (name: unknown) => {
    const isName = typeof name === 'string' && name.trim() !== '' && name.length <= longestName;
    if (isName && !/\p{Cc}/u.test(name)) return;
    const message = `A name has 1 to ${longestName} characters, and no line ends among them.`;
    throw new APIError('BAD_REQUEST', { code: 'INVALID_NAME', message });
  };

  return createAuthMiddleware(async ({ path, body, query, headers }) => {
    const field = (name: string): string => (typeof body?.[name] === 'string' ? body[name] : '');
    switch (path) {
      case '/sign-in/email':
        return guess(keyOfEmail(field('email')));
      case '/sign-up/email':
        if (field('name') !== '') assertName(body.name);
        return assertStrong(field('password'), field('email'));
      case '/update-user':
        if (body?.image !== undefined) {
          const message = 'Pictures are set at /api/account/picture.';
          throw new APIError('BAD_REQUEST', { code: 'PICTURE_NOT_HERE', message });
        }
        return body?.name === undefined ? undefined : assertName(body.name);
      case '/reset-password': {
        const token = field('token') || (typeof query?.token === 'string' ? query.token : '');
        return assertStrong(field('newPassword'), await emailOfReset(token));
      }
      case '/change-password': {
        const user = await signedIn(headers);
        if (user) await guess(user.id);
        assertStrong(field('newPassword'), user?.email ?? '');
        // Whoever changes a password may do so because somebody else knows it.
        return { context: { body: { ...body, revokeOtherSessions: true } } };
      }
      case '/delete-user': {
        const user = await signedIn(headers);
        return user ? guess(user.id) : undefined;
      }
    }
  });
}
