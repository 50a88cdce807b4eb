import { type OpenDatabase, openPGlite, openPostgres } from '../../cloud-api/adapters/database/index.ts';
import { createAuth, type Mailer } from '../../cloud-api/features/accounts/index.ts';
import { createLocalRateLimits, type RateLimits } from '../../cloud-api/rate-limits.ts';
import { startPostgres } from './postgres.ts';

/** The two databases that accounts are kept in, each opened anew. */
export const databases: readonly { name: string; start(): Promise<OpenDatabase> }[] = [
  { name: 'PGlite', start: () => openPGlite(null) },
  {
    name: 'PostgreSQL',
    async start() {
      const postgres = await startPostgres();
      const opened = await openPostgres(await postgres.createDatabase(), () => {});
      return {
        ...opened,
        async dispose() {
          await opened.dispose();
          await postgres.dispose();
        },
      };
    },
  },
];

export const accountsUrl = 'http://127.0.0.1:4400';

/** Accounts without a server around them, so that tests can reach into their database. */
export async function openAccounts(
  { db }: OpenDatabase,
  others: { limits?: RateLimits; mailer?: Mailer; github?: { clientId: string; clientSecret: string } } = {},
) {
  const auth = await createAuth({
    database: db,
    publicUrl: accountsUrl,
    secret: 'a secret for tests that is long enough',
    mailer: others.mailer ?? { send: async () => {}, dispose() {} },
    confirmsAddresses: false,
    github: others.github ?? null,
    addressHeader: 'x-test-address',
    limits: others.limits ?? createLocalRateLimits(),
    pictures: { set: async () => {}, get: async () => null, remove: async () => {} },
    onError(error) {
      throw error;
    },
  });
  let callers = 0;
  /** Asks as a program does, from another address each time. */
  const ask = (path: string, options: { body?: object; headers?: Record<string, string> } = {}) => {
    callers += 1;
    return auth.handler(
      new Request(`${accountsUrl}/api/auth${path}`, {
        method: options.body ? 'POST' : 'GET',
        headers: {
          origin: accountsUrl,
          'x-test-address': `198.18.${callers >> 8}.${callers & 255}`,
          ...(options.body ? { 'content-type': 'application/json' } : {}),
          ...options.headers,
        },
        ...(options.body ? { body: JSON.stringify(options.body) } : {}),
      }),
    );
  };
  return { auth, ask };
}
