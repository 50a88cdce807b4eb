import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { RPCHandler } from '@orpc/server/ws';
import type { Core } from '../core/compose.ts';
import { reportFailures } from '../core/serve.ts';
import { type Access, createAccess } from './access.ts';
import { createAttemptLimit } from './attempt-limit.ts';
import { createPageServer } from './page-server.ts';
import { createSocketServer, type SocketServerOptions } from './socket-server.ts';

export interface ServerOptions extends Pick<SocketServerOptions, 'largestMessage' | 'mostConnections' | 'heartbeat'> {
  readonly core: Pick<Core, 'router' | 'onError'>;
  readonly rendererFolder: string;
  /** 0 takes any that is free. */
  readonly port: number;
  /** Milliseconds that a client has to send the head of a request. */
  readonly headPatience?: number;
}

/** A running server on 127.0.0.1. */
export interface Server {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  readonly access: Access;
  connections(): number;
  dispose(): Promise<void>;
}

const attemptsPerMinute = 10;
const mostHttpConnections = 128;

/** Serves the page and Core to browsers on this machine. Rejects with the system's error when the port cannot be had. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const access = createAccess();
  let port = 0;
  const shared = { access, cookieName: () => `flashfusion-${port}` };
  const handler = new RPCHandler(options.core.router, reportFailures(options.core));
  const sockets = createSocketServer({ ...options, ...shared, serve: (line) => void handler.upgrade(line) });
  const headPatience = options.headPatience ?? 10_000;
  const http = createServer(
    {
      headersTimeout: headPatience,
      requestTimeout: headPatience * 2,
      connectionsCheckingInterval: Math.min(headPatience, 5000),
      maxHeaderSize: 16 * 1024,
    },
    createPageServer({
      ...shared,
      rendererFolder: options.rendererFolder,
      attempts: createAttemptLimit({ most: attemptsPerMinute, window: 60_000 }),
    }),
  );
  http.maxConnections = mostHttpConnections;
  http.on('upgrade', sockets.upgrade);
  http.listen({ host: '127.0.0.1', port: options.port });
  await once(http, 'listening');
  port = (http.address() as AddressInfo).port;

  return {
    origin: `http://127.0.0.1:${port}`,
    access,
    connections: sockets.connections,
    async dispose() {
      const closed = new Promise<void>((resolve) => http.close(() => resolve()));
      await sockets.dispose();
      http.closeAllConnections();
      await closed;
    },
  };
}
