import { sha256 } from '@noble/hashes/sha2.js';
import { encodeBase64Url, encodeText } from './bytes.ts';
import { type Channel, connectSignaling, type Signal, type Signaling, type SignalingStatus } from './signaling.ts';

/** Several signaling servers as one: what is said goes to all of them, what comes is heard once. */
export interface SignalingServers extends Signaling {
  /** Connects to another server as well; does nothing for one that is in use. */
  use(url: string): void;
  readonly urls: readonly string[];
}

/** The most servers of one session, and how many messages are remembered to tell copies by. */
const mostServers = 8;
const mostRemembered = 2000;

/**
 * Connects to signaling servers. Peers meet when they have one of them in common. A message is heard as often as the one server that
 * brought it most often did, so what came over two ways at once is heard once, and what is repeated on purpose is heard again.
 */
export function connectSignalingServers(
  urls: readonly string[],
  connect: (url: string) => Signaling = connectSignaling,
): SignalingServers {
  const servers = new Map<string, Signaling>();
  const channels = new Map<string, Channel>();
  const signalListeners: ((topic: string, signal: Signal) => void)[] = [];
  const statusListeners: ((status: SignalingStatus) => void)[] = [];
  const heard = new Map<string, Map<string, number>>();
  let status: SignalingStatus = 'connecting';
  let disposed = false;

  function use(url: string): void {
    if (disposed || servers.has(url) || servers.size >= mostServers) return;
    const server = connect(url);
    servers.set(url, server);
    for (const channel of channels.values()) server.join(channel);
    server.onSignal((topic, signal) => {
      if (!isCopy(url, topic, signal)) for (const listener of signalListeners) listener(topic, signal);
    });
    server.onStatus((next) => {
      status = bestOf([...servers.values()].map((each) => each.status));
      // Told for each server that has come, since those who are to hear of this peer may be there only.
      for (const listener of statusListeners) listener(next === 'connected' ? next : status);
    });
  }

  function isCopy(url: string, topic: string, signal: Signal): boolean {
    if (servers.size === 1) return false;
    const message = encodeBase64Url(sha256(encodeText(`${topic} ${JSON.stringify(signal)}`)));
    const counts = heard.get(message) ?? new Map<string, number>();
    const before = Math.max(0, ...counts.values());
    const now = (counts.get(url) ?? 0) + 1;
    counts.set(url, now);
    heard.delete(message);
    heard.set(message, counts);
    const [oldest] = heard.keys();
    if (heard.size > mostRemembered && oldest !== undefined) heard.delete(oldest);
    return now <= before;
  }

  for (const url of urls) use(url);

  return {
    use,
    get urls() {
      return [...servers.keys()];
    },
    get status() {
      return status;
    },
    join(channel) {
      channels.set(channel.topic, channel);
      for (const server of servers.values()) server.join(channel);
    },
    leave(topic) {
      channels.delete(topic);
      for (const server of servers.values()) server.leave(topic);
    },
    send(topic, signal) {
      for (const server of servers.values()) server.send(topic, signal);
    },
    onSignal: (listener) => void signalListeners.push(listener),
    onStatus: (listener) => void statusListeners.push(listener),
    dispose() {
      disposed = true;
      for (const server of servers.values()) server.dispose();
    },
  };
}

function bestOf(statuses: readonly SignalingStatus[]): SignalingStatus {
  if (statuses.includes('connected')) return 'connected';
  return statuses.includes('connecting') ? 'connecting' : 'offline';
}
