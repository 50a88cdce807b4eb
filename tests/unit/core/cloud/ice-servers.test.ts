import { createServer, type RequestListener } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { readIceServers } from '../../../../src-main/core/cloud/ice-servers.ts';

async function serve(answer: object, options: { status?: number; date?: number } = {}): Promise<string> {
  const handle: RequestListener = (_request, response) => {
    if (options.date !== undefined) response.setHeader('date', new Date(options.date).toUTCString());
    response.writeHead(options.status ?? 200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  };
  const server = createServer(handle).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  return `http://127.0.0.1:${(server.address() as { port: number }).port}`;
}

const relays = (name: string) => [{ urls: [`turn:${name}`], username: 'a', credential: 'b' }];

test('all servers are asked, each once, and again before the first credentials end', async () => {
  // By a clock that is a day behind this machine's.
  const date = Date.now() - 86_400_000;
  const short = await serve({ iceServers: relays('short'), expiresAt: date + 3_600_000 }, { date });
  const long = await serve({ iceServers: relays('long'), expiresAt: date + 86_000_000 }, { date });
  const { iceServers, askAgainIn } = await readIceServers([short, long, `${short}/`]);
  expect(iceServers).toEqual([...relays('short'), ...relays('long')]);
  expect(Math.abs((askAgainIn ?? 0) - 2_700_000)).toBeLessThan(1000);
});

test('who has none is not asked again; who does not answer is', async () => {
  const none = await serve({ iceServers: [], expiresAt: null });
  const other = await serve({ hello: 'I am something else' }, { status: 404 });
  const busy = await serve({ code: 'TOO_MANY_REQUESTS' }, { status: 429 });
  expect(await readIceServers([none, other])).toEqual({ iceServers: [], askAgainIn: null });
  for (const silent of ['http://127.0.0.1:9', busy]) {
    expect(await readIceServers([none, silent])).toEqual({ iceServers: [], askAgainIn: 30_000 });
  }
});

test('credentials that have ended already make no flood of questions', async () => {
  const ended = await serve({ iceServers: relays('ended'), expiresAt: 0 });
  expect((await readIceServers([ended])).askAgainIn).toBe(10_000);
});

test('credentials that never end are asked for again within hours: no timer takes a longer time', async () => {
  const endless = await serve({ iceServers: relays('endless'), expiresAt: Date.now() + 1e12 });
  expect((await readIceServers([endless])).askAgainIn).toBe(6 * 60 * 60 * 1000);
});
