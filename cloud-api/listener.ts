import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { getRequestListener, type HttpBindings } from '@hono/node-server';

/** Milliseconds in which a caller has to have sent its headers, and a request its body. */
const headersPatience = 10_000;
const requestPatience = 30_000;

/** One address that the server answers at. */
export interface Listener {
  /** `http://127.0.0.1:4400`. */
  readonly url: string;
  readonly port: number;
  /** Takes nothing new, and resolves when the last connection has gone. */
  close(): Promise<void>;
  closeIdleConnections(): void;
  closeAllConnections(): void;
}

/** Begins to listen; rejects when the port is taken. */
export async function openListener(options: {
  host: string;
  port: number;
  fetch(request: Request, bindings: HttpBindings): Response | Promise<Response>;
  onUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}): Promise<Listener> {
  const server = createServer(
    { headersTimeout: headersPatience, requestTimeout: requestPatience },
    getRequestListener((request, bindings) => options.fetch(request, bindings as HttpBindings)),
  );
  server.on('upgrade', options.onUpgrade);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  const { address, family, port } = server.address() as AddressInfo;
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`,
    port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
    closeIdleConnections: () => server.closeIdleConnections(),
    closeAllConnections: () => server.closeAllConnections(),
  };
}

/** Whether a Host header names this very machine: a page of somebody else can make its own name lead here, but not this. */
export function namesThisMachine(host: string | null): boolean {
  return host !== null && /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i.test(host);
}
