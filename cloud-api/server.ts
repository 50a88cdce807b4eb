import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import type { Logger } from 'pino';
import { createFileObjectStore, createS3ObjectStore } from './adapters/objects/index.ts';
import { createRedisRateLimits } from './adapters/redis-rate-limits.ts';
import { createRedisRoomBus } from './adapters/redis-room-bus.ts';
import { createApp } from './app.ts';
import { clientAddress } from './client-address.ts';
import type { CloudConfig } from './config.ts';
import { createPictures } from './features/accounts/index.ts';
import { createLocalBus, createSignalingServer, signalingPath } from './features/signaling/index.ts';
import { createMetrics } from './metrics.ts';
import { createAccountStore } from './open-accounts.ts';
import { createLocalRateLimits } from './rate-limits.ts';

/** Milliseconds in which a caller has to have sent its headers, and a request its body. */
const headersPatience = 10_000;
const requestPatience = 30_000;

export interface CloudServer {
  /** Where it listens: `http://127.0.0.1:4400`. */
  readonly url: string;
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
  const bus =
    redisUrl === null
      ? createLocalBus()
      : createRedisRoomBus({ url: redisUrl, onError: onRedisError, dropped: metrics.busDropped });
  const sharedLimits = redisUrl === null ? null : createRedisRateLimits({ url: redisUrl, onError: onRedisError });
  const limits = sharedLimits ?? createLocalRateLimits();
  const signaling = createSignalingServer({ limits: config.signaling, bus, events: metrics.signaling });
  const objects = config.s3
    ? createS3ObjectStore(config.s3)
    : createFileObjectStore(join(config.dataFolder, 'objects'));
  const pictures = createPictures(objects);
  let url = '';
  const accounts = createAccountStore({
    config,
    limits,
    pictures,
    publicUrl: () => config.publicUrl ?? url,
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
  const app = createApp({ config, version, log, metrics, accounts, limits, pictures, missing });

  const server = createServer(
    { headersTimeout: headersPatience, requestTimeout: requestPatience },
    getRequestListener(app.fetch),
  );
  server.on('upgrade', (request: IncomingMessage, socket, head: Buffer) => {
    socket.on('error', (error: Error) => log.debug({ reason: error.message }, 'socket'));
    if (new URL(request.url ?? '/', 'http://local').pathname !== signalingPath) {
      socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    signaling.upgrade(request, socket, head, clientAddress(request, config.trustedProxies));
  });

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.port, config.host, resolve);
  }).catch(async (error: unknown) => {
    await closeStores();
    throw error;
  });
  const { address, family, port } = server.address() as AddressInfo;
  url = `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
  // A server with stores of its own is of no use without them; PGlite waits until it is needed.
  const opened = [
    ...(config.databaseUrl === null ? [] : [accounts.open()]),
    ...(config.s3 === null ? [] : [objects.ping()]),
  ];
  await Promise.all(opened).catch(async (error: unknown) => {
    server.close();
    await closeStores();
    throw error;
  });
  log.info({ url }, 'listening');

  let closing: Promise<void> | undefined;
  return {
    url,
    close() {
      closing ??= (async () => {
        draining = true;
        const closed = new Promise<void>((resolve) => server.close(() => resolve()));
        await signaling.drain(config.drainMilliseconds);
        const timer = setTimeout(() => server.closeAllConnections(), config.drainMilliseconds);
        server.closeIdleConnections();
        await closed;
        clearTimeout(timer);
        await closeStores();
        log.info('closed');
      })();
      return closing;
    },
  };
}
