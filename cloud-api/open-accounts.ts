import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Database, type OpenDatabase, openPGlite, openPostgres } from './adapters/database/index.ts';
import { createFileMailer, createSmtpMailer } from './adapters/mail.ts';
import type { CloudConfig } from './config.ts';
import {
  type Auth,
  type AuthDescription,
  type CleanUp,
  cleanUp,
  createAuth,
  describeAuth,
  type Pictures,
} from './features/accounts/index.ts';
import { seedStarters } from './features/catalogue/index.ts';
import type { RateLimits } from './rate-limits.ts';
import { type Repeating, startRepeating } from './repeating.ts';

/** Tells the accounts who calls. Set for every request; what a caller writes there is replaced. */
export const addressHeader = 'x-flashfusion-address';

export interface Accounts {
  readonly auth: Auth;
  readonly database: Database;
}

/** Accounts and what they are kept in, opened when somebody first needs them: signaling alone never does. */
export interface AccountStore {
  open(): Promise<Accounts>;
  /** What is served below `/api/auth`; opens nothing. */
  describe(): Promise<AuthDescription>;
  /** Rejects when the database is open and does not answer. */
  ping(): Promise<void>;
  dispose(): Promise<void>;
}

export function createAccountStore(options: {
  config: CloudConfig;
  limits: RateLimits;
  pictures: Pictures;
  publicUrl(): string;
  /** What had ended was deleted. */
  onCleanUp(deleted: CleanUp): void;
  onError(error: unknown, where: string): void;
}): AccountStore {
  const { config, onError } = options;
  const mailer = config.smtp
    ? createSmtpMailer(config.smtp)
    : createFileMailer({ folder: join(config.dataFolder, 'mail') });
  let opening: Promise<Accounts> | null = null;
  let opened: OpenDatabase | null = null;
  let cleaning: Repeating | null = null;

  const authOptions = (secret: string) => ({
    publicUrl: options.publicUrl(),
    secret,
    mailer,
    confirmsAddresses: config.confirmsAddresses,
    github: config.github,
    addressHeader,
    limits: options.limits,
    pictures: options.pictures,
    onError,
  });
  const open = async (): Promise<Accounts> => {
    opened ??= config.databaseUrl
      ? await openPostgres(config.databaseUrl, (error) => onError(error, 'database'))
      : await openPGlite(join(config.dataFolder, 'database'));
    const auth = await createAuth({
      ...authOptions(config.authSecret ?? (await keptSecret(config.dataFolder))),
      database: opened.db,
    });
    const { db } = opened;
    await seedStarters(db);
    cleaning ??= startRepeating({
      every: config.cleanUpMilliseconds,
      work: async (signal) =>
        options.onCleanUp(await cleanUp(db, { auditDays: config.auditDays, now: Date.now(), signal })),
      onError: (error) => onError(error, 'clean-up'),
    });
    return { auth, database: db };
  };

  return {
    open() {
      // A database that was away at the first try is tried again at the next.
      opening ??= open().catch((error: unknown) => {
        opening = null;
        throw error;
      });
      return opening;
    },
    // Nothing is signed for it.
    describe: () => describeAuth(authOptions(randomBytes(32).toString('base64'))),
    async ping() {
      await opened?.ping();
    },
    async dispose() {
      await opening?.catch(() => undefined);
      await cleaning?.dispose();
      await opened?.dispose();
      mailer.dispose();
    },
  };
}

/** A secret that is made once and kept, readable by this user only. */
async function keptSecret(folder: string): Promise<string> {
  const file = join(folder, 'auth-secret');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const made = randomBytes(32).toString('base64');
  return writeFile(file, made, { flag: 'wx', mode: 0o600 }).then(
    () => made,
    () => readFile(file, 'utf8'),
  );
}
