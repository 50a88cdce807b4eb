import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { readConfig } from '../../cloud-api/config.ts';
import { createLog } from '../../cloud-api/log.ts';
import { type CloudServer, startCloud } from '../../cloud-api/server.ts';

export interface TestCloud extends CloudServer {
  /** Holds the database where it is PGlite, and the mail that was sent. */
  readonly dataFolder: string;
}

/** Starts the cloud API in this process on a free port, with a data folder of its own that goes when it closes. */
export async function startTestCloud(environment: Record<string, string> = {}): Promise<TestCloud> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'flashfusion-cloud-'));
  const removeFolder = () => rm(dataFolder, { recursive: true, force: true });
  const config = readConfig({ PORT: '0', DRAIN_SECONDS: '1', DATA_FOLDER: dataFolder, ...environment });
  const server = await startCloud({ config, version: '0.0.0-test', log: createLog('silent') }).catch(
    async (error: unknown) => {
      await removeFolder();
      throw error;
    },
  );
  return {
    ...server,
    dataFolder,
    async close() {
      await server.close();
      await removeFolder();
    },
  };
}

export type Frame = Record<string, unknown> & { type: string };

/** A client of the signaling protocol that keeps what it gets. */
export interface TestClient {
  readonly socket: WebSocket;
  readonly frames: readonly Frame[];
  send(frame: unknown): void;
  /** The next frame that `wanted` accepts and that was not handed out yet; rejects after 5 s. */
  next(wanted?: (frame: Frame) => boolean): Promise<Frame>;
  /** Waits until the server has dealt with all that was sent. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

/** Connects to the signaling of a server. */
export async function connectClient(url: string): Promise<TestClient> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/signaling`);
  const frames: Frame[] = [];
  const handedOut = new Set<Frame>();
  const changed = new EventTarget();
  socket.on('message', (data) => {
    frames.push(JSON.parse(data.toString()));
    changed.dispatchEvent(new Event('frame'));
  });
  socket.on('error', () => {});
  await once(socket, 'open');
  const client: TestClient = {
    socket,
    frames,
    send: (frame) => socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame)),
    async next(wanted = () => true) {
      const signal = AbortSignal.timeout(5000);
      for (;;) {
        const found = frames.find((frame) => !handedOut.has(frame) && wanted(frame));
        if (found) {
          handedOut.add(found);
          return found;
        }
        await new Promise<void>((resolve, reject) => {
          changed.addEventListener('frame', () => resolve(), { once: true, signal });
          signal.addEventListener('abort', () => reject(new Error(`no such frame; got ${JSON.stringify(frames)}`)));
        });
      }
    },
    async settle() {
      client.send({ type: 'ping' });
      await client.next(({ type }) => type === 'pong');
    },
    async close() {
      if (socket.readyState === WebSocket.CLOSED) return;
      const closed = once(socket, 'close');
      socket.close();
      await closed;
    },
  };
  return client;
}
