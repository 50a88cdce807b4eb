import { readdir, readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestCloud, type TestCloud } from '../../support/cloud.ts';
import { storeSets, type TestStores } from '../../support/cloud-stores.ts';
import { type FuzzAnswers, fuzzServer, send } from '../../support/fuzz/fuzz-server.ts';
import type { ApiDocument } from '../../support/fuzz/operations.ts';

// FUZZ_RUNS=500 looks longer; FUZZ_SEED=<what a run printed> looks at the same again.
const runs = Number(process.env.FUZZ_RUNS ?? 20);
const seed = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));
const password = 'a long enough phrase';
const limits = { patience: 10_000, largest: 1_100_000 };

const page = (name: string) => ({ parameters: [{ name, in: 'query', schema: { type: 'string' } }] });
const form = (...names: string[]) => {
  const properties = Object.fromEntries(names.map((name) => [name, { type: 'string' }]));
  return {
    requestBody: { content: { 'application/x-www-form-urlencoded': { schema: { type: 'object', properties } } } },
  };
};
/** The pages for people, which the document of the interface for programs leaves out. */
const pages: ApiDocument = {
  paths: {
    '/pages.css': { get: {} },
    '/sign-in': { get: page('next'), post: form('email', 'password', 'next') },
    '/sign-in/github': { post: form('next') },
    '/sign-up': { get: page('next'), post: form('name', 'email', 'password', 'next') },
    '/sign-out': { post: form('next') },
    '/account': { get: {}, post: form('password') },
    '/forgot-password': { get: {}, post: form('email') },
    '/new-password': { get: page('token'), post: form('token', 'password') },
    '/device': { get: page('user_code'), post: form('user_code', 'decision') },
  },
};

describe.each(storeSets)('under whatever is sent, on $name', ({ start }) => {
  let stores: TestStores;
  let cloud: TestCloud;
  beforeAll(async () => {
    stores = await start();
    cloud = await startTestCloud({
      ...stores.environment,
      TRUSTED_PROXIES: '1',
      TURN_URLS: 'turn:relay.example:3478',
      TURN_SECRET: 'a secret of sixteen',
      GITHUB_CLIENT_ID: 'client',
      GITHUB_CLIENT_SECRET: 'secret',
    });
  }, 60_000);
  afterAll(async () => {
    await cloud?.close();
    await stores?.dispose();
  });

  let people = 0;
  let requests = 0;
  let signedIn: Record<string, string> = {};
  /** Asks from another address each time, for the rate limits. */
  const ask = (url: string, init: RequestInit = {}) => {
    requests += 1;
    const address = `198.18.${Math.floor(requests / 256) % 256}.${requests % 256}`;
    return fetch(url, {
      redirect: 'manual',
      ...init,
      headers: { origin: cloud.url, 'x-forwarded-for': address, ...init.headers },
    });
  };
  const post = (path: string, body: object) =>
    ask(`${cloud.url}/api/auth${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  /** Signs a new person up and in, and returns the headers of their requests. */
  async function newSession(): Promise<Record<string, string>> {
    people += 1;
    const email = `fuzz${people}@example.com`;
    await post('/sign-up/email', { email, password, name: 'Fuzz' });
    const folder = join(cloud.dataFolder, 'mail');
    const link = async () => {
      const mails = await Promise.all(
        (await readdir(folder).catch(() => [])).map((name) => readFile(join(folder, name), 'utf8')),
      );
      return /https?:\S+/.exec(mails.find((mail) => mail.startsWith(`To: ${email}\n`)) ?? '')?.[0] ?? '';
    };
    await expect.poll(link, { timeout: 5000 }).not.toBe('');
    await ask(await link());
    const answer = await post('/sign-in/email', { email, password });
    const token = answer.headers.get('set-auth-token');
    if (!token) throw new Error(`Nobody could sign in: ${answer.status} ${await answer.text()}`);
    return { origin: cloud.url, authorization: `Bearer ${token}` };
  }

  /** The headers of somebody who is signed in: some requests end the session, or the account. */
  async function session(): Promise<Record<string, string>> {
    const known = await (await ask(`${cloud.url}/api/auth/get-session`, { headers: signedIn })).json();
    if (!known?.user) signedIn = await newSession();
    return signedIn;
  }

  /** What was refused for its address or was not found has not been looked at. */
  function notReached(answers: FuzzAnswers): string[] {
    const reached = (status: number) => status !== 404 && status !== 429;
    return [...answers].filter(([, statuses]) => ![...statuses.keys()].some(reached)).map(([operation]) => operation);
  }

  it('every endpoint answers whatever is sent to it without an error of its own', async () => {
    console.log(`FUZZ_SEED=${seed} FUZZ_RUNS=${runs}`);
    const document = await (await fetch(`${cloud.url}/api/openapi.json`)).json();
    const answers = await fuzzServer({ url: cloud.url, document, seed, runs, ...limits, session });
    expect(notReached(answers)).toEqual([]);
    expect(answers.size).toBeGreaterThan(35);
    expect((await fetch(`${cloud.url}/readyz`)).status).toBe(200);
  }, 600_000);

  it('every page and form does too', async () => {
    const browser = async () => {
      const { origin = '', authorization = '' } = await session();
      const token = encodeURIComponent(authorization.slice('Bearer '.length));
      return { origin, cookie: `flashfusion.session_token=${token}` };
    };
    // Otherwise only those who are nobody would be looked at.
    expect((await ask(`${cloud.url}/device`, { headers: await browser() })).status).toBe(200);
    const broken = { method: 'POST', headers: { 'content-type': 'multipart/form-data; boundary=x' }, body: 'no form' };
    expect((await ask(`${cloud.url}/sign-in`, broken)).status).toBe(400);
    const answers = await fuzzServer({ url: cloud.url, document: pages, seed, runs, ...limits, session: browser });
    expect(notReached(answers)).toEqual([]);
  }, 600_000);

  it('addresses outside the document answer without an error too', async () => {
    const paths = [
      '/../../package.json',
      '/api/../../etc/passwd',
      '/api/%2e%2e/%2e%2e/',
      '//evil.example/api',
      '/api/auth/%',
      '*',
      '/api/auth/..%2f..',
      `/${'x'.repeat(10_000)}`,
      '/api/openapi.json?%',
      '/metrics/../healthz',
      '/readyz%00',
      'http://evil.example/api/about',
    ];
    for (const target of paths) {
      for (const method of ['GET', 'POST', 'OPTIONS', 'TRACE']) {
        const { status, text: body } = await send(cloud.url, { method, target, headers: {}, body: null }, 10_000);
        expect([target, method, status < 500]).toEqual([target, method, true]);
        expect(body).not.toMatch(/root:|"flashfusion"|\bat .+:\d+:\d+/);
      }
    }
  });

  it('bytes that are no proper HTTP end the connection, and nothing else', async () => {
    const { port } = new URL(cloud.url);
    const start = 'POST /api/auth/sign-in/email HTTP/1.1\r\nHost: x\r\n';
    const broken = [
      '\0\0\0\0\r\n\r\n',
      'GET / HTTP/9.9\r\n\r\n',
      'GET /api/about HTTP/1.1\r\n\r\n',
      `${start}Content-Length: -1\r\n\r\n`,
      `${start}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      `${start}Transfer-Encoding: chunked\r\n\r\nzz\r\nx\r\n`,
      `${start}No colon in it\r\n\r\n`,
      `${start}X-Large: ${'x'.repeat(100_000)}\r\n\r\n`,
    ];
    for (const bytes of broken) {
      const socket = connect(Number(port), '127.0.0.1');
      socket.on('error', () => {});
      socket.end(bytes);
      const answer = await text(socket).catch(() => '');
      expect([bytes.slice(0, 200), answer.split('\r\n')[0]]).toEqual([
        bytes.slice(0, 200),
        expect.stringMatching(/^(HTTP\/1\.1 4\d\d .*)?$/),
      ]);
    }
    expect((await fetch(`${cloud.url}/healthz`)).status).toBe(200);
  });
});
