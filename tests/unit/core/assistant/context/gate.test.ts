import { describe, expect, it } from 'vitest';
import { isSecretFile } from '../../../../../contract/model/secret-files.ts';
import { findSecrets, redact } from '../../../../../src-main/core/assistant/context/gate/redact.ts';

describe('names of secret files', () => {
  it.each([
    ...[
      '.env',
      '.env.local',
      '.env.production',
      'app/.ENV',
      'prod.env',
      '.envrc',
      '.npmrc',
      '.netrc',
      'id_rsa',
      'id_ed25519',
      'server.pem',
    ],
    ...[
      'tls.key',
      'store.jks',
      'cert.p12',
      'terraform.tfstate',
      'terraform.tfstate.backup',
      'prod.tfvars',
      '.aws/credentials',
      'a/.ssh/config',
    ],
    ...[
      'service-account-prod.json',
      'client_secret_1.json',
      '.git/config',
      '.docker/config.json',
      '.env.dist',
      'site.crt',
      'vault.kdbx',
    ],
  ])('%s stays', (path) => expect(isSecretFile(path)).toBe(true));

  it.each([
    '.env.example',
    '.env.sample',
    '.env.template',
    'id_rsa.pub',
    'src/env.ts',
    'keys.ts',
    'config.json',
    'src/credentials/index.ts',
    'tsconfig.json',
  ])('%s may leave', (path) => expect(isSecretFile(path)).toBe(false));
});

const planted = 'Zq7Kp2Vx9Lm4Rt6W';

describe('secret values', () => {
  it.each([
    `const password = "${planted}";`,
    `DB_PASSWORD=${planted}`,
    `password = "an${planted}"`,
    `secret: "changeme${planted}"`,
    `export API_KEY='${planted}'`,
    `"client_secret": "${planted}"`,
    `password: ${planted}`,
    `Authorization: Bearer ${planted}`,
    `curl -H 'X-Api-Key: ${planted}'`,
    `postgres://admin:${planted}@db.example/orders`,
    `https://user:${planted}@example.com/x.git`,
    `mongodb+srv://u:${planted}@cluster0.example`,
    `AccountKey=${planted}${planted}==;EndpointSuffix=core`,
    `mysql --password ${planted}`,
    `sk-proj-${planted}${planted}`,
    `ghp_${planted}${planted}abcd`,
    `https://example.com/?token=${planted}&x=1`,
    `-----BEGIN PRIVATE KEY-----\n${planted}${planted}${planted}${planted}\n-----END PRIVATE KEY-----`,
    `+-----BEGIN RSA PRIVATE KEY-----\n+${planted}${planted}${planted}${planted}\n+${planted}${planted}${planted}${planted}\n`,
    `key: "-----BEGIN PRIVATE KEY-----\\n${planted}\\n-----END PRIVATE KEY-----\\n"`,
    `/* secretlint-disable */ const k = "ghp_${planted}${planted}abcd"`,
  ])('%s is blacked out', async (text) => {
    const { text: safe, redacted } = await redact(`before();\n${text}\nafter();\n`);
    expect(safe).not.toContain(planted);
    expect(redacted).toBeGreaterThan(0);
    expect(safe).toMatch(/^before\(\);\n[\s\S]*\nafter\(\);\n$/);
    expect(safe.split('\n')).toHaveLength(`before();\n${text}\nafter();\n`.split('\n').length);
  });

  it.each([
    'const password = readPassword(user);',
    'interface Login { password: string; token: string }',
    'if (password === confirmation) return user.password;',
    '<input type="password" autocomplete="current-password">',
    'const tokens = countTokens(text);',
    'token: z.string().min(1),',
    'password = process.env.DB_PASSWORD',
    'https://example.com/users/42',
    'const key = event.key;',
    'export const secretNames = new Set([',
  ])('%s stays as it is', async (text) => expect((await redact(text)).text).toBe(text));

  it('are found beyond the first piece of a long text, and between two', async () => {
    const filler = 'const value = compute(input);\n'.repeat(17_000);
    const text = `${filler}ghp_${planted}${planted}abcd\n${filler}password="${planted}"\n`;
    const { text: safe, redacted } = await redact(text);
    expect(safe).not.toContain(planted);
    expect(redacted).toBe(2);
    expect(safe.length).toBeGreaterThan(filler.length * 2);
  });

  it('leave nothing behind that later searches would have to go through', async () => {
    await redact('warm');
    const before = performance.getEntries().length;
    for (let search = 0; search < 20; search += 1) await redact(`const value = ${search};`);
    expect(performance.getEntries().length).toBe(before);
  });

  it('take a bounded time in any text', async () => {
    const million = (piece: string) => piece.repeat(Math.ceil(1_000_000 / piece.length)).slice(0, 1_000_000);
    for (const piece of [
      'a',
      'password',
      'password=',
      '-----BEGIN PRIVATE KEY-----\n',
      '://a:',
      'token="',
      'eyJ',
      'A1b2',
      ' ',
      'sk-',
      'a:b@',
      "pwd='x",
    ]) {
      const started = performance.now();
      await findSecrets(million(piece));
      // Generous, for a machine that does much else: a search that backs up takes minutes.
      expect(performance.now() - started, piece).toBeLessThan(8000);
    }
  }, 120_000);
});
