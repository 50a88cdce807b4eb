import { randomUUID } from 'node:crypto';
import type { AuthContext } from '@better-auth/core';
import { runWithAdapter } from '@better-auth/core/context';
import type { OpenAPI } from '@orpc/openapi';
import { type BetterAuthOptions, betterAuth } from 'better-auth';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { APIError, router } from 'better-auth/api';
import { bearer, deviceAuthorization, openAPI } from 'better-auth/plugins';
import { type Database, schema } from '../../adapters/database/index.ts';
import type { RateLimits } from '../../rate-limits.ts';
import { existingAccountMail, type Mail, type Mailer, passwordResetMail, verificationMail } from './mail.ts';
import { passwordFault } from './passwords.ts';
import type { Pictures } from './pictures.ts';

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

/** OpenAPI for the paths below `/api/auth`. */
export type AuthDescription = Required<Pick<OpenAPI.Document, 'paths' | 'components'>>;

/** Accounts, sessions and sign-in, over the paths below `/api/auth`. */
export function createAuth(options: AuthOptions) {
  const auth = betterAuth({
    ...settings(options),
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
    api: auth.api,
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

  // Not awaited: how long a mail takes would tell whether there is an account.
  const post = (mail: Mail): void => {
    mailer.send(mail).catch((error: unknown) => options.onError(error, 'mail'));
  };
  const record = async (userId: string, action: string, headers?: Headers | null): Promise<void> => {
    const ipAddress = headers?.get(options.addressHeader) ?? null;
    await database?.insert(schema.auditEvent).values({ id: randomUUID(), userId, action, ipAddress });
  };

  return {
    appName: 'FlashFusion',
    baseURL: options.publicUrl,
    basePath: '/api/auth',
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
      sendResetPassword: async ({ user, url }) => post(passwordResetMail(user.email, url)),
      onPasswordReset: async ({ user }, request) => record(user.id, 'password.reset', request?.headers),
      onExistingUserSignUp: async ({ user }) => post(existingAccountMail(user.email)),
    },
    emailVerification: {
      sendOnSignUp: options.confirmsAddresses,
      sendOnSignIn: options.confirmsAddresses,
      expiresIn: 3600,
      sendVerificationEmail: async ({ user, url }) => post(verificationMail(user.email, url)),
    },
    socialProviders: options.github === null ? {} : { github: options.github },
    account: { accountLinking: { enabled: true, trustedProviders: ['github'] }, encryptOAuthTokens: true },
    session: { expiresIn: 60 * day, updateAge: day },
    user: {
      deleteUser: {
        enabled: true,
        // Before: where the picture can't be removed now, the account stays, and deleting it can be tried again.
        async beforeDelete({ id }) {
          await options.pictures.remove(id);
          await record(id, 'account.deleted');
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
      account: {
        create: {
          before: async (account, context) => {
            const { password, email } = (context?.body ?? {}) as { password?: unknown; email?: unknown };
            const fault =
              account.password && typeof password === 'string' ? passwordFault(password, String(email ?? '')) : null;
            if (fault) throw new APIError('BAD_REQUEST', { code: 'WEAK_PASSWORD', message: fault });
          },
        },
      },
    },
    rateLimit: {
      enabled: true,
      window: 60,
      max: 100,
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
      cookiePrefix: 'flashfusion',
      disableOriginCheck: false,
      disableCSRFCheck: false,
    },
    logger: { disabled: true },
    // What nobody expected is answered and logged in one place for the whole server.
    onAPIError: { throw: true },
  } satisfies BetterAuthOptions;
}
