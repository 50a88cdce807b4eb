import { z } from 'zod';
import { type Bytes, decodeBase64, decodeText, encodeBase64Url, encodeText, joinBytes } from './bytes.ts';

const peerId = z.string().regex(/^[\w-]{16}$/);
const linkId = z.string().regex(/^[\w-]{8}$/);
const candidate = z.strictObject({
  candidate: z.string().max(1024),
  sdpMid: z.string().max(64).nullable(),
  sdpMLineIndex: z.number().int().min(0).max(64).nullable(),
});

const signal = z.discriminatedUnion('type', [
  /** I am here. To everybody, or to one who is to call. */
  z.strictObject({
    type: z.literal('announce'),
    from: peerId,
    to: peerId.nullable(),
    /** How many links it has: who has enough needs no more. */
    links: z.number().int().min(0).max(255),
    /** False for somebody who has only a code yet. */
    member: z.boolean(),
  }),
  z.strictObject({
    type: z.literal('describe'),
    from: peerId,
    to: peerId,
    link: linkId,
    kind: z.enum(['offer', 'answer']),
    sdp: z.string().max(32 * 1024),
    candidates: z.array(candidate).max(64),
  }),
  z.strictObject({
    type: z.literal('candidates'),
    from: peerId,
    to: peerId,
    link: linkId,
    candidates: z.array(candidate).max(64),
  }),
  /** Asks whoever called to find a new way between the two. */
  z.strictObject({ type: z.literal('restart'), from: peerId, to: peerId, link: linkId }),
  z.strictObject({ type: z.literal('leave'), from: peerId }),
]);

/** What peers tell each other before there is a connection between them. */
export type Signal = z.infer<typeof signal>;

/** A topic and the key its messages are encrypted with. */
export interface Channel {
  readonly topic: string;
  /** 32 bytes. */
  readonly key: Bytes;
}

export type SignalingStatus = 'connecting' | 'connected' | 'offline';

/** The way to a signaling server that speaks y-webrtc's protocol. */
export interface Signaling {
  readonly status: SignalingStatus;
  join(channel: Channel): void;
  leave(topic: string): void;
  send(topic: string, signal: Signal): void;
  /** Messages of joined channels that decrypt and can be read; others are dropped. */
  onSignal(listener: (topic: string, signal: Signal) => void): void;
  /** Called whenever the status changes; channels are joined again by themselves after a loss. */
  onStatus(listener: (status: SignalingStatus) => void): void;
  dispose(): void;
}

/** Messages a second, under the 30 that servers of ours allow, and how many may go at once. */
const rate = { perSecond: 25, burst: 40 };
const pingEvery = 25_000;
const silence = 60_000;
const retry = { first: 500, most: 30_000 };
const mostWaiting = 1000;

/**
 * Connects to one signaling server, and again with growing, scattered pauses whenever the connection is lost. What the server carries
 * is encrypted with AES-GCM: it learns topics and sizes. `url` is a WebSocket's.
 */
export function connectSignaling(url: string, Socket: typeof WebSocket = WebSocket): Signaling {
  const channels = new Map<string, { readonly key: Bytes; readonly cryptoKey: Promise<CryptoKey> }>();
  const signalListeners: ((topic: string, signal: Signal) => void)[] = [];
  const statusListeners: ((status: SignalingStatus) => void)[] = [];
  const waiting: string[] = [];
  let status: SignalingStatus = 'connecting';
  let socket: WebSocket | null = null;
  let attempts = 0;
  let disposed = false;
  let budget = rate.burst;
  let refilled = performance.now();
  let sending: ReturnType<typeof setTimeout> | undefined;
  let retrying: ReturnType<typeof setTimeout> | undefined;
  let heardAt = performance.now();
  const pinging = setInterval(() => {
    if (socket?.readyState !== Socket.OPEN) return;
    if (performance.now() - heardAt > silence) socket.close();
    else socket.send('{"type":"ping"}');
  }, pingEvery);

  connect();

  function setStatus(next: SignalingStatus): void {
    if (status === next) return;
    status = next;
    for (const listener of statusListeners) listener(next);
  }

  function connect(): void {
    if (disposed) return;
    const opened = new Socket(url);
    socket = opened;
    opened.addEventListener('open', () => {
      heardAt = performance.now();
      attempts = 0;
      if (channels.size > 0) subscribe([...channels.keys()]);
      setStatus('connected');
      flush();
    });
    opened.addEventListener('message', (event) => {
      heardAt = performance.now();
      if (typeof event.data === 'string') void receive(event.data);
    });
    opened.addEventListener('close', () => {
      if (socket !== opened || disposed) return;
      socket = null;
      setStatus('offline');
      const pause = Math.min(retry.most, retry.first * 2 ** attempts);
      attempts += 1;
      retrying = setTimeout(connect, pause * (0.5 + Math.random() / 2));
    });
    // A close follows.
    opened.addEventListener('error', () => undefined);
  }

  function subscribe(topics: readonly string[]): void {
    transmit(JSON.stringify({ type: 'subscribe', topics }), true);
  }

  /** What is said while there is no connection is lost on purpose, except what peers can't repeat by themselves. */
  function transmit(text: string, atOnce = false): void {
    if (atOnce && socket?.readyState === Socket.OPEN) {
      socket.send(text);
      return;
    }
    if (waiting.length < mostWaiting) waiting.push(text);
    flush();
  }

  function flush(): void {
    if (socket?.readyState !== Socket.OPEN) return;
    const now = performance.now();
    budget = Math.min(rate.burst, budget + ((now - refilled) / 1000) * rate.perSecond);
    refilled = now;
    while (budget >= 1) {
      const text = waiting.shift();
      if (text === undefined) return;
      budget -= 1;
      socket.send(text);
    }
    clearTimeout(sending);
    if (waiting.length > 0) sending = setTimeout(flush, 1000 / rate.perSecond);
  }

  async function receive(text: string): Promise<void> {
    try {
      const frame: unknown = JSON.parse(text);
      if (typeof frame !== 'object' || frame === null) return;
      const { type, topic, data } = frame as { type?: unknown; topic?: unknown; data?: unknown };
      if (type !== 'publish' || typeof topic !== 'string' || typeof data !== 'string') return;
      const channel = channels.get(topic);
      const sealed = decodeBase64(data);
      if (!channel || !sealed) return;
      const opened = await openSealed(await channel.cryptoKey, topic, sealed);
      const parsed = signal.safeParse(JSON.parse(decodeText(opened)));
      if (!parsed.success || disposed) return;
      for (const listener of signalListeners) listener(topic, parsed.data);
    } catch {
      // Somebody without the key, or of another make, uses this topic: not for us.
    }
  }

  return {
    get status() {
      return status;
    },
    join({ topic, key }) {
      if (channels.has(topic)) return;
      channels.set(topic, { key, cryptoKey: importKey(key) });
      if (socket?.readyState === Socket.OPEN) subscribe([topic]);
    },
    leave(topic) {
      if (!channels.delete(topic) || socket?.readyState !== Socket.OPEN) return;
      transmit(JSON.stringify({ type: 'unsubscribe', topics: [topic] }), true);
    },
    send(topic, message) {
      const channel = channels.get(topic);
      if (!channel) return;
      void channel.cryptoKey.then(async (key) => {
        const sealed = await seal(key, topic, encodeText(JSON.stringify(message)));
        if (!disposed) transmit(JSON.stringify({ type: 'publish', topic, data: encodeBase64Url(sealed) }));
      });
    },
    onSignal: (listener) => void signalListeners.push(listener),
    onStatus: (listener) => void statusListeners.push(listener),
    dispose() {
      flush();
      disposed = true;
      clearInterval(pinging);
      clearTimeout(sending);
      clearTimeout(retrying);
      socket?.close();
    },
  };
}

const ivSize = 12;

function importKey(key: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt', 'decrypt']);
}

async function seal(key: CryptoKey, topic: string, plain: Bytes): Promise<Bytes> {
  const iv = crypto.getRandomValues(new Uint8Array(ivSize));
  const parameters = { name: 'AES-GCM', iv, additionalData: encodeText(topic) };
  return joinBytes(iv, new Uint8Array(await crypto.subtle.encrypt(parameters, key, plain)));
}

async function openSealed(key: CryptoKey, topic: string, sealed: Bytes): Promise<Bytes> {
  const parameters = { name: 'AES-GCM', iv: sealed.slice(0, ivSize), additionalData: encodeText(topic) };
  return new Uint8Array(await crypto.subtle.decrypt(parameters, key, sealed.slice(ivSize)));
}
