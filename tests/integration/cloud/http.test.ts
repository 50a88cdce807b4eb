import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { CloudServer } from '../../../cloud-api/server.ts';
import { connectClient, startTestCloud } from '../../support/cloud.ts';
import { storeSets, type TestStores } from '../../support/cloud-stores.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe.each(storeSets)('the HTTP side on $name', ({ start }) => {
  let stores: TestStores;
  let server: CloudServer;
  beforeAll(async () => {
    stores = await start();
    server = await startTestCloud({
      ...stores.environment,
      TURN_URLS: 'turn:relay.example:3478',
      TURN_SECRET: 'a secret of sixteen',
    });
  }, 60_000);
  afterAll(async () => {
    await server?.close();
    await stores?.dispose();
  });

  const get = (path: string, options?: RequestInit) => fetch(server.url + path, options);

  it('says that it is up, ready, and what it is', async () => {
    expect(await (await get('/healthz')).json()).toEqual({ status: 'ok' });
    await expect
      .poll(async () => (await get('/readyz')).json(), { timeout: 10_000 })
      .toEqual({ status: 'ready', reasons: [] });
    const about = await (await get('/api/about')).json();
    expect(about).toEqual({
      name: 'flashfusion-cloud',
      version: '0.0.0-test',
      signalingPath: '/signaling',
      relay: true,
    });
  });

  it('describes itself as OpenAPI', async () => {
    const document = await (await get('/api/openapi.json')).json();
    expect(document.openapi).toMatch(/^3\.1/);
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining([
        '/about',
        '/account/export',
        '/account/pictures/{userId}',
        '/auth/sign-in/email',
        '/catalogue/templates',
      ]),
    );
    const operations = Object.values(document.paths as Record<string, object>).flatMap((item) => Object.values(item));
    expect(operations.length).toBeGreaterThan(30);
    for (const operation of operations) expect(operation.responses).toBeTypeOf('object');
  });

  it('hands out relay credentials, so many a minute', async () => {
    const { iceServers } = await (await get('/api/relay/ice-servers')).json();
    expect(iceServers[0]).toMatchObject({
      urls: ['turn:relay.example:3478'],
      username: expect.stringMatching(/^\d+:/),
    });
    const answers = await Promise.all(Array.from({ length: 40 }, () => get('/api/relay/ice-servers')));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(11);
    expect(await refused[0]?.json()).toMatchObject({ message: expect.stringContaining('Try again') });
  });

  it('serves a catalogue that caches may keep, with the starters in it', async () => {
    const response = await get('/api/catalogue/templates?order=new&limit=50');
    expect(response.headers.get('cache-control')).toBe('public, max-age=60, stale-while-revalidate=300');
    expect(response.headers.get('set-cookie')).toBeNull();
    const { templates, next } = await response.json();
    expect(templates.map(({ id }: { id: string }) => id)).toEqual([
      'static-site',
      'react-app',
      'node-cli',
      'hono-api',
      'express-sqlite',
      'canvas-game',
    ]);
    expect(next).toBeNull();
    const known = response.headers.get('etag') ?? '';
    expect(known).toMatch(/^"/);
    const again = await get('/api/catalogue/templates?order=new&limit=50', { headers: { 'if-none-match': known } });
    expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', known]);
    const one = await get('/api/catalogue/templates/react-app');
    expect(await one.json()).toEqual(templates[1]);
    expect((await get('/api/catalogue/templates/nothing-of-ours')).status).toBe(404);
    expect((await get('/api/catalogue/templates?limit=1000')).status).toBe(400);
  });

  it('lets no page of somebody else read its answers', async () => {
    for (const path of ['/api/about', '/api/catalogue/templates', '/api/auth/get-session', '/api/account/export']) {
      for (const method of ['GET', 'OPTIONS']) {
        const headers = { origin: 'https://evil.example', 'access-control-request-method': 'GET' };
        const answered = await get(path, { method, headers });
        expect([path, method, answered.headers.get('access-control-allow-origin')]).toEqual([path, method, null]);
        expect(answered.headers.get('access-control-allow-credentials')).toBeNull();
        expect(answered.headers.get('x-content-type-options')).toBe('nosniff');
      }
    }
  });

  it('names requests in its answers, and takes a proxy’s name for them when it is a proper one', async () => {
    expect((await get('/healthz')).headers.get('x-request-id')).toMatch(/^[\w-]{36}$/);
    const named = await get('/healthz', { headers: { 'x-request-id': 'from-the-proxy-1' } });
    expect(named.headers.get('x-request-id')).toBe('from-the-proxy-1');
    const wrong = await get('/healthz', { headers: { 'x-request-id': '<script>' } });
    expect(wrong.headers.get('x-request-id')).not.toBe('<script>');
  });

  it('answers what is not there, and what is too large, without telling anything of itself', async () => {
    for (const path of ['/', '/api', '/api/nothing', '/../package.json', '/signaling']) {
      const response = await get(path);
      expect([path, response.status]).toEqual([path, 404]);
      expect(await response.text()).not.toMatch(/\bat .+:\d+/);
      expect(response.headers.get('content-security-policy')).toBe("default-src 'none'");
    }
    const large = await get('/api/about', { method: 'POST', body: 'x'.repeat(2 * 1024 * 1024) });
    expect(large.status).toBe(413);
  });

  it('counts what it does', async () => {
    const client = await connectClient(server.url);
    client.send({ type: 'subscribe', topics: ['a-room-nobody-can-guess'] });
    await client.settle();
    const metrics = await (await get('/metrics')).text();
    expect(metrics).toMatch(/^signaling_sockets 1$/m);
    expect(metrics).toMatch(/^signaling_rooms 1$/m);
    expect(metrics).toMatch(/http_request_seconds_count\{method="GET",route="\/healthz",status="200"\} \d+/);
    await client.close();
  });
});

it('one address, or one account from many, gets so many answers a minute', async () => {
  const server = await startTestCloud({ TRUSTED_PROXIES: '1', EMAIL_CONFIRMATION: 'off' });
  onTestFinished(() => server.close());
  const person = { name: 'Ada', email: 'ada@example.com', password: 'a long enough phrase' };
  const post = (path: string) =>
    fetch(`${server.url}/api/auth${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: server.url, 'x-forwarded-for': '203.0.113.1' },
      body: JSON.stringify(person),
    });
  await post('/sign-up/email');
  const authorization = `Bearer ${(await post('/sign-in/email')).headers.get('set-auth-token')}`;
  const ask = async (path: string, address: string) => {
    const response = await fetch(server.url + path, { headers: { authorization, 'x-forwarded-for': address } });
    await response.arrayBuffer();
    return response;
  };
  for (let index = 0; index < 600; index += 1) {
    expect((await ask('/api/about', '203.0.113.2')).status).toBe(200);
  }
  const refused = await ask('/api/about', '203.0.113.2');
  expect([refused.status, Number(refused.headers.get('retry-after')) > 0]).toEqual([429, true]);
  expect((await ask('/healthz', '203.0.113.2')).status).toBe(200);

  const session = await ask('/api/auth/get-session', '203.0.113.3');
  expect([session.status, session.headers.get('cache-control')]).toEqual([200, 'no-store']);

  const statuses: number[] = [];
  for (let index = 0; index < 122; index += 1) {
    statuses.push((await ask('/api/account/export', `198.18.0.${index}`)).status);
  }
  expect(statuses.slice(0, 120).every((status) => status === 200)).toBe(true);
  expect(statuses.slice(120)).toEqual([429, 429]);

  for (let index = 0; index < 10; index += 1) await post('/sign-in/email');
  const signIn = await post('/sign-in/email');
  expect([signIn.status, Number(signIn.headers.get('retry-after')) > 0]).toEqual([429, true]);
}, 60_000);

describe('the program', () => {
  const main = join(import.meta.dirname, '../../../cloud-api/main.ts');
  const run = (environment: Record<string, string>) => {
    const child = spawn(process.execPath, [main], {
      env: { PATH: process.env.PATH, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    return { child, output: () => output };
  };

  it('says what is wrong with its configuration', async () => {
    const { child, output } = run({ PORT: 'eighty' });
    expect(await once(child, 'close')).toEqual([1, null]);
    expect(output()).toContain('PORT');
    expect(output()).not.toContain('    at ');
  });

  it('says that its port is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void taken.close());
    await once(taken, 'listening');
    const { child, output } = run({ PORT: String((taken.address() as AddressInfo).port) });
    expect(await once(child, 'close')).toEqual([1, null]);
    expect(output()).toContain('The port is taken');
  });

  it('starts without loading what not every server needs', async () => {
    const hook = `import { registerHooks } from 'node:module';
      registerHooks({ load(url, context, next) { console.log(url); return next(url, context); } });`;
    const { output } = run({ PORT: '0', NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(hook)}` });
    await expect.poll(output, { timeout: 10_000 }).toContain('listening');
    expect(output()).toContain('/node_modules/hono/');
    expect(output()).not.toMatch(
      /describe-api|node_modules\/(@?better-auth|@aws-sdk|ioredis|@electric-sql|pg|nodemailer|@orpc\/zod)\//,
    );
  });

  it('answers what is under way before it ends', async () => {
    const dataFolder = temporaryFolder();
    const { child, output } = run({ PORT: '0', DATA_FOLDER: dataFolder, DRAIN_SECONDS: '60' });
    await expect.poll(output, { timeout: 10_000 }).toContain('listening');
    const { port, origin } = new URL(/"url":"([^"]+)"/.exec(output())?.[1] ?? '');
    const body = JSON.stringify({ email: 'nobody@example.com', password: 'a long enough phrase' });
    const socket = connect(Number(port), '127.0.0.1');
    const answer = text(socket);
    socket.write(
      `POST /api/auth/sign-in/email HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: ${origin}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, 10)}`,
    );
    // It is opened for this request.
    await expect.poll(() => existsSync(join(dataFolder, 'database')), { timeout: 10_000 }).toBe(true);
    child.kill('SIGTERM');
    // Each time anew: a connection that is kept would still be answered.
    const refused = () =>
      new Promise<boolean>((resolve) => {
        const another = connect(Number(port), '127.0.0.1', () => {
          another.destroy();
          resolve(false);
        });
        another.on('error', () => resolve(true));
      });
    await expect.poll(refused, { timeout: 10_000 }).toBe(true);
    socket.write(body.slice(10));
    expect(await answer).toMatch(/^HTTP\/1\.1 401 /);
    expect(await once(child, 'close')).toEqual([0, null]);
  }, 60_000);

  it('ends orderly when it is asked to', async () => {
    const { child, output } = run({ PORT: '0' });
    await expect.poll(output, { timeout: 10_000 }).toContain('listening');
    const url = /"url":"([^"]+)"/.exec(output())?.[1] ?? '';
    const client = await connectClient(url);
    const closed = once(client.socket, 'close');
    child.kill('SIGTERM');
    expect((await closed)[0]).toBe(1001);
    expect(await once(child, 'close')).toEqual([0, null]);
  });
});
