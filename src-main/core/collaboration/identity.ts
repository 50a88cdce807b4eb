import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { ORPCError } from '@orpc/contract';
import { eq } from 'drizzle-orm';
import { type CollaborationIdentity, PersonProfile } from '../../../contract/desktop/collaboration.ts';
import { t } from '../../../localization/index.ts';
import { type CoreDatabase, tables } from '../database/index.ts';
import { isDesktopError } from '../desktop-error.ts';
import type { Secrets } from '../secrets/index.ts';

const secretName = 'collaboration.identity';
const settingKey = 'collaboration.profile';
/** What begins with it is a statement in a session, so no signature serves anywhere else. */
const signedPrefix = Buffer.from('flashfusion/');

/** Who this person is in sessions. */
export interface Identity {
  get(): Promise<CollaborationIdentity>;
  setProfile(profile: PersonProfile): Promise<CollaborationIdentity>;
  /** Ed25519 (RFC 8032). BAD_REQUEST for bytes that don't begin with `flashfusion/`. */
  sign(bytes: Buffer): Promise<Buffer>;
}

interface Keys {
  readonly privateKey: KeyObject;
  /** 32 bytes in base64 for URLs. */
  readonly publicKey: string;
  readonly kept: boolean;
}

/** Makes the person's identity: the key is made on first use and kept as a secret, or for this run where there is no safe place. */
export function createIdentity(dependencies: {
  database: CoreDatabase;
  secrets: Secrets;
  /** What the person is called as long as they have not said it. */
  findName: () => Promise<string>;
}): Identity {
  const { database, secrets, findName } = dependencies;
  const { settings } = tables;
  let keys: Promise<Keys> | undefined;
  let guessedName: Promise<string> | undefined;

  const load = async (): Promise<Keys> => {
    try {
      const kept = await secrets.get(secretName);
      const privateKey = kept === null ? null : readPrivateKey(kept);
      if (privateKey) return { privateKey, publicKey: publicKeyOf(privateKey), kept: true };
      const made = generateKeyPairSync('ed25519').privateKey;
      await secrets.store(secretName, made.export({ type: 'pkcs8', format: 'der' }).toString('base64'));
      return { privateKey: made, publicKey: publicKeyOf(made), kept: true };
    } catch (error) {
      if (!isDesktopError(error, 'SECRETS_UNAVAILABLE')) throw error;
      const made = generateKeyPairSync('ed25519').privateKey;
      return { privateKey: made, publicKey: publicKeyOf(made), kept: false };
    }
  };

  const ready = () => {
    keys ??= load().catch((error: unknown) => {
      keys = undefined;
      throw error;
    });
    return keys;
  };

  const profile = async (publicKey: string): Promise<PersonProfile> => {
    const row = database.durable.select().from(settings).where(eq(settings.key, settingKey)).get();
    const chosen = PersonProfile.safeParse(row?.value);
    if (chosen.success) return chosen.data;
    guessedName ??= findName();
    return { name: await guessedName, color: (Buffer.from(publicKey, 'base64url')[0] ?? 0) % 8 };
  };

  const get = async (): Promise<CollaborationIdentity> => {
    const { publicKey, kept } = await ready();
    return { publicKey, profile: await profile(publicKey), kept };
  };

  return {
    get,
    async setProfile(value) {
      database.durable
        .insert(settings)
        .values({ key: settingKey, value })
        .onConflictDoUpdate({ target: settings.key, set: { value } })
        .run();
      return get();
    },
    async sign(bytes) {
      if (!bytes.subarray(0, signedPrefix.length).equals(signedPrefix)) {
        throw new ORPCError('BAD_REQUEST', { message: t('Only what is said in a session can be signed.') });
      }
      return sign(null, bytes, (await ready()).privateKey);
    },
  };
}

function readPrivateKey(kept: string): KeyObject | null {
  try {
    const key = createPrivateKey({ key: Buffer.from(kept, 'base64'), type: 'pkcs8', format: 'der' });
    return key.asymmetricKeyType === 'ed25519' ? key : null;
  } catch {
    return null;
  }
}

function publicKeyOf(privateKey: KeyObject): string {
  // A JSON Web Key names it `x` (RFC 8037, section 2).
  return createPublicKey(privateKey).export({ format: 'jwk' }).x ?? '';
}
