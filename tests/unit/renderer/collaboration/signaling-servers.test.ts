import { expect, test } from 'vitest';
import type {
  Channel,
  Signal,
  Signaling,
  SignalingStatus,
} from '../../../../src-renderer/features/collaboration/protocol/signaling.ts';
import { connectSignalingServers } from '../../../../src-renderer/features/collaboration/protocol/signaling-servers.ts';

interface FakeServer extends Signaling {
  readonly joined: string[];
  readonly sent: Signal[];
  hear(signal: Signal): void;
  become(status: SignalingStatus): void;
}

function createServers() {
  const made = new Map<string, FakeServer>();
  const connect = (url: string): Signaling => {
    const signals: ((topic: string, signal: Signal) => void)[] = [];
    const statuses: ((status: SignalingStatus) => void)[] = [];
    let status: SignalingStatus = 'connecting';
    const server: FakeServer = {
      joined: [],
      sent: [],
      get status() {
        return status;
      },
      join: ({ topic }: Channel) => void server.joined.push(topic),
      leave: (topic) => void server.joined.splice(server.joined.indexOf(topic), 1),
      send: (_topic, signal) => void server.sent.push(signal),
      onSignal: (listener) => void signals.push(listener),
      onStatus: (listener) => void statuses.push(listener),
      dispose() {},
      hear: (signal) => {
        for (const listener of signals) listener('topic', signal);
      },
      become(next) {
        status = next;
        for (const listener of statuses) listener(next);
      },
    };
    made.set(url, server);
    return server;
  };
  const at = (url: string): FakeServer => {
    const server = made.get(url);
    if (!server) throw new Error(`no ${url}`);
    return server;
  };
  return { connect, at };
}

const announcement: Signal = { type: 'announce', from: 'a'.repeat(16), to: null, links: 0, member: true };

test('what comes over two servers is heard once, and again when it is said again', () => {
  const { connect, at } = createServers();
  const both = connectSignalingServers(['one', 'two'], connect);
  const heard: Signal[] = [];
  both.onSignal((_topic, signal) => heard.push(signal));
  at('one').hear(announcement);
  at('two').hear(announcement);
  expect(heard).toHaveLength(1);
  at('two').hear(announcement);
  at('one').hear(announcement);
  expect(heard).toHaveLength(2);
});

test('what is said goes to all, a server that comes later included', () => {
  const { connect, at } = createServers();
  const all = connectSignalingServers(['one'], connect);
  all.join({ topic: 'topic', key: new Uint8Array(32) });
  all.use('two');
  all.use('two');
  expect(at('two').joined).toEqual(['topic']);
  all.send('topic', announcement);
  expect([at('one').sent, at('two').sent]).toEqual([[announcement], [announcement]]);
  expect(all.urls).toEqual(['one', 'two']);
});

test('one that is connected is enough', () => {
  const { connect, at } = createServers();
  const all = connectSignalingServers(['one', 'two'], connect);
  const told: SignalingStatus[] = [];
  all.onStatus((status) => told.push(status));
  at('one').become('connected');
  at('two').become('offline');
  expect(all.status).toBe('connected');
  at('one').become('offline');
  expect(all.status).toBe('offline');
  expect(told).toEqual(['connected', 'connected', 'offline']);
});
