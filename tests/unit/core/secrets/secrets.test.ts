import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { HostClient } from '../../../../contract/shell.ts';
import { openDatabase } from '../../../../src-main/core/database/index.ts';
import { createSecrets } from '../../../../src-main/core/secrets/index.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const plain = 'sk-very-secret-0123456789';

/** Reverses the text: enough to tell whether plain text is kept anywhere. */
function fakeKeyStore(state: { available: boolean; backend: string }): HostClient['secrets'] {
  const reversed = (text: string) => [...text].reverse().join('');
  return {
    available: async () => state,
    encrypt: async ({ plain: text }) => ({ cipherBase64: Buffer.from(reversed(text)).toString('base64') }),
    decrypt: async ({ cipherBase64 }) => ({ plain: reversed(Buffer.from(cipherBase64, 'base64').toString()) }),
  };
}

function setUp(state = { available: true, backend: 'gnome_libsecret' }) {
  const folder = temporaryFolder('secrets');
  const database = openDatabase({ folder });
  onTestFinished(() => database.dispose());
  return { folder, state, secrets: createSecrets({ database, keyStore: fakeKeyStore(state) }) };
}

test('a secret comes back as it was, is replaced by name, and can be deleted', async () => {
  const { secrets } = setUp();
  await secrets.store('provider.key', 'first');
  await secrets.store('provider.key', plain);
  expect(await secrets.get('provider.key')).toBe(plain);
  expect(secrets.has('provider.key')).toBe(true);
  secrets.delete('provider.key');
  expect(secrets.has('provider.key')).toBe(false);
  expect(await secrets.get('provider.key')).toBeNull();
});

test('only ciphertext is on the disk', async () => {
  const { secrets, folder } = setUp();
  await secrets.store('provider.key', plain);
  const bytes = readdirSync(folder).map((name) => readFileSync(join(folder, name)));
  expect(bytes.some((content) => content.includes(plain))).toBe(false);
  expect(bytes.some((content) => content.includes([...plain].reverse().join('')))).toBe(true);
});

test.each([
  { available: false, backend: 'unknown' },
  { available: true, backend: 'basic_text' },
])('nothing is kept where the system protects nothing ($backend)', async (state) => {
  const { secrets, folder } = setUp(state);
  await expect(secrets.store('provider.key', plain)).rejects.toMatchObject({ code: 'SECRETS_UNAVAILABLE' });
  expect(secrets.has('provider.key')).toBe(false);
  const bytes = readdirSync(folder).map((name) => readFileSync(join(folder, name)));
  expect(bytes.some((content) => content.includes([...plain].reverse().join('')))).toBe(false);
});

test('a secret is not read while the key store is gone', async () => {
  const { secrets, state } = setUp();
  await secrets.store('provider.key', plain);
  state.available = false;
  await expect(secrets.get('provider.key')).rejects.toMatchObject({ code: 'SECRETS_UNAVAILABLE' });
});
