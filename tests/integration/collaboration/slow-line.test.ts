import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { startTestCloud, type TestCloud } from '../../support/cloud.ts';
import { startSession, type TestPeer } from '../../support/collaboration.ts';
import { connectionsOver } from '../../support/slow-network.ts';
import { createRandom } from '../../support/virtual-time.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud({ SIGNALING_SOCKETS_PER_ADDRESS: '100' });
});
afterAll(() => cloud.close());

/** 1 Mbit a second, 200 ms there and back, and one packet in fifty lost each way. */
const slow = { delay: 100, rate: 1_000_000, loss: 0.02 };
const projectBytes = 400_000;
const edits = 40;

test('a guest on a slow line gets all there is, and types meanwhile', { timeout: 60_000 }, async () => {
  const Connection = connectionsOver(slow, createRandom(5));
  const createConnection = () => new Connection({ iceServers: [] });
  const session = await startSession(cloud.url, { createConnection });
  onTestFinished(() => session.dispose());
  const { owner } = session;
  owner.comments.getText('project').insert(0, 'const some = "line of a project";\n'.repeat(projectBytes / 34));
  const code = await session.invite('editor');
  const begun = performance.now();
  let progress = 0;
  const far = await session.join(code, 'Far', {
    createConnection,
    events: {
      onProgress() {
        progress += 1;
      },
    },
  });
  const patient = { timeout: 30_000, interval: 10 };
  await vi.waitFor(() => expect(far.mesh.role).toBe('editor'), patient);
  const inAfter = performance.now() - begun;

  // Keystrokes don't wait for what is on its way, in neither direction. It is in another document: an edit can't be shown before the
  // text it is made in.
  const up = countLatencies(far, owner, 'up');
  const down = countLatencies(owner, far, 'down');
  for (let edit = 0; edit < edits; edit += 1) {
    up.type();
    down.type();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await vi.waitFor(() => expect([up.latencies.length, down.latencies.length]).toEqual([edits, edits]), patient);
  await vi.waitFor(
    () => expect(far.comments.getText('project').length).toBe(owner.comments.getText('project').length),
    patient,
  );
  const thereAfter = performance.now() - begun;
  console.log(
    `1 Mbit/s, 200 ms, 2 % loss: in after ${Math.round(inAfter)} ms, ${projectBytes} B after ${Math.round(thereAfter)} ms; ` +
      `an edit of the guest ${[50, 95].map((percent) => `p${percent} ${Math.round(up.percentile(percent))} ms`).join(', ')}, ` +
      `of the owner ${[50, 95].map((percent) => `p${percent} ${Math.round(down.percentile(percent))} ms`).join(', ')}`,
  );
  expect(progress).toBeGreaterThan(5);
  expect(inAfter).toBeLessThan(6000);
  expect(thereAfter).toBeLessThan(25_000);
  for (const way of [up, down]) {
    expect(way.percentile(50)).toBeLessThan(600);
    expect(way.percentile(95)).toBeLessThan(1500);
  }
});

/** Lets somebody type into a text of this name, and measures until it is at somebody else's. */
function countLatencies(from: TestPeer, to: TestPeer, name: string) {
  const latencies: number[] = [];
  const sent = new Map<string, number>();
  to.files.getText(name).observe(({ delta }) => {
    for (const { insert } of delta) {
      for (const word of String(insert).match(/\d{4};/g) ?? []) {
        latencies.push(performance.now() - (sent.get(word) ?? 0));
      }
    }
  });
  return {
    latencies,
    type() {
      const word = `${String(sent.size).padStart(4, '0')};`;
      sent.set(word, performance.now());
      from.files.getText(name).insert(from.files.getText(name).length, word);
    },
    percentile(percent: number): number {
      const sorted = [...latencies].sort((a, b) => a - b);
      return sorted[Math.floor(((sorted.length - 1) * percent) / 100)] ?? 0;
    },
  };
}
