import { once } from 'node:events';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { DesktopClient } from '../../../contract/desktop/index.ts';
import { type Server, type ServerOptions, startServer } from '../../../src-main/serve/server.ts';
import { startCore, type TestCore } from '../../support/core.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

let core: TestCore;
let server: Server;
let rendererFolder: string;
const open = new Set<WebSocket>();

async function start(options: Partial<ServerOptions> = {}): Promise<void> {
  server = await startServer({ core: core.core, rendererFolder, port: 0, ...options });
}

beforeEach(async () => {
  core = await startCore();
  const parent = temporaryFolder('serve');
  rendererFolder = join(parent, 'renderer');
  mkdirSync(join(rendererFolder, 'assets'), { recursive: true });
  writeFileSync(join(parent, 'secret.txt'), 'secret');
  writeFileSync(join(rendererFolder, 'index.html'), '<!doctype html>\n<html lang="en"></html>\n');
  writeFileSync(join(rendererFolder, 'assets', 'main-1.js'), 'export {};\n');
  symlinkSync(join(parent, 'secret.txt'), join(rendererFolder, 'assets', 'link.txt'));
});
afterEach(async () => {
  for (const socket of open) socket.terminate();
  open.clear();
  await server.dispose();
  await core.dispose();
});

interface Answer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
}

/** A request with a target and headers that `fetch` would not send as they are. */
function ask(
  target: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.origin);
    const sent = request(
      { hostname, port, path: target, method: options.method ?? 'GET', headers: options.headers },
      async (response) => {
        let body = '';
        for await (const chunk of response) body += chunk;
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
      },
    );
    sent.on('error', reject);
    sent.end(options.body);
  });
}

const exchange = (token: string, headers: Record<string, string> = {}) =>
  ask('/session', {
    method: 'POST',
    headers: { origin: server.origin, 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ token }),
  });

async function enter(): Promise<string> {
  const { status, headers } = await exchange(server.access.issueToken());
  expect(status).toBe(204);
  return (headers['set-cookie']?.[0] ?? '').split(';')[0] as string;
}

/** Opens a socket; answers it, or the status it was refused with. */
async function openSocket(headers: Record<string, string>, path = '/core'): Promise<WebSocket | number> {
  const socket = new WebSocket(server.origin.replace('http', 'ws') + path, { headers });
  open.add(socket);
  socket.on('error', () => {});
  const refused = once(socket, 'unexpected-response').then(([, response]) => response.statusCode as number);
  const opened = once(socket, 'open').then(() => socket);
  return Promise.race([refused, opened]);
}

async function connectClient(cookie: string): Promise<{ client: DesktopClient; socket: WebSocket }> {
  const socket = await openSocket({ origin: server.origin, cookie });
  if (typeof socket === 'number') throw new Error(`refused with ${socket}`);
  const websocket = socket as unknown as globalThis.WebSocket;
  return { client: createORPCClient(new RPCLink({ websocket })), socket };
}

describe('the entrance', () => {
  it('is all there is without a session', async () => {
    await start();
    const entrance = await ask('/?project=/home');
    expect(entrance.status).toBe(401);
    expect(entrance.body).toContain('/enter.js');
    expect(entrance.headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'");
    expect((await ask('/enter.js')).status).toBe(200);
    expect((await ask('/enter.css')).status).toBe(200);
    for (const path of ['/assets/main-1.js', '/assets/', '/missing']) expect((await ask(path)).status).toBe(401);
  });

  it('trades the token for a cookie that scripts and other sites do not get', async () => {
    await start();
    const token = server.access.issueToken();
    const { status, headers } = await exchange(token);
    expect(status).toBe(204);
    const port = new URL(server.origin).port;
    expect(headers['set-cookie']?.[0]).toMatch(
      new RegExp(`^flashfusion-${port}=[\\w-]{43}; HttpOnly; SameSite=Strict; Path=/$`),
    );
    expect((await exchange(token)).status).toBe(401);
  });

  it('refuses wrong tokens, and from the eleventh in a minute every token', async () => {
    await start();
    for (let attempt = 0; attempt < 10; attempt += 1) expect((await exchange(`wrong${attempt}`)).status).toBe(401);
    const { status, headers } = await exchange(server.access.issueToken());
    expect(status).toBe(429);
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(headers['retry-after'])).toBeLessThanOrEqual(60);
  });

  it('takes tokens from its own page only, as JSON, and short', async () => {
    await start();
    const token = server.access.issueToken();
    expect((await exchange(token, { origin: 'http://evil.example' })).status).toBe(403);
    expect((await exchange(token, { origin: 'http://127.0.0.1:1' })).status).toBe(403);
    expect((await exchange(token, { 'content-type': 'text/plain' })).status).toBe(415);
    const long = await ask('/session', {
      method: 'POST',
      headers: { origin: server.origin, 'content-type': 'application/json' },
      body: JSON.stringify({ token: 'x'.repeat(5000) }),
    });
    expect(long.status).toBe(413);
    expect((await ask('/session', { method: 'PUT' })).status).toBe(405);
    expect((await exchange(token)).status).toBe(204);
  });

  it('answers nobody who reached it by another name', async () => {
    await start();
    const port = new URL(server.origin).port;
    for (const host of ['evil.example', `evil.example:${port}`, '0.0.0.0']) {
      const answer = await ask('/', { headers: { host } });
      expect(answer.status).toBe(421);
      expect(answer.body).not.toContain('enter.js');
    }
    expect((await ask('/', { headers: { host: 'localhost:9000' } })).status).toBe(401);
  });
});

describe('the page', () => {
  it('comes with the policy of the desktop page, marked as served', async () => {
    await start();
    const cookie = await enter();
    const page = await ask('/?project=/home', { headers: { cookie } });
    expect(page.status).toBe(200);
    expect(page.body).toContain('<html data-host="server" lang="en">');
    const host = new URL(server.origin).host;
    expect(page.headers).toMatchObject({
      'content-security-policy': expect.stringContaining(
        `default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; img-src 'self' data: blob:; worker-src 'self'; connect-src 'self' ws://${host};`,
      ),
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    });
    const script = await ask('/assets/main-1.js', { headers: { cookie } });
    expect(script.status).toBe(200);
    expect(script.headers['cache-control']).toContain('immutable');
  });

  it('is nothing outside of the bundle, and no listing', async () => {
    await start();
    const cookie = await enter();
    for (const path of [
      '/../secret.txt',
      '/assets/../../secret.txt',
      '/%2e%2e/secret.txt',
      '/..%2fsecret.txt',
      '/assets/link.txt',
      '/assets',
      '/assets/',
      '//etc/passwd',
      '/%00',
      '/%',
      'http://other.example/../secret.txt',
    ]) {
      const answer = await ask(path, { headers: { cookie } });
      expect([path, answer.status]).toEqual([path, 404]);
      expect(answer.body).not.toContain('secret');
    }
  });
});

describe('the socket', () => {
  it('serves Core to a page with a session', async () => {
    await start();
    const { client } = await connectClient(await enter());
    expect(await client.app.echo({ payload: 'hello' })).toEqual({ payload: 'hello' });
    expect((await client.app.about()).version).toBe('0.0.0-test');
    await expect(client.projects.open({ path: '/no/such/folder' })).rejects.toMatchObject({
      code: 'PROJECT_NOT_FOUND',
    });
  });

  it('is refused to other origins, hosts, paths, and without a session', async () => {
    await start();
    const cookie = await enter();
    const { origin } = server;
    expect(await openSocket({ cookie })).toBe(403);
    expect(await openSocket({ cookie, origin: 'http://evil.example' })).toBe(403);
    expect(await openSocket({ cookie, origin: 'http://127.0.0.1:5173' })).toBe(403);
    expect(await openSocket({ cookie, origin: 'http://evil.example', host: 'evil.example' })).toBe(403);
    expect(await openSocket({ cookie, origin }, '/other')).toBe(404);
    expect(await openSocket({ origin })).toBe(401);
    expect(await openSocket({ origin, cookie: `${cookie}x` })).toBe(401);
  });

  it('ends a connection that sends too much, and serves the next', async () => {
    await start({ largestMessage: 64 * 1024 });
    const cookie = await enter();
    const { client, socket } = await connectClient(cookie);
    const closed = once(socket, 'close');
    const call = client.app.echo({ payload: 'x'.repeat(100_000) });
    await expect(call).rejects.toThrow();
    await closed;
    const next = await connectClient(cookie);
    expect(await next.client.app.echo({ payload: 'still here' })).toEqual({ payload: 'still here' });
  });

  it('takes so many connections and no more', async () => {
    await start({ mostConnections: 2 });
    const cookie = await enter();
    const first = await connectClient(cookie);
    await connectClient(cookie);
    expect(await openSocket({ origin: server.origin, cookie })).toBe(503);
    first.socket.close();
    await expect.poll(() => server.connections()).toBe(1);
    await connectClient(cookie);
  });

  it('lets go of a page that gives no sign of life, and keeps one that does', async () => {
    await start({ heartbeat: 100 });
    const cookie = await enter();
    const living = await connectClient(cookie);
    const { port, hostname, host } = new URL(server.origin);
    const dead = connect(Number(port), hostname);
    dead.on('error', () => {});
    dead.write(
      `GET /core HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${server.origin}\r\nCookie: ${cookie}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
    );
    const ended = once(dead, 'close');
    await expect.poll(() => server.connections()).toBe(2);
    dead.resume();
    await ended;
    await expect.poll(() => server.connections()).toBe(1);
    expect(await living.client.app.echo({ payload: 'alive' })).toEqual({ payload: 'alive' });
  });

  it('cuts a client that dribbles its request', async () => {
    await start({ headPatience: 200 });
    const { port, hostname } = new URL(server.origin);
    const slow = connect(Number(port), hostname);
    slow.on('error', () => {});
    slow.write('GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ');
    let answer = '';
    slow.on('data', (chunk: Buffer) => {
      answer += chunk;
    });
    await once(slow, 'close');
    expect(answer).toMatch(/^HTTP\/1\.1 408/);
  });

  it('ends subscriptions with the page, and gives a new one the events', async () => {
    await start();
    const cookie = await enter();
    const first = await connectClient(cookie);
    const stream = await first.client.events.subscribe({ projectId: null });
    await expect.poll(() => core.core.events.audiences().has(null)).toBe(true);
    const ending = (async () => {
      for await (const _ of stream);
    })();
    first.socket.terminate();
    await ending.catch(() => undefined);
    await expect.poll(() => core.core.events.audiences().has(null)).toBe(false);

    const second = await connectClient(cookie);
    const again = await second.client.events.subscribe({ projectId: null });
    await expect.poll(() => core.core.events.audiences().has(null)).toBe(true);
    core.core.events.emit({ type: 'notice.raised', level: 'info', title: 'Back', detail: '' });
    expect((await again.next()).value).toMatchObject({ title: 'Back' });
  });
});

describe('the end', () => {
  it('says goodbye to every page, ends every connection and frees the port', async () => {
    await start();
    const { socket } = await connectClient(await enter());
    const closed = once(socket, 'close');
    const port = Number(new URL(server.origin).port);
    await server.dispose();
    expect((await closed)[0]).toBe(1001);
    await expect(ask('/')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await start({ port });
    await expect(startServer({ core: core.core, rendererFolder, port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
