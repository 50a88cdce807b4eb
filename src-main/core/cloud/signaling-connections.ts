import { randomUUID } from 'node:crypto';
import { longestSignal, type SignalingPart } from '../../../contract/desktop/cloud.ts';
import { desktopError } from '../desktop-error.ts';

/** Connections to signaling servers that windows asked for. */
export interface SignalingConnections {
  /** Ends with the connection, or with the signal. CLOUD_UNREACHABLE beyond the number that windows have use for. */
  open(url: string, signal: AbortSignal): AsyncGenerator<SignalingPart, void, void>;
  send(connection: string, text: string): void;
  dispose(): void;
}

const mostConnections = 64;
/** Messages that wait for a window that does not read; a connection with more is ended, as a server would. */
const mostWaiting = 5000;

export function createSignalingConnections(): SignalingConnections {
  const sockets = new Map<string, WebSocket>();

  return {
    async *open(url, signal) {
      if (sockets.size >= mostConnections) throw desktopError('CLOUD_UNREACHABLE');
      const connection = randomUUID();
      const socket = new WebSocket(url);
      const waiting: SignalingPart[] = [];
      let ended = false;
      let wake: () => void = () => undefined;
      const end = () => {
        ended = true;
        wake();
      };
      sockets.set(connection, socket);
      socket.addEventListener('open', () => {
        waiting.push({ type: 'opened', connection });
        wake();
      });
      socket.addEventListener('message', ({ data }) => {
        if (typeof data !== 'string' || data.length > longestSignal) return;
        waiting.push({ type: 'message', text: data });
        if (waiting.length > mostWaiting) end();
        wake();
      });
      socket.addEventListener('close', end);
      // A close follows.
      socket.addEventListener('error', () => undefined);
      signal.addEventListener('abort', end, { once: true });
      try {
        while (!ended && !signal.aborted) {
          const part = waiting.shift();
          if (part) yield part;
          else {
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
          }
        }
      } finally {
        signal.removeEventListener('abort', end);
        sockets.delete(connection);
        socket.close();
      }
    },
    send(connection, text) {
      const socket = sockets.get(connection);
      if (socket?.readyState === WebSocket.OPEN) socket.send(text);
    },
    dispose() {
      for (const socket of sockets.values()) socket.close();
      sockets.clear();
    },
  };
}
