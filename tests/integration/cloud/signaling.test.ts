import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { CloudServer } from '../../../cloud-api/server.ts';
import { connectClient, startTestCloud, type TestClient } from '../../support/cloud.ts';
import { storeSets, type TestStores } from '../../support/cloud-stores.ts';

const room = 'a-room-nobody-can-guess';
let server: CloudServer;
let clients: TestClient[];

afterEach(async () => {
  for (const client of clients) client.socket.terminate();
  await server.close();
});

async function client(url = server.url): Promise<TestClient> {
  const created = await connectClient(url);
  clients.push(created);
  return created;
}

async function member(topic = room, url = server.url): Promise<TestClient> {
  const created = await client(url);
  created.send({ type: 'subscribe', topics: [topic] });
  await created.settle();
  return created;
}

/** A figure that a server tells of itself. */
async function metric(url: string, name: string): Promise<number | undefined> {
  const lines = (await (await fetch(`${url}/metrics`)).text()).split('\n');
  const found = lines.find((line) => line.startsWith(`${name} `));
  return found === undefined ? undefined : Number(found.slice(name.length + 1));
}

describe.each(storeSets)('signaling on $name', ({ start }) => {
  let stores: TestStores;
  beforeAll(async () => {
    stores = await start();
  }, 60_000);
  afterAll(() => stores?.dispose());
  beforeEach(async () => {
    clients = [];
    server = await startTestCloud(stores.environment);
    await expect.poll(async () => (await fetch(`${server.url}/readyz`)).status, { timeout: 10_000 }).toBe(200);
  });

  describe('rooms', () => {
    it('carry a message to all in them, the sender too, with how many they are', async () => {
      const [one, two, other] = [await member(), await member(), await member('another-room-entirely')];
      one.send({ type: 'publish', topic: room, data: { from: 'one' } });
      const expected = { type: 'publish', topic: room, data: { from: 'one' }, clients: 2 };
      expect(await two.next(({ type }) => type === 'publish')).toEqual(expected);
      expect(await one.next(({ type }) => type === 'publish')).toEqual(expected);
      await other.settle();
      expect(other.frames.filter(({ type }) => type === 'publish')).toEqual([]);
    });

    it('are left by unsubscribing and by going', async () => {
      const [one, two, three] = [await member(), await member(), await member()];
      two.send({ type: 'unsubscribe', topics: [room] });
      await two.settle();
      await three.close();
      one.send({ type: 'publish', topic: room });
      expect(await one.next(({ type }) => type === 'publish')).toMatchObject({ clients: 1 });
    });

    it('need a name that cannot be guessed', async () => {
      const one = await member('standup');
      expect(await one.next()).toMatchObject({ type: 'error', reason: 'room-name' });
      one.send({ type: 'publish', topic: 'standup' });
      expect(await one.next(({ type }) => type === 'error')).toMatchObject({ reason: 'room-name' });
    });
  });

  describe('hostile clients', () => {
    /** That a room of well-behaved members loses nothing while `attack` goes on. */
    async function withoutLoss(attack: () => Promise<void>, url = server.url): Promise<void> {
      const [one, two] = [await member(room, url), await member(room, url)];
      const before = two.frames.length;
      const attacked = attack();
      for (let index = 0; index < 20; index += 1) one.send({ type: 'publish', topic: room, index });
      await attacked;
      await one.settle();
      await two.settle();
      const got = two.frames.slice(before).filter(({ type }) => type === 'publish');
      expect(got.map(({ index }) => index)).toEqual(Array.from({ length: 20 }, (_, index) => index));
    }

    it('sending what is no frame are told so, and harm nobody', () =>
      withoutLoss(async () => {
        const hostile = await client();
        for (const text of ['{', 'null', '[1]', '{"type":"publish","topic":{}}', '\u0000', '{"__proto__":1}'])
          hostile.send(text);
        hostile.socket.send(Buffer.from([1, 2, 3]));
        for (let index = 0; index < 7; index += 1) expect(await hostile.next()).toMatchObject({ reason: 'malformed' });
      }));

    it('sending frames over 64 KiB are cut off', () =>
      withoutLoss(async () => {
        const hostile = await client();
        const closed = once(hostile.socket, 'close');
        hostile.send({ type: 'publish', topic: room, data: 'x'.repeat(70_000) });
        expect((await closed)[0]).toBe(1009);
      }));

    it('flooding are held back, then cut off', () =>
      withoutLoss(async () => {
        const hostile = await member('a-room-for-flooding');
        const closed = once(hostile.socket, 'close');
        const started = performance.now();
        for (let index = 0; index < 300; index += 1)
          hostile.send({ type: 'publish', topic: 'a-room-for-flooding', index });
        expect((await closed)[0]).toBe(1008);
        // Twice a second's worth at once, and the steady rate for as long as it went on.
        const seconds = (performance.now() - started) / 1000;
        expect(hostile.frames.filter(({ type }) => type === 'publish').length).toBeLessThanOrEqual(62 + 30 * seconds);
      }));

    it('in more rooms than they need are refused further ones', async () => {
      const hostile = await client();
      const topics = Array.from({ length: 21 }, (_, index) => `a-room-of-many-${String(index).padStart(4, '0')}`);
      hostile.send({ type: 'subscribe', topics });
      expect(await hostile.next()).toMatchObject({ type: 'error', reason: 'topics' });
    });

    it('that read nothing are cut off before they cost memory', async () => {
      const slow = await startTestCloud({
        ...stores.environment,
        SIGNALING_BACKLOG_BYTES: '100000',
        SIGNALING_MESSAGES_PER_SECOND: '10000',
      });
      try {
        await withoutLoss(async () => {
          const topic = 'a-room-for-slow-readers';
          const reader = await member(topic, slow.url);
          const closed = once(reader.socket, 'close');
          reader.socket.pause();
          const writer = await client(slow.url);
          const data = 'x'.repeat(60_000);
          await expect
            .poll(
              async () => {
                for (let index = 0; index < 20; index += 1) writer.send({ type: 'publish', topic, data });
                await writer.settle();
                return metric(slow.url, 'signaling_refused_total{reason="slow"}');
              },
              { timeout: 10_000, interval: 0 },
            )
            .toBe(1);
          reader.socket.resume();
          await closed;
          await writer.settle();
        }, slow.url);
      } finally {
        await slow.close();
      }
    });

    it('that are half open are noticed and ended', async () => {
      const watchful = await startTestCloud({ ...stores.environment, SIGNALING_HEARTBEAT_SECONDS: '1' });
      try {
        await withoutLoss(async () => {
          const topic = 'a-room-of-silent-members';
          const silent = [await member(topic, watchful.url), await member(topic, watchful.url)];
          // Their network still takes what is sent, but nobody is there to answer, as after a cable was pulled.
          for (const { socket } of silent) socket.pause();
          const { port } = new URL(watchful.url);
          const begun = connect(Number(port), '127.0.0.1', () => begun.write('GET /signaling HTTP/1.1\r\nHost: x\r\n'));
          begun.on('error', () => {});
          await expect.poll(() => metric(watchful.url, 'signaling_sockets'), { timeout: 10_000 }).toBe(2);
          expect(await metric(watchful.url, 'signaling_rooms')).toBe(1);
          begun.destroy();
        }, watchful.url);
      } finally {
        await watchful.close();
      }
    });

    it('from one address get so many sockets', async () => {
      for (let index = 0; index < 20; index += 1) await client();
      const refused = new WebSocket(`${server.url.replace('http', 'ws')}/signaling`);
      const [, response] = await once(refused, 'unexpected-response');
      refused.on('error', () => {});
      refused.terminate();
      expect(response.statusCode).toBe(429);
      await clients[0]?.close();
      await client();
    });

    it('that break the handshake or speak something else leave nothing behind', async () => {
      const { port } = new URL(server.url);
      const request = 'GET /signaling HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';
      for (const text of [request, 'nonsense\r\n\r\n', request.replace('/signaling', '/else')]) {
        for (let index = 0; index < 25; index += 1) {
          const socket = connect(Number(port), '127.0.0.1');
          socket.on('error', () => {});
          socket.end(text);
          socket.resume();
          await once(socket, 'close');
        }
      }
      const still = await member();
      await still.settle();
    });
  });

  describe('the end', () => {
    it('asks clients to go elsewhere and takes no new ones', async () => {
      const one = await member();
      const closed = once(one.socket, 'close');
      const ended = server.close();
      expect((await closed)[0]).toBe(1001);
      await ended;
      await expect(connectClient(server.url)).rejects.toThrow('ECONNREFUSED');
    });

    it('does not wait forever for clients that never answer', async () => {
      const silent = await member();
      silent.socket.pause();
      const started = performance.now();
      await server.close();
      expect(performance.now() - started).toBeLessThan(5000);
    });
  });
});
