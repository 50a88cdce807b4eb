import { expect, it, onTestFinished } from 'vitest';
import { startRedis } from '../../support/redis.ts';
import { startCloudProcess } from '../../support/server-process.ts';
import { startSignalingLoad } from '../../support/signaling-load.ts';

/** Milliseconds in which rooms have to be whole again. */
const patience = 5000;

it('one of two processes killed under load: its clients go to the other, and rooms are whole within 5 s', async () => {
  const redis = await startRedis();
  onTestFinished(() => redis.dispose());
  const environment = { REDIS_URL: redis.url, SIGNALING_SOCKETS_PER_ADDRESS: '100' };
  const [killed, left] = await Promise.all([startCloudProcess(environment), startCloudProcess(environment)]);
  onTestFinished(() => Promise.all([killed.kill(), left.kill()]).then(() => {}));
  // Eight rooms over both processes, and two whose members all are on the one that is left.
  const homes = Array.from({ length: 10 }, (_, room) => (room < 8 ? [0, 1, room % 2] : [1, 1, 1]));
  const load = await startSignalingLoad({ urls: [killed.url, left.url], homes, interval: 100 });
  onTestFinished(() => load.dispose());

  await load.wholeSince(performance.now());
  const at = performance.now();
  await killed.kill();
  const whole = await load.wholeSince(performance.now());
  expect(whole - at).toBeLessThan(patience);
  await load.finish();

  const unharmed = load.count((sender, receiver) => sender.home === 1 && receiver.home === 1);
  expect(unharmed.expected).toBeGreaterThan(0);
  expect(unharmed).toMatchObject({ lost: 0, twice: 0 });
  const all = load.count();
  expect(all.twice).toBe(0);
  console.log(
    `whole after ${Math.round(whole - at)} ms; ${all.lost} of ${all.expected} messages lost, ${all.unsent} not sent`,
  );
  expect(left.running()).toBe(true);
}, 60_000);
