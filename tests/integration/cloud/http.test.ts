import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { CloudServer } from '../../../cloud-api/server.ts';
import { connectClient, startTestCloud } from '../../support/cloud.ts';
import { storeSets, type TestStores } from '../../support/cloud-stores.ts';

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
      expect.arrayContaining(['/about', '/account/export', '/account/pictures/{userId}', '/auth/sign-in/email']),
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
