import { afterAll, afterEach, beforeAll, beforeEach, expect, it, onTestFinished } from 'vitest';
import { createRedisRoomBus } from '../../../cloud-api/adapters/redis-room-bus.ts';
import type { CloudServer } from '../../../cloud-api/server.ts';
import { connectClient, startTestCloud, type TestClient } from '../../support/cloud.ts';
import { startRedis, type TestRedis } from '../../support/redis.ts';

const room = 'a-room-nobody-can-guess';
let redis: TestRedis;
let servers: CloudServer[];
let clients: TestClient[];

beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.dispose());
beforeEach(async () => {
  clients = [];
  servers = await Promise.all([0, 1].map(() => startTestCloud({ REDIS_URL: redis.url })));
  await ready();
});
afterEach(async () => {
  for (const client of clients) client.socket.terminate();
  for (const server of servers) await server.close();
});

async function ready(expected = 200): Promise<void> {
  for (const { url } of servers) {
    await expect.poll(async () => (await fetch(`${url}/readyz`)).status, { timeout: 10_000 }).toBe(expected);
  }
}

async function member(server: number, topic = room): Promise<TestClient> {
  const client = await connectClient(servers[server]?.url ?? '');
  clients.push(client);
  client.send({ type: 'subscribe', topics: [topic] });
  await client.settle();
  return client;
}

/** Publishes until it arrives: a subscription takes a moment to be known to the other process. */
async function reach(from: TestClient, to: TestClient, topic = room): Promise<void> {
  await expect
    .poll(
      async () => {
        from.send({ type: 'publish', topic, data: 'are you there' });
        await to.settle();
        return to.frames.some(({ data }) => data === 'are you there');
      },
      { timeout: 10_000, interval: 100 },
    )
    .toBe(true);
}

it('a room reaches over processes, and nobody gets a message twice', async () => {
  const [one, near, far] = [await member(0), await member(0), await member(1)];
  await reach(one, far);
  for (let index = 0; index < 20; index += 1) one.send({ type: 'publish', topic: room, index });
  await far.next(({ index }) => index === 19);
  await near.next(({ index }) => index === 19);
  for (const client of [one, near, far]) {
    const indexes = client.frames.filter(({ index }) => index !== undefined).map(({ index }) => index);
    expect(indexes).toEqual(Array.from({ length: 20 }, (_, index) => index));
  }
});

it('Redis lost: rooms within a process go on, readiness says so, and all is whole again when Redis is back', async () => {
  const [one, near, far] = [await member(0), await member(0), await member(1)];
  await reach(one, far);
  await redis.stop();
  await ready(503);
  one.send({ type: 'publish', topic: room, index: 'while it is away' });
  await near.next(({ index }) => index === 'while it is away');
  const late = 'a-room-made-meanwhile';
  const [lateNear, lateFar] = [await member(0, late), await member(1, late)];
  await redis.start();
  await ready();
  await reach(one, far);
  await reach(lateNear, lateFar, late);
  expect(far.frames.some(({ index }) => index === 'while it is away')).toBe(false);
});

it('one process ended: its clients come back to the other and the room is whole', async () => {
  const [one, two] = [await member(0), await member(1)];
  await reach(one, two);
  await servers[1]?.close();
  const back = await member(0);
  one.send({ type: 'publish', topic: room, index: 'again' });
  expect(await back.next(({ index }) => index === 'again')).toMatchObject({ clients: 2 });
});

it('a message says how many are in its room, those of other processes included', async () => {
  const topic = 'a-room-that-is-counted';
  const [one, two, far] = [await member(0, topic), await member(0, topic), await member(1, topic)];
  await reach(one, far, topic);
  let asked = 1000;
  /** What everybody is told when somebody publishes. */
  const told = async (from: TestClient, to: readonly TestClient[]) => {
    asked += 1;
    const index = asked;
    from.send({ type: 'publish', topic, index });
    return Promise.all(to.map(async (each) => (await each.next((frame) => frame.index === index)).clients));
  };
  await expect.poll(() => told(one, [one, two, far]), { timeout: 10_000 }).toEqual([3, 3, 3]);
  const late = await member(1, topic);
  await expect.poll(() => told(far, [one, far, late]), { timeout: 10_000 }).toEqual([4, 4, 4]);
  await two.close();
  late.send({ type: 'unsubscribe', topics: [topic] });
  await expect.poll(() => told(far, [one, far]), { timeout: 10_000 }).toEqual([2, 2]);
  await far.close();
  await expect.poll(() => told(one, [one]), { timeout: 10_000 }).toEqual([1]);
  await redis.stop();
  await ready(503);
  const back = await member(1, topic);
  await redis.start();
  await ready();
  await reach(one, back, topic);
  await expect.poll(() => told(back, [one, back]), { timeout: 10_000 }).toEqual([2, 2]);
});

it('members of a process that was lost are counted until they were not heard of for a while', async () => {
  const presence = { gather: 10, repeat: 100, expiry: 2000 };
  const open = () => {
    const bus = createRedisRoomBus({ url: redis.url, onError() {}, dropped() {}, presence });
    onTestFinished(() => bus.dispose());
    bus.onMessage(() => {});
    bus.join(room);
    return bus;
  };
  const [here, there] = [open(), open()];
  await expect.poll(() => here.ready() && there.ready()).toBe(true);
  here.count(room, 2);
  there.count(room, 3);
  await expect.poll(() => [here.others(room), there.others(room)]).toEqual([3, 2]);
  // Longer than the expiry: what is said again still holds.
  const since = performance.now();
  while (performance.now() - since < 2 * presence.expiry) {
    expect([here.others(room), there.others(room)]).toEqual([3, 2]);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  // Without a word of goodbye.
  await there.dispose();
  await expect.poll(() => here.others(room), { timeout: 10 * presence.expiry }).toBe(0);
});

it('limits are shared by processes, and each counts for itself while Redis is away', async () => {
  const ask = async (server: number) => (await fetch(`${servers[server]?.url}/api/relay/ice-servers`)).status;
  const answers: number[] = [];
  for (let index = 0; index < 32; index += 1) answers.push(await ask(index % 2));
  expect(answers.filter((status) => status === 429)).toHaveLength(2);
  await redis.stop();
  await ready(503);
  expect([await ask(0), await ask(1)]).toEqual([200, 200]);
  await redis.start();
});
