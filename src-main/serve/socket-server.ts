import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Access } from './access.ts';
import { isOwnOrigin, pathOf, readCookie } from './request-checks.ts';

/** What the protocol needs of a line; `send` resolves when the message has left this process. */
export interface SocketLine {
  addEventListener: WebSocket['addEventListener'];
  send(message: string | ArrayBufferLike | Uint8Array): Promise<void>;
}

export interface SocketServerOptions {
  readonly access: Access;
  readonly cookieName: () => string;
  /** Serves Core to one page. */
  readonly serve: (line: SocketLine) => void;
  /** Bytes; a longer message ends its connection. */
  readonly largestMessage?: number;
  readonly mostConnections?: number;
  /** Milliseconds between two looks at every connection; one that gave no sign in between is ended. */
  readonly heartbeat?: number;
}

const defaults = { largestMessage: 256 * 1024 * 1024, mostConnections: 32, heartbeat: 15_000 };

/** Takes WebSockets at `/core` from pages of this server that have a session. */
export function createSocketServer(options: SocketServerOptions) {
  const { access, cookieName, serve } = options;
  const { largestMessage, mostConnections, heartbeat } = { ...defaults, ...options };
  const sockets = new WebSocketServer({ noServer: true, maxPayload: largestMessage, perMessageDeflate: false });
  const alive = new WeakMap<WebSocket, { answered: boolean; waiting: number }>();

  const look = setInterval(() => {
    for (const socket of sockets.clients) {
      const state = alive.get(socket);
      // A slow reader that still takes something away is alive, though its answer waits behind all the rest.
      const progress = state !== undefined && socket.bufferedAmount < state.waiting;
      if (!state || (!state.answered && !progress)) {
        socket.terminate();
        continue;
      }
      state.answered = false;
      state.waiting = socket.bufferedAmount;
      socket.ping();
    }
  }, heartbeat).unref();

  const accept = (socket: WebSocket) => {
    alive.set(socket, { answered: true, waiting: 0 });
    socket.on('pong', () => {
      const state = alive.get(socket);
      if (state) state.answered = true;
    });
    // What is malformed or too long ends the connection; the page makes a new one.
    socket.on('error', () => socket.terminate());
    serve({
      addEventListener: socket.addEventListener.bind(socket),
      // Answered once the system has taken it, so that a stream waits for a slow reader instead of filling memory.
      send: (message) => new Promise((resolve) => socket.send(message, () => resolve())),
    });
  };

  const reasonToRefuse = ({ headers, url }: IncomingMessage): string | null => {
    if (!isOwnOrigin(headers.origin, headers.host)) return '403 Forbidden';
    if (pathOf(url) !== '/core') return '404 Not Found';
    const session = readCookie(headers.cookie, cookieName());
    if (session === null || !access.isSession(session)) return '401 Unauthorized';
    if (sockets.clients.size >= mostConnections) return '503 Service Unavailable';
    return null;
  };

  return {
    /** For the `upgrade` event of an HTTP server. */
    upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
      stream.on('error', () => stream.destroy());
      const refusal = reasonToRefuse(request);
      if (refusal === null) sockets.handleUpgrade(request, stream, head, accept);
      else stream.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    },
    connections: () => sockets.clients.size,
    /** Says goodbye to every page, and ends those that do not answer within half a second. */
    async dispose(): Promise<void> {
      clearInterval(look);
      const closing = [...sockets.clients].map(
        (socket) =>
          new Promise<void>((resolve) => {
            socket.once('close', () => resolve());
            socket.close(1001, 'The server is ending.');
            setTimeout(() => socket.terminate(), 500).unref();
          }),
      );
      await Promise.all(closing);
      sockets.close();
    },
  };
}
