import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type PrivateFacts, redact } from '../../../../src-main/core/diagnostics/redact.ts';

const facts: PrivateFacts = {
  homeFolder: '/home/mira.lindqvist',
  userName: 'mira.lindqvist',
  hostName: 'harbour-laptop',
  folders: [{ path: '/srv/work/secret-client', as: '[project]' }],
};
const clean = (text: string) => redact(text, facts);

const letters = (length: number) => fc.stringMatching(new RegExp(`^[A-Za-z0-9]{${length}}$`));
const upper = (length: number) => fc.stringMatching(new RegExp(`^[A-Z0-9]{${length}}$`));

/** A kind of secret: how it is written, and the part that nobody may see. */
const secrets: Readonly<Record<string, fc.Arbitrary<{ text: string; secret: string }>>> = {
  'an OpenAI key': letters(40).map((secret) => ({ text: `sk-proj-${secret}`, secret })),
  'an Anthropic key': letters(60).map((secret) => ({ text: `sk-ant-api03-${secret}`, secret })),
  'a GitHub token': letters(36).map((secret) => ({ text: `ghp_${secret}`, secret })),
  'a fine-grained GitHub token': letters(60).map((secret) => ({ text: `github_pat_${secret}`, secret })),
  'a Stripe key': letters(24).map((secret) => ({ text: `sk_live_${secret}`, secret })),
  'an AWS key id': upper(16).map((secret) => ({ text: `AKIA${secret}`, secret })),
  'an AWS secret': letters(40).map((secret) => ({ text: `aws_secret_access_key = ${secret}`, secret })),
  'a bearer token': letters(20).map((secret) => ({ text: `Authorization: Bearer ${secret}`, secret })),
  'basic credentials': letters(20).map((secret) => ({ text: `authorization: Basic ${secret}==`, secret })),
  'an address with a password': letters(12).map((secret) => ({
    text: `postgres://ferry:${secret}@db.example.com/ferry`,
    secret,
  })),
  'an address with a token': letters(20).map((secret) => ({ text: `https://${secret}@github.com/a/b.git`, secret })),
  'a signed address': letters(20).map((secret) => ({ text: `https://a.example/x?sig=${secret}&y=1`, secret })),
  'a private key': letters(64).map((secret) => ({
    text: `-----BEGIN RSA PRIVATE KEY-----\n${secret}\n-----END RSA PRIVATE KEY-----`,
    secret,
  })),
  'a private key in JSON': letters(64).map((secret) => ({
    text: `{"key":"-----BEGIN PRIVATE KEY-----\\n${secret}\\n-----END PRIVATE KEY-----\\n"}`,
    secret,
  })),
  'an e-mail address': fc
    .stringMatching(/^[a-z]{3,10}\.[a-z]{3,10}$/)
    .map((secret) => ({ text: `${secret}@example.com`, secret })),
  'an environment variable': letters(12).map((secret) => ({ text: `DATABASE_THING=${secret}`, secret })),
  'a quoted environment variable': letters(12).map((secret) => ({ text: `MY_VALUE="${secret} and more"`, secret })),
  'a password in JSON': letters(12).map((secret) => ({ text: `{"dbPassword": "${secret}"}`, secret })),
  'a password in JSON in JSON': letters(12).map((secret) => ({
    text: `{"line":"{\\"password\\":\\"${secret}\\"}"}`,
    secret,
  })),
  'a password in YAML': letters(12).map((secret) => ({ text: `password: ${secret}`, secret })),
  'an option of a program': letters(12).map((secret) => ({ text: `deploy --token ${secret} --fast`, secret })),
  'a JSON web token': fc
    .tuple(letters(20), letters(30), letters(30))
    .map(([head, body, sign]) => ({ text: `eyJ${head}.eyJ${body}.${sign}`, secret: body })),
  'a cookie': letters(16).map((secret) => ({ text: `Cookie: sid=${secret}; theme=dark`, secret })),
  'a Slack token': letters(24).map((secret) => ({ text: `xoxb-1234-${secret}`, secret })),
  'an npm token': letters(36).map((secret) => ({ text: `//npm.example/:_authToken=npm_${secret}`, secret })),
};
const around = fc.constantFrom('', ' ', '\n', 'failed: ', '{"msg":"', '"}', ' (', ')', ', ', '; ', '\tat x ');

describe('secrets do not survive', () => {
  test.each(Object.entries(secrets))('%s', (_, kind) => {
    fc.assert(
      fc.property(around, kind, around, (before, { text, secret }, after) => {
        // What follows a word directly is another word.
        const report = clean(`${before}${text}${/^\w/.test(after) ? ' ' : ''}${after}`);
        expect(report).not.toContain(secret);
      }),
      { numRuns: 300 },
    );
  });

  test('several in one text, and twice is the same as once', () => {
    const kinds = fc.array(fc.oneof(...Object.values(secrets)), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(kinds, (found) => {
        const once = clean(found.map(({ text }) => text).join('\n'));
        for (const { secret } of found) expect(once).not.toContain(secret);
        expect(clean(once)).toBe(once);
      }),
      { numRuns: 300 },
    );
  });

  test('a private key that was cut off goes up to the end', () => {
    expect(clean('before -----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk')).toBe('before [removed]');
  });

  test('long random words of no known kind', () => {
    expect(clean('id 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822c')).toBe('id [removed]');
    expect(clean('key Zm9vYmFyQmF6MTIzNDU2Nzg5MFF1eA9')).toBe('key [removed]');
  });
});

describe('people and places', () => {
  test.each([
    ['/home/mira.lindqvist/notes/a.txt', '~/notes/a.txt'],
    ['file:///home/mira.lindqvist/a', 'file://~/a'],
    ['/home/jonas/a', '~/a'],
    ['/Users/jonas/Library', '~/Library'],
    ['C:\\Users\\Jonas\\AppData', '~\\AppData'],
    ['"C:\\\\Users\\\\Jonas\\\\AppData"', '"~\\\\AppData"'],
    ['/srv/work/secret-client/src/a.ts', '[project]/src/a.ts'],
    ['by mira.lindqvist on harbour-laptop', 'by [user] on [host]'],
  ])('%s', (text, expected) => {
    expect(clean(text)).toBe(expected);
  });

  test('a name that is a common word stays, so that the report can be read', () => {
    expect(redact('root cause at node:fs', { ...facts, userName: 'root', hostName: 'node' })).toBe(
      'root cause at node:fs',
    );
  });
});

test.each([
  '    at openDatabase (dist/core/main.mjs:1204:17)',
  '- editor.fontSize (user): `15`',
  '{"level":30,"time":1763865000000,"pid":4182,"msg":"database notice"}',
  'Chrome/114.0.5735.106 Electron/25.1.1',
  '- Rows: projects 3, windows 1, openedFiles 27',
  'Assistant used tokens: 1200',
  'src-renderer/features/keybindings/keybindings-table.tsx',
])('what is needed stays: %s', (line) => {
  expect(clean(line)).toBe(line);
});
