import { randomUUID } from 'node:crypto';
import type { AuthContext } from '@better-auth/core';
import { runWithAdapter } from '@better-auth/core/context';
import { createRateLimitKey, getIPFromHeader } from '@better-auth/core/utils/ip';
import type { OpenAPI } from '@orpc/openapi';
import { type BetterAuthOptions, betterAuth } from 'better-auth';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { createAuthMiddleware, isAPIError, router } from 'better-auth/api';
import { bearer, deviceAuthorization, openAPI } from 'better-auth/plugins';
import { eq } from 'drizzle-orm';
import { type Database, schema } from '../../adapters/database/index.ts';
import type { RateLimits, RateRule } from '../../rate-limits.ts';
import { createGuards, mayMail } from './guards.ts';
import { existingAccountMail, type Mail, type Mailer, passwordResetMail, verificationMail } from './mail.ts';
import type { Pictures } from './pictures.ts';
import { createSessionCheck, type LiveSession } from './session-check.ts';

export interface AuthOptions {
  readonly database: Database;
  /** Where browsers reach this server: `https://cloud.example`. */
  readonly publicUrl: string;
  /** Signs cookies and links. */
  readonly secret: string;
  readonly mailer: Mailer;
  /** Whether an address has to be confirmed by mail before its account can be used. */
  readonly confirmsAddresses: boolean;
  readonly github: { readonly clientId: string; readonly clientSecret: string } | null;
  /** The header that holds the caller's address; set by the server itself, never by a caller. */
  readonly addressHeader: string;
  readonly limits: RateLimits;
  readonly pictures: Pictures;
  onError(error: unknown, where: string): void;
}

export type Auth = ReturnType<typeof createAuth>;

const day = 24 * 60 * 60;
const sessionLifetime = 60 * day;
const sessionRenewedAfter = day;
const basePath = '/api/auth';
const cookiePrefix = 'flashfusion';
/** For each address and path. */
const usualRule: RateRule = { window: 60, max: 100 };

/** OpenAPI for the paths below `/api/auth`. */
export type AuthDescription = Required<Pick<OpenAPI.Document, 'paths' | 'components'>>;

/** Accounts, sessions and sign-in, over the paths below `/api/auth`. */
export function createAuth(options: AuthOptions) {
  const check = createSessionCheck({
    database: options.database,
    secret: options.secret,
    cookiePrefix,
    lifetime: sessionLifetime,
    renewAfter: sessionRenewedAfter,
  });
  const others = settings(options);
  const auth = betterAuth({
    ...others,
    hooks: { ...others.hooks, before: createGuards({ ...options, check }) },
    database: drizzleAdapter(options.database, { provider: 'pg', schema, transaction: true }),
  });

  // better-auth's own handler builds all endpoints and their routes anew for each request. Here neither the address nor the trusted
  // origins depend on the request, so once is enough.
  const routed = auth.$context.then((context) => ({
    adapter: context.adapter,
    handle: router(context as unknown as AuthContext, auth.options).handler,
  }));
  // Whoever asks gets the error.
  routed.catch(() => {});

  return {
    /**
     * Answers the question that is asked most, `GET /get-session` without a query, from the caller's address; null where
     * `handler` has to.
     */
    async liveSession(headers: Headers, address: string): Promise<LiveSession | null> {
      const token = check.tokenOf(headers);
      if (token === null) return null;
      const key = createRateLimitKey(getIPFromHeader(address) ?? 'no-trusted-ip', '/get-session');
      return (await options.limits.consume(`auth:${key}`, usualRule)).allowed ? check.find(token) : null;
    },
    /** Who a request comes from; null where nobody is signed in. */
    async userId(headers: Headers): Promise<string | null> {
      const token = check.tokenOf(headers);
      const found = (token && (await check.find(token))) || (await auth.api.getSession({ headers }));
      return found?.user.id ?? null;
    },
    async handler(request: Request): Promise<Response> {
      const { adapter, handle } = await routed;
      return runWithAdapter(adapter, () => handle(request));
    },
  };
}

/** Describes what `createAuth` serves, without its database. */
export async function describeAuth(options: Omit<AuthOptions, 'database'>): Promise<AuthDescription> {
  const { plugins, ...others } = settings({ ...options, database: null });
  const auth = betterAuth({ ...others, plugins: [...plugins, openAPI()] });
  // Its types are looser than those of OpenAPI; a test checks what is served.
  return (await auth.api.generateOpenAPISchema()) as unknown as AuthDescription;
}

function settings(options: Omit<AuthOptions, 'database'> & { database: Database | null }) {
  const { database, mailer } = options;

  // Not awaited: how long it takes would tell whether there is an account.
  const unawaited = (work: Promise<unknown>, where: string): void => {
    work.catch((error: unknown) => options.onError(error, where));
  };
  const post = (kind: string, mail: Mail): void =>
    unawaited(
      mayMail(options.limits, kind, mail.to).then((may) => (may ? mailer.send(mail) : undefined)),
      'mail',
    );
  const record = async (userId: string, action: string, headers?: Headers | null): Promise<void> => {
    const ipAddress = headers?.get(options.addressHeader) ?? null;
    await database?.insert(schema.auditEvent).values({ id: randomUUID(), userId, action, ipAddress });
  };
  /** Only for an address that has an account: others belong to nobody who could be told. */
  const recordRefusal = async (email: unknown, headers?: Headers | null): Promise<void> => {
    if (database === null || typeof email !== 'string') return;
    const [found] = await database
      .select({ id: schema.user.id })
      .from(schema.user)
      .where(eq(schema.user.email, email.toLowerCase()));
    if (found) await record(found.id, 'sign-in.refused', headers);
  };

  return {
    appName: 'FlashFusion',
    baseURL: options.publicUrl,
    basePath,
    secret: options.secret,
    telemetry: { enabled: false },
    trustedOrigins: [options.publicUrl, 'app://flashfusion'],
    emailAndPassword: {
      enabled: true,
      requireEmailVerification: options.confirmsAddresses,
      autoSignIn: false,
      minPasswordLength: 10,
      maxPasswordLength: 128,
      revokeSessionsOnPasswordReset: true,
      resetPasswordTokenExpiresIn: 3600,
      sendResetPassword: async ({ user, token }) =>
        post('reset', passwordResetMail(user.email, `${options.publicUrl}/new-password?token=${token}`)),
      onPasswordReset: async ({ user }, request) => record(user.id, 'password.reset', request?.headers),
      onExistingUserSignUp: async ({ user }) => post('existing', existingAccountMail(user.email)),
    },
    emailVerification: {
      sendOnSignUp: options.confirmsAddresses,
      sendOnSignIn: options.confirmsAddresses,
      expiresIn: 3600,
      sendVerificationEmail: async ({ user, url }) => post('verification', verificationMail(user.email, url)),
    },
    socialProviders: options.github === null ? {} : { github: options.github },
    // An address leads to an account that has it only where both sides have proved it.
    account: { accountLinking: { enabled: true, requireLocalEmailVerified: true }, encryptOAuthTokens: true },
    session: { expiresIn: sessionLifetime, updateAge: sessionRenewedAfter },
    user: {
      deleteUser: {
        enabled: true,
        // Before: where the picture can't be removed now, the account stays, and deleting it can be tried again.
        async beforeDelete({ id }, request) {
          await options.pictures.remove(id);
          await record(id, 'account.deleted', request?.headers);
        },
        // After: a picture that was set in between.
        afterDelete: async ({ id }) => options.pictures.remove(id),
      },
    },
    plugins: [
      bearer(),
      deviceAuthorization({ verificationUri: '/device', expiresIn: '15m', interval: '5s', userCodeLength: 8 }),
    ],
    databaseHooks: {
      user: {
        create: { after: async (user, context) => record(user.id, 'account.created', context?.headers) },
      },
      session: {
        create: { after: async (session, context) => record(session.userId, 'session.created', context?.headers) },
        delete: { after: async (session, context) => record(session.userId, 'session.ended', context?.headers) },
      },
    },
    hooks: {
      after: createAuthMiddleware(async ({ path, body, headers, context }) => {
        const { returned } = context;
        if (path === '/change-password' && !isAPIError(returned) && context.session) {
          await record(context.session.user.id, 'password.changed', headers);
        }
        if (path === '/sign-in/email' && isAPIError(returned) && returned.statusCode === 401) {
          unawaited(recordRefusal(body?.email, headers), 'audit');
        }
      }),
    },
    rateLimit: {
      enabled: true,
      ...usualRule,
      customStorage: { consume: (key, rule) => options.limits.consume(`auth:${key}`, rule) },
      customRules: {
        '/sign-in/email': { window: 60, max: 10 },
        '/sign-up/email': { window: 3600, max: 10 },
        '/request-password-reset': { window: 3600, max: 10 },
        '/send-verification-email': { window: 3600, max: 10 },
      },
    },
    advanced: {
      ipAddress: { ipAddressHeaders: [options.addressHeader] },
      cookiePrefix,
      disableOriginCheck: false,
      disableCSRFCheck: false,
    },
    logger: { disabled: true },
    // What nobody expected is answered and logged in one place for the whole server.
    onAPIError: { throw: true },
  } satisfies BetterAuthOptions;
}
