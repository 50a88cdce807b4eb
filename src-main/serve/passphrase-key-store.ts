import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { HostClient } from '../../contract/shell.ts';

const fileName = 'passphrase.json';
const checkText = 'flashfusion';
const KeyFile = z.object({ salt: z.string(), check: z.string() });

/** Without a passphrase nothing is kept: a key beside what it encrypts would protect nothing. */
export const noKeyStore: HostClient['secrets'] = {
  available: async () => ({ available: false, backend: 'none' }),
  encrypt: () => Promise.reject(new Error('There is no key store.')),
  decrypt: () => Promise.reject(new Error('There is no key store.')),
};

/**
 * A key store for a machine without one: AES-256-GCM under a key that scrypt makes of the passphrase. Throws when secrets were
 * kept under another passphrase before.
 */
export function createPassphraseKeyStore(passphrase: string, dataFolder: string): HostClient['secrets'] {
  const path = join(dataFolder, fileName);
  const kept = readKeyFile(path);
  const salt = kept ? Buffer.from(kept.salt, 'base64') : randomBytes(16);
  const key = scryptSync(passphrase, salt, 32, { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 });
  if (kept) {
    if (decrypt(key, kept.check) !== checkText) {
      throw new Error(
        `FLASHFUSION_PASSPHRASE is not the one that keys and tokens were encrypted with. Give that one, or remove ${path} and enter them again.`,
      );
    }
  } else {
    mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
    const file: z.infer<typeof KeyFile> = { salt: salt.toString('base64'), check: encrypt(key, checkText) };
    writeFileSync(path, `${JSON.stringify(file)}\n`, { mode: 0o600 });
  }
  return {
    available: async () => ({ available: true, backend: 'passphrase' }),
    encrypt: async ({ plain }) => ({ cipherBase64: encrypt(key, plain) }),
    async decrypt({ cipherBase64 }) {
      const plain = decrypt(key, cipherBase64);
      if (plain === null) throw new Error('The secret was encrypted with another key.');
      return { plain };
    },
  };
}

function readKeyFile(path: string): z.infer<typeof KeyFile> | null {
  try {
    return KeyFile.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new Error(`${path} is damaged. Remove it and enter your keys and tokens again.`);
  }
}

function encrypt(key: Buffer, plain: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64');
}

/** Null when the text was not encrypted with this key. */
function decrypt(key: Buffer, cipherBase64: string): string | null {
  const bytes = Buffer.from(cipherBase64, 'base64');
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
    decipher.setAuthTag(bytes.subarray(12, 28));
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}
