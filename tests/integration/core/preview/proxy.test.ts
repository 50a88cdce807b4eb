import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { type PreviewProxy, startPreviewProxy } from '../../../../src-main/core/preview/proxy.ts';
import { reporterHash } from '../../../../src-main/core/preview/reporter.ts';
import { asFrame, ask, open } from '../../../support/preview-client.ts';

async function serve(listener: RequestListener): Promise<{ server: Server; address: string }> {
  const server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { server, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

async function proxyTo(address: string | null, scripts = true): Promise<PreviewProxy> {
  const proxy = await startPreviewProxy();
  onTestFinished(() => proxy.dispose());
  if (address !== null) proxy.setUpstream({ address, scripts: () => scripts });
  return proxy;
}

const page = '<!doctype html><html><head><title>Page</title></head><body>Hello</body></html>';

test('a page gets the reporter first in its head, whatever its compression; other answers stay as they are', async () => {
  const encodings = { '/plain': null, '/gzip': gzipSync, '/brotli': brotliCompressSync } as const;
  const { address } = await serve((request, response) => {
    if (request.url === '/data.html') {
      response.writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip' }).end(gzipSync(page));
      return;
    }
    const compress = encodings[request.url as keyof typeof encodings];
    response.setHeader('content-type', 'text/html; charset=utf-8');
    if (compress) response.setHeader('content-encoding', request.url === '/gzip' ? 'gzip' : 'br');
    response.end(compress ? compress(page) : page);
  });
  const { origin } = await proxyTo(address);
  for (const path of Object.keys(encodings)) {
    const { text, headers } = await ask(origin + path, { headers: asFrame });
    expect(text, path).toMatch(/^<!doctype html><html><head><script>\(function report/);
    expect(text, path).toContain('</script><title>Page</title></head><body>Hello</body></html>');
    expect(headers['content-encoding'], path).toBeUndefined();
  }
  const fetched = await ask(`${origin}/data.html`, { headers: { 'sec-fetch-dest': 'empty' } });
  expect(fetched.headers['content-encoding']).toBe('gzip');
  expect(gunzipSync(fetched.body).toString()).toBe(page);
});

test('only its own name is answered, and no other site', async () => {
  let reached = 0;
  const { address } = await serve((_request, response) => {
    reached += 1;
    response.end('secret');
  });
  const { origin, port } = await proxyTo(address);
  expect(origin).toMatch(/^http:\/\/preview-[0-9a-f]{32}\.localhost:\d+$/);
  for (const host of [
    `127.0.0.1:${port}`,
    `localhost:${port}`,
    'evil.example',
    `preview-${'0'.repeat(32)}.localhost:${port}`,
  ]) {
    expect((await ask(origin, { headers: { host } })).status, host).toBe(403);
  }
  const strangers: Record<string, string>[] = [
    { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'script', 'sec-fetch-mode': 'no-cors' },
    { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'document', 'sec-fetch-mode': 'navigate' },
    { 'sec-fetch-site': 'same-site', 'sec-fetch-dest': 'empty', 'sec-fetch-mode': 'cors' },
    { origin: 'https://evil.example' },
  ];
  for (const headers of strangers) expect((await ask(origin, { headers })).status, JSON.stringify(headers)).toBe(403);
  expect(reached).toBe(0);
  const own = await ask(origin, { headers: asFrame });
  expect(own.text).toBe('secret');
  expect(own.headers['content-security-policy']).toContain("frame-ancestors 'self' app://flashfusion");
});

test('the server sees itself asked, and its redirects and cookies stay in the preview', async () => {
  const seen: Record<string, unknown>[] = [];
  const { address } = await serve((request, response) => {
    const { host, origin, referer, cookie } = request.headers;
    seen.push({ host, origin, referer, cookie });
    response.setHeader('set-cookie', ['id=1; Domain=localhost; HttpOnly; SameSite=Lax', 'theme=dark']);
    if (request.url === '/away') response.writeHead(302, { location: 'https://example.com/login?next=1' });
    else if (request.url === '/here') response.writeHead(302, { location: `${address}there?x=1` });
    else response.setHeader('x-frame-options', 'DENY');
    response.end();
  });
  const { origin } = await proxyTo(address);
  const here = await ask(`${origin}/here`, {
    headers: { origin, referer: `${origin}/start?a=1`, cookie: 'id=1', 'sec-fetch-site': 'same-origin' },
  });
  expect(here.headers.location).toBe(`${origin}/there?x=1`);
  expect(here.headers['set-cookie']).toEqual([
    'id=1; HttpOnly; SameSite=None; Secure',
    'theme=dark; SameSite=None; Secure',
  ]);
  const base = address.slice(0, -1);
  expect(seen[0]).toEqual({ host: new URL(address).host, origin: base, referer: `${base}/start?a=1`, cookie: 'id=1' });
  const away = await ask(`${origin}/away`, { headers: asFrame });
  expect(away.status).toBe(200);
  expect(away.headers.location).toBeUndefined();
  expect(away.text).toContain('content="https://example.com/login?next=1"');
  expect((await ask(`${origin}/`)).headers['x-frame-options']).toBeUndefined();
});

test('large bodies pass both ways unchanged', async () => {
  const upload = randomBytes(8 * 1024 * 1024);
  const { address } = await serve((request, response) => {
    response.setHeader('content-type', 'application/octet-stream');
    request.pipe(response);
  });
  const { origin } = await proxyTo(address);
  const { status, body } = await ask(`${origin}/echo`, { method: 'POST', body: upload });
  expect(status).toBe(200);
  expect(body.equals(upload)).toBe(true);
});

test('what is streamed arrives as it is sent, and an answer nobody reads any more is ended', async () => {
  let next: (text: string) => void = () => {};
  let gone: () => void = () => {};
  const ended = new Promise<void>((resolve) => {
    gone = resolve;
  });
  const { address } = await serve((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('data: one\n\n');
    next = (text) => response.write(text);
    response.once('close', gone);
  });
  const { origin } = await proxyTo(address);
  const response = await open(`${origin}/events`);
  const read = async () => String((await once(response, 'data'))[0]);
  expect(await read()).toBe('data: one\n\n');
  const second = read();
  next('data: two\n\n');
  expect(await second).toBe('data: two\n\n');
  response.destroy();
  await ended;
});

test('a page that comes slowly is shown as it comes', async () => {
  let finish: () => void = () => {};
  const { address } = await serve((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.write('<!doctype html><he');
    setImmediate(() => response.write('ad><title>Slow</title></head><p>first'));
    finish = () => response.end('<p>last');
  });
  const { origin } = await proxyTo(address);
  const response = await open(origin, { headers: asFrame });
  let text = '';
  response.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  await expect
    .poll(() => text)
    .toMatch(/^<!doctype html><head><script>[\s\S]*<\/script><title>Slow<\/title><\/head><p>first$/);
  finish();
  await once(response, 'end');
  expect(text.endsWith('<p>first<p>last')).toBe(true);
});

test('WebSockets pass, with the server’s own origin, and only from the preview', async () => {
  const { server, address } = await serve((_request, response) => response.end());
  const sockets = new WebSocketServer({ server });
  onTestFinished(() => sockets.close());
  let from = '';
  sockets.on('connection', (socket, request) => {
    from = request.headers.origin ?? '';
    socket.on('message', (data, binary) => socket.send(data, { binary }));
  });
  const { origin, port } = await proxyTo(address);
  const connect = (host: string, sentOrigin: string) =>
    new WebSocket(`ws://127.0.0.1:${port}/hmr?token=1`, ['vite-hmr'], { headers: { host, origin: sentOrigin } });
  const socket = connect(new URL(origin).host, origin);
  await once(socket, 'open');
  expect(socket.protocol).toBe('vite-hmr');
  socket.send(randomBytes(200_000).toString('hex'));
  const [data] = (await once(socket, 'message')) as [Buffer];
  expect(data).toHaveLength(400_000);
  expect(`${from}/`).toBe(address);
  socket.close();
  await once(socket, 'close');
  for (const [host, sentOrigin] of [
    [`127.0.0.1:${port}`, origin],
    [new URL(origin).host, 'https://evil.example'],
  ] as const) {
    const [error] = (await once(connect(host, sentOrigin), 'error')) as [Error];
    expect(error.message).toContain('403');
  }
});

test('a restricted site’s pages run no script but the reporter', async () => {
  const { address } = await serve((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end(page);
  });
  const { origin } = await proxyTo(address, false);
  const { headers } = await ask(origin, { headers: asFrame });
  expect(headers['content-security-policy']).toContain(`script-src ${reporterHash}; object-src 'none'`);
});

test('says so when there is no server, or it does not answer', async () => {
  const proxy = await proxyTo(null);
  expect((await ask(proxy.origin, { headers: asFrame })).status).toBe(503);
  const { server, address } = await serve((_request, response) => response.end());
  server.close();
  await once(server, 'close');
  proxy.setUpstream({ address, scripts: () => true });
  const silent = await ask(proxy.origin, { headers: asFrame });
  expect(silent.status).toBe(502);
  expect(silent.text).toContain('The server does not answer');
});

test('empties the cache and goes on to the page, never elsewhere', async () => {
  const { origin } = await proxyTo(null);
  const path = '/__flashfusion_preview/reload?to=';
  const reload = await ask(`${origin}${path}${encodeURIComponent('/about?x=1')}`);
  expect(reload.headers).toMatchObject({ location: '/about?x=1', 'clear-site-data': '"cache"' });
  expect((await ask(`${origin}${path}${encodeURIComponent('https://evil.example/')}`)).headers.location).toBe('/');
});
