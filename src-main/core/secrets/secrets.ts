import { eq } from 'drizzle-orm';
import type { HostClient } from '../../../contract/shell.ts';
import { type CoreDatabase, tables } from '../database/index.ts';
import { desktopError } from '../desktop-error.ts';

/**
 * Keys and tokens by name. What is kept is ciphertext; the plain text exists only between the caller and the system's key
 * store, and no procedure of any contract returns it.
 */
export interface Secrets {
  /** Keeps a secret in place of the one of that name. SECRETS_UNAVAILABLE where the system cannot protect it. */
  store(name: string, plain: string): Promise<void>;
  /** The plain text for one use; null where there is none of that name. SECRETS_UNAVAILABLE while the key store is locked. */
  get(name: string): Promise<string | null>;
  has(name: string): boolean;
  delete(name: string): void;
}

/** Chromium's stand-in where Linux has no key store: a fixed password, so no protection at all. */
const unprotected = 'basic_text';

/** Makes the store of secrets over the system's key store, which only Shell can reach. */
export function createSecrets(dependencies: {
  database: CoreDatabase;
  keyStore: HostClient['secrets'];
  now?: () => number;
}): Secrets {
  const { database, keyStore } = dependencies;
  const { durable } = database;
  const now = dependencies.now ?? Date.now;
  const { secrets } = tables;

  const requireKeyStore = async () => {
    const { available, backend } = await keyStore.available();
    if (!available || backend === unprotected) throw desktopError('SECRETS_UNAVAILABLE');
  };

  return {
    async store(name, plain) {
      await requireKeyStore();
      const { cipherBase64 } = await keyStore.encrypt({ plain });
      const row = { cipher: Buffer.from(cipherBase64, 'base64'), savedAt: now() };
      durable
        .insert(secrets)
        .values({ name, ...row })
        .onConflictDoUpdate({ target: secrets.name, set: row })
        .run();
    },
    async get(name) {
      const row = durable.select().from(secrets).where(eq(secrets.name, name)).get();
      if (!row) return null;
      await requireKeyStore();
      return (await keyStore.decrypt({ cipherBase64: row.cipher.toString('base64') })).plain;
    },
    has: (name) =>
      durable.select({ name: secrets.name }).from(secrets).where(eq(secrets.name, name)).get() !== undefined,
    delete(name) {
      durable.delete(secrets).where(eq(secrets.name, name)).run();
    },
  };
}
