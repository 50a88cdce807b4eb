import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createRelays } from '../../../../src-renderer/features/collaboration/live/relays.ts';

class FakeConnection extends EventTarget {
  static made: FakeConnection[] = [];
  readonly configurations: RTCConfiguration[];
  signalingState = 'stable';
  connectionState = 'connected';
  constructor(configuration: RTCConfiguration) {
    super();
    this.configurations = [configuration];
    FakeConnection.made.push(this);
  }
  setConfiguration(configuration: RTCConfiguration): void {
    this.configurations.push(configuration);
  }
  become(state: string): void {
    this.connectionState = state;
    this.dispatchEvent(new Event('connectionstatechange'));
  }
}

const relay = (name: string) => [{ urls: ['turn:relay.example'], username: name, credential: 'x' }];
type Answer = { iceServers: RTCIceServer[]; askAgainIn: number | null };

function start(...answers: (Answer | Error)[]) {
  FakeConnection.made = [];
  const iceServers = vi.fn(async (_input: { servers: string[] }) => {
    const answer = answers.shift();
    if (!answer) throw new Error('not asked so often');
    if (answer instanceof Error) throw answer;
    return answer;
  });
  const core = { cloud: { iceServers } } as unknown as Parameters<typeof createRelays>[0];
  const relays = createRelays(core, ['https://theirs.example'], FakeConnection as unknown as typeof RTCPeerConnection);
  return { relays, iceServers };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('credentials are asked for again before they end, for new connections and those there are', async () => {
  const { relays, iceServers } = start(
    { iceServers: relay('first'), askAgainIn: 2_700_000 },
    { iceServers: relay('second'), askAgainIn: null },
  );
  await relays.asked;
  expect(iceServers).toHaveBeenCalledWith({ servers: ['https://theirs.example'] });
  const old = relays.createConnection() as unknown as FakeConnection;
  expect(old.configurations).toEqual([{ iceServers: relay('first') }]);
  await vi.advanceTimersByTimeAsync(2_699_000);
  expect(iceServers).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1000);
  expect(old.configurations.at(-1)).toEqual({ iceServers: relay('second') });
  relays.createConnection();
  expect(FakeConnection.made.at(-1)?.configurations).toEqual([{ iceServers: relay('second') }]);
  relays.dispose();
});

test('after a machine has slept they are asked for when a path is lost', async () => {
  const { relays, iceServers } = start(
    { iceServers: relay('first'), askAgainIn: 60_000 },
    { iceServers: relay('second'), askAgainIn: null },
  );
  await relays.asked;
  const old = relays.createConnection() as unknown as FakeConnection;
  old.become('disconnected');
  expect(iceServers).toHaveBeenCalledTimes(1);
  // Timers have stood still.
  vi.setSystemTime(Date.now() + 3_600_000);
  old.become('disconnected');
  await vi.advanceTimersByTimeAsync(0);
  expect(old.configurations.at(-1)).toEqual({ iceServers: relay('second') });
  relays.dispose();
});

test('where nobody answers, what is known stays, and is asked for again', async () => {
  const { relays, iceServers } = start(
    { iceServers: relay('first'), askAgainIn: 60_000 },
    new Error('Core is gone'),
    { iceServers: [], askAgainIn: 30_000 },
    { iceServers: relay('second'), askAgainIn: null },
  );
  await relays.asked;
  await vi.advanceTimersByTimeAsync(90_000);
  expect(iceServers).toHaveBeenCalledTimes(3);
  expect((relays.createConnection() as unknown as FakeConnection).configurations).toEqual([
    { iceServers: relay('first') },
  ]);
  await vi.advanceTimersByTimeAsync(30_000);
  expect((relays.createConnection() as unknown as FakeConnection).configurations).toEqual([
    { iceServers: relay('second') },
  ]);
  relays.dispose();
});

test('closed connections and ended sessions are left alone', async () => {
  const { relays, iceServers } = start({ iceServers: [], askAgainIn: 60_000 }, { iceServers: [], askAgainIn: 60_000 });
  await relays.asked;
  const closed = relays.createConnection() as unknown as FakeConnection;
  closed.setConfiguration = () => {
    throw new DOMException('closed', 'InvalidStateError');
  };
  await vi.advanceTimersByTimeAsync(60_000);
  relays.dispose();
  await vi.advanceTimersByTimeAsync(600_000);
  expect(iceServers).toHaveBeenCalledTimes(2);
});
