import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { createFileObjectStore, createS3ObjectStore } from './adapters/objects/index.ts';
import { createApp } from './app.ts';
import { clientAddress } from './client-address.ts';
import type { CloudConfig } from './config.ts';
import { createPictures } from './features/accounts/index.ts';
import { createLocalBus, createSignalingServer, signalingPath } from './features/signaling/index.ts';
import { type Listener, namesThisMachine, openListener } from './listener.ts';
import { createMetrics } from './metrics.ts';
import { createAccountStore } from './open-accounts.ts';
import { createLocalRateLimits } from './rate-limits.ts';

export interface CloudServer {
  /** Where it listens: `http://127.0.0.1:4400`. */
  readonly url: string;
  /** Answers at a further address, for signaling only: other machines may meet here, and have no business with accounts. */
  openToNetwork(options: { host: string; port: number }): Promise<{ readonly port: number; close(): Promise<void> }>;
  /** Takes nothing new, ends what is under way within the configured time, and closes everything. */
  close(): Promise<void>;
}

/** Starts the server; rejects when the port is taken. */
export async function startCloud(options: { config: CloudConfig; version: string; log: Logger }): Promise<CloudServer> {
  const { config, version, log } = options;
  let draining = false;
  const metrics = createMetrics({ sockets: () => signaling.sockets(), rooms: () => signaling.rooms() });
  const { redisUrl } = config;
  const onRedisError = (error: Error) => log.warn({ reason: error.message }, 'redis');
  const redis = redisUrl === null ? null : await loadRedis();
  const bus =
    redis && redisUrl !== null
      ? redis.createRedisRoomBus({ url: redisUrl, onError: onRedisError, dropped: metrics.busDropped })
      : createLocalBus();
  const sharedLimits =
    redis && redisUrl !== null ? redis.createRedisRateLimits({ url: redisUrl, onError: onRedisError }) : null;
  const limits = sharedLimits ?? createLocalRateLimits();
  const signaling = createSignalingServer({ limits: config.signaling, bus, events: metrics.signaling });
  const objects = config.s3
    ? createS3ObjectStore(config.s3)
    : createFileObjectStore(join(config.dataFolder, 'objects'));
  const pictures = createPictures(objects);
  let url = '';
  const publicUrl = () => config.publicUrl ?? url;
  const accounts = createAccountStore({
    config,
    limits,
    pictures,
    publicUrl,
    onCleanUp: (deleted) => log.info({ deleted }, 'clean-up'),
    onError: (error, where) => log.error({ where, err: error }, 'unexpected error'),
  });
  const closeStores = async () => {
    sharedLimits?.dispose();
    objects.dispose();
    await Promise.all([bus.dispose(), accounts.dispose()]);
  };
  const answers = (ping: Promise<void>) =>
    ping.then(
      () => true,
      () => false,
    );
  const missing = async () => {
    const [database, store] = await Promise.all([answers(accounts.ping()), answers(objects.ping())]);
    return [
      ...(draining ? ['draining'] : []),
      ...(bus.ready() ? [] : ['redis']),
      ...(database ? [] : ['database']),
      ...(store ? [] : ['objects']),
    ];
  };
  const app = createApp({ config, version, log, metrics, accounts, limits, pictures, missing, publicUrl });

  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', (error: Error) => log.debug({ reason: error.message }, 'socket'));
    if (new URL(request.url ?? '/', 'http://local').pathname !== signalingPath) {
      socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    signaling.upgrade(request, socket, head, clientAddress(request, config.trustedProxies));
  };

  const onlyThisMachine = config.publicUrl === null && config.trustedProxies === 0 && namesThisMachine(config.host);
  const main = await openListener({
    host: config.host,
    port: config.port,
    fetch(request, bindings) {
      if (onlyThisMachine && !namesThisMachine(request.headers.get('host'))) return wrongName();
      return app.fetch(request, bindings);
    },
    onUpgrade,
  }).catch(async (error: unknown) => {
    await closeStores();
    throw error;
  });
  url = main.url;
  const listeners = new Set([main]);
  // A server with stores of its own is of no use without them; PGlite waits until it is needed.
  const opened = [
    ...(config.databaseUrl === null ? [] : [accounts.open()]),
    ...(config.s3 === null ? [] : [objects.ping()]),
  ];
  await Promise.all(opened).catch(async (error: unknown) => {
    void main.close();
    await closeStores();
    throw error;
  });
  log.info({ url }, 'listening');

  /** Ends what one listener has open; sockets have been asked to go before. */
  const end = async (listener: Listener) => {
    const closed = listener.close();
    const timer = setTimeout(() => listener.closeAllConnections(), config.drainMilliseconds);
    listener.closeIdleConnections();
    await closed;
    clearTimeout(timer);
  };

  let closing: Promise<void> | undefined;
  return {
    url,
    async openToNetwork({ host, port }) {
      const guests = new Set<Duplex>();
      const listener = await openListener({
        host,
        port,
        fetch: (request, bindings) =>
          openToAll.has(new URL(request.url).pathname) ? app.fetch(request, bindings) : nothingHere(),
        onUpgrade(request, socket, head) {
          guests.add(socket);
          socket.once('close', () => guests.delete(socket));
          onUpgrade(request, socket, head);
        },
      });
      listeners.add(listener);
      log.info({ url: listener.url }, 'open to the network');
      return {
        port: listener.port,
        async close() {
          if (!listeners.delete(listener)) return;
          // Guests leave at once: whoever takes the offer back means it.
          for (const socket of guests) socket.destroy();
          listener.closeAllConnections();
          await listener.close();
        },
      };
    },
    close() {
      closing ??= (async () => {
        draining = true;
        const ends = [...listeners].map(end);
        await signaling.drain(config.drainMilliseconds);
        await Promise.all(ends);
        await closeStores();
        log.info('closed');
      })();
      return closing;
    },
  };
}

/** What a network may ask of a server that is somebody's own: to meet in rooms. Accounts and metrics stay on the machine. */
const openToAll: ReadonlySet<string> = new Set(['/healthz', '/api/about', '/api/relay/ice-servers']);

function nothingHere(): Response {
  return Response.json({ message: 'There is nothing at this address.' }, { status: 404 });
}

function wrongName(): Response {
  return Response.json(
    { message: 'This server answers to its own machine only. Set PUBLIC_URL where it has another name.' },
    { status: 421 },
  );
}

/** Its client is large, and most servers run as one process. */
async function loadRedis() {
  const [limits, bus] = await Promise.all([
    import('./adapters/redis-rate-limits.ts'),
    import('./adapters/redis-room-bus.ts'),
  ]);
  return { ...limits, ...bus };
}
