import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createPassphraseKeyStore, noKeyStore } from '../../../src-main/serve/passphrase-key-store.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('keys and tokens on a server', () => {
  it('are refused without a passphrase', async () => {
    expect(await noKeyStore.available()).toEqual({ available: false, backend: 'none' });
    await expect(noKeyStore.encrypt({ plain: 'key' })).rejects.toThrow();
  });

  it('are encrypted under the passphrase, and come back with it after a restart', async () => {
    const folder = temporaryFolder('key-store');
    const store = createPassphraseKeyStore('correct horse', folder);
    const { cipherBase64 } = await store.encrypt({ plain: 'sk-123' });
    expect(Buffer.from(cipherBase64, 'base64').toString('latin1')).not.toContain('sk-123');
    expect((await store.encrypt({ plain: 'sk-123' })).cipherBase64).not.toBe(cipherBase64);
    const again = createPassphraseKeyStore('correct horse', folder);
    expect(await again.decrypt({ cipherBase64 })).toEqual({ plain: 'sk-123' });
    const file = join(folder, 'passphrase.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).not.toContain('horse');
  });

  it('stay closed to another passphrase, and to what was changed', async () => {
    const folder = temporaryFolder('key-store');
    const store = createPassphraseKeyStore('correct horse', folder);
    expect(() => createPassphraseKeyStore('battery staple', folder)).toThrow('FLASHFUSION_PASSPHRASE is not the one');
    const bytes = Buffer.from((await store.encrypt({ plain: 'sk-123' })).cipherBase64, 'base64');
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    await expect(store.decrypt({ cipherBase64: bytes.toString('base64') })).rejects.toThrow('another key');
    writeFileSync(join(folder, 'passphrase.json'), '{');
    expect(() => createPassphraseKeyStore('correct horse', folder)).toThrow('is damaged');
  });
});
