import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { CloudState } from '../../../../contract/desktop/cloud.ts';
import type { CoreEvent } from '../../../../contract/desktop/events.ts';
import { createSignal } from '../../../../src-renderer/app/disposable.ts';
import { followServers } from '../../../../src-renderer/features/collaboration/live/follow-servers.ts';
import type { Opening } from '../../../../src-renderer/features/collaboration/live/live-session.ts';

const ready: CloudState = {
  kind: 'embedded',
  status: 'ready',
  address: 'http://127.0.0.1:4001',
  signaling: 'ws://127.0.0.1:4001/signaling',
  lan: { on: false, addresses: [] },
  found: [],
  problem: null,
};

function begin(
  network: Opening['network'],
  basis = { signalingUrls: ['wss://theirs.example/signaling'], ownServer: true },
) {
  let fails = 0;
  const calls: string[] = [];
  const answer = async (call: string, state: CloudState) => {
    calls.push(call);
    if (fails > 0) {
      fails -= 1;
      throw new Error('it does not start');
    }
    return state;
  };
  const cloud = {
    state: async () => ready,
    start: () => answer('start', ready),
    share: () => answer('share', { ...ready, lan: { on: true, addresses: [] } }),
    find: async () =>
      (async function* () {
        yield [{ address: 'http://192.168.1.20:4001' }];
      })(),
  };
  const coreEvents = createSignal<CoreEvent>();
  const coreReconnected = createSignal<void>();
  const opening = createStore<Opening>(() => ({ network }));
  const used = new Set<string>();
  const session = { signaling: { use: (url: string) => void used.add(url) } };
  const services = { core: { cloud }, coreEvents, coreReconnected } as unknown as Parameters<typeof followServers>[0];
  return {
    calls,
    used,
    opening: () => opening.getState().network,
    coreReconnected,
    fail: (times: number) => {
      fails = times;
    },
    hear: (change: Partial<CloudState>) => coreEvents.raise({ type: 'cloud.changed', state: { ...ready, ...change } }),
    follow: () => followServers(services, session as never, basis, opening),
    followAsGuest: () => followServers(services, session as never, basis),
  };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('the own server is started, later where it does not at once, and again after Core has ended', async () => {
  const { calls, used, coreReconnected, fail, follow } = begin('closed');
  fail(2);
  const following = follow();
  await vi.advanceTimersByTimeAsync(0);
  expect([...used]).toEqual(['wss://theirs.example/signaling', 'ws://192.168.1.20:4001/signaling']);
  await vi.advanceTimersByTimeAsync(6000);
  expect(calls).toEqual(['start', 'start', 'start']);
  expect(used).toContain('ws://127.0.0.1:4001/signaling');
  coreReconnected.raise();
  await vi.advanceTimersByTimeAsync(0);
  expect(calls).toHaveLength(4);
  fail(1);
  coreReconnected.raise();
  await vi.advanceTimersByTimeAsync(0);
  following.dispose();
  await vi.advanceTimersByTimeAsync(600_000);
  expect(calls).toHaveLength(5);
});

test.each(['open', 'shown'] as const)('a session that was %s is open again', async (network) => {
  const { calls, opening, coreReconnected, hear, follow } = begin(network);
  const following = follow();
  // It starts closed.
  hear({});
  await vi.advanceTimersByTimeAsync(0);
  coreReconnected.raise();
  hear({});
  await vi.advanceTimersByTimeAsync(0);
  expect([calls, opening()]).toEqual([['share', 'share'], network]);
  following.dispose();
});

test('what the person opens and closes is noted; a server that ends is not closed by anybody', () => {
  const { opening, hear, follow } = begin('closed');
  const following = follow();
  hear({ lan: { on: true, addresses: [] } });
  expect(opening()).toBe('open');
  hear({ status: 'starting', address: null, signaling: null });
  expect(opening()).toBe('open');
  hear({ lan: { on: true, addresses: [] } });
  hear({});
  expect(opening()).toBe('closed');
  following.dispose();
});

test('a server elsewhere is connected to where it says it is, and nothing is started', async () => {
  const { calls, used, hear, follow } = begin('closed', { signalingUrls: [], ownServer: false });
  const following = follow();
  hear({ kind: 'remote', signaling: 'wss://cloud.example/other' });
  await vi.advanceTimersByTimeAsync(0);
  expect([calls, [...used]]).toEqual([[], ['wss://cloud.example/other']]);
  following.dispose();
});

test('a guest looks on this network, too, where a server elsewhere is in use', async () => {
  const { calls, used, followAsGuest } = begin('closed', { signalingUrls: [], ownServer: false });
  const following = followAsGuest();
  await vi.advanceTimersByTimeAsync(0);
  expect([calls, [...used]]).toEqual([[], ['ws://192.168.1.20:4001/signaling']]);
  following.dispose();
});
