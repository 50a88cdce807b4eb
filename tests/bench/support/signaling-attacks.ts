import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { WebSocket } from 'ws';

/** What a hostile client does to a server of signaling; resolves when it is done, with what ends it. */
export type Attack = (url: string) => Promise<() => void>;

const sockets = 20;
/** One frame under the limit, which a slow reader gets many of. */
const largeFrame = 60_000;
/** Frames that each writer sends to slow readers: what its budget allows at once. */
const burst = 60;
/** Frames that each flooder sends. */
const flood = 3000;

/** Twenty hostile sockets of each kind, in rooms of their own. */
export const attacks: Readonly<Record<string, Attack>> = {
  async garbage(url) {
    const hostile = await openAll(url);
    for (const socket of hostile) {
      for (const text of ['{', 'null', '[1]', '{"type":"publish","topic":{}}', '\u0000']) socket.send(text);
      socket.send(Buffer.from([1, 2, 3]));
    }
    return () => endAll(hostile);
  },
  async oversize(url) {
    const hostile = await openAll(url);
    const frame = publish('x'.repeat(8 * 1024 * 1024));
    for (const socket of hostile) socket.send(frame);
    return () => endAll(hostile);
  },
  async flood(url) {
    const hostile = await openAll(url);
    const frame = publish('x'.repeat(200));
    for (const socket of hostile) for (let index = 0; index < flood; index += 1) socket.send(frame);
    return () => endAll(hostile);
  },
  async 'slow readers'(url) {
    const [readers, writers] = [await openAll(url), await openAll(url)];
    for (const reader of readers) reader.pause();
    const frame = publish('x'.repeat(largeFrame));
    for (const socket of writers) {
      socket.send(JSON.stringify({ type: 'unsubscribe', topics: [topic] }));
      for (let index = 0; index < burst; index += 1) socket.send(frame);
    }
    return () => endAll([...readers, ...writers]);
  },
  async 'half-open sockets'(url) {
    const silent = await openAll(url);
    for (const socket of silent) socket.pause();
    const begun = await Promise.all(Array.from({ length: sockets }, () => beginHandshake(url)));
    return () => {
      endAll(silent);
      for (const socket of begun) socket.destroy();
    };
  },
};

const topic = 'a-room-of-hostile-clients';

function publish(data: string): string {
  return JSON.stringify({ type: 'publish', topic, data });
}

function openAll(url: string): Promise<WebSocket[]> {
  return Promise.all(
    Array.from({ length: sockets }, async () => {
      const socket = new WebSocket(`${url.replace('http', 'ws')}/signaling`, { perMessageDeflate: false });
      socket.on('error', () => {});
      await once(socket, 'open');
      socket.send(JSON.stringify({ type: 'subscribe', topics: [topic] }));
      return socket;
    }),
  );
}

function endAll(open: readonly WebSocket[]): void {
  for (const socket of open) socket.terminate();
}

/** The first half of a request, without the rest. */
async function beginHandshake(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.write('GET /signaling HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n');
  return socket;
}
