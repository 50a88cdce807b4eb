import { Socket } from 'node:net';
import type { SupportedMessagePort } from '@orpc/client/message-port';
import { createPortFrameReader, encodePortFrame, type PortKind, portKinds } from '../../contract/port-frames.ts';

/** The part of Electron's `process.parentPort` that a utility process needs; typed here since Core never imports electron. */
interface ParentPort {
  on(event: 'message', listener: (event: { data: unknown; ports: UtilityPort[] }) => void): void;
}
type UtilityPort = SupportedMessagePort & { start(): void };

type Accept = (kind: PortKind, port: SupportedMessagePort) => void;

/** The descriptor on which Shell hands a plain Node child its end of the frame stream. */
export const frameDescriptor = 3;

/**
 * Listens for ports that Shell hands over: as real message ports in a utility process, as frames on descriptor 3 in a
 * plain Node child. `onLost` is called when Shell has gone, so that Core never outlives it.
 */
export function acceptPorts(accept: Accept, onLost: () => void = () => process.exit(0)): { dispose(): void } {
  const parentPort = (process as { parentPort?: ParentPort }).parentPort;
  if (parentPort) return acceptFromParentPort(parentPort, accept);
  return acceptFromStream(new Socket({ fd: frameDescriptor }), accept, onLost);
}

function acceptFromParentPort(parentPort: ParentPort, accept: Accept): { dispose(): void } {
  let disposed = false;
  parentPort.on('message', ({ data, ports }) => {
    const kind = portKinds.find((known) => known === (data as { portKind?: unknown } | null)?.portKind);
    const port = ports[0];
    if (disposed || !kind || !port) return;
    accept(kind, port);
    port.start();
  });
  return {
    dispose() {
      disposed = true;
    },
  };
}

/** The same over any byte stream; exported for tests. */
export function acceptFromStream(socket: Socket, accept: Accept, onLost: () => void): { dispose(): void } {
  const ports = new Map<number, ReturnType<typeof createStreamPort>>();
  const read = createPortFrameReader((frame) => {
    switch (frame.kind) {
      case 'open': {
        const port = createStreamPort(socket, frame.connection);
        ports.set(frame.connection, port);
        accept(frame.portKind, port);
        break;
      }
      case 'text':
        ports.get(frame.connection)?.deliver(frame.text);
        break;
      case 'binary':
        ports.get(frame.connection)?.deliver(frame.bytes);
        break;
      case 'close':
        ports.get(frame.connection)?.end();
        ports.delete(frame.connection);
        break;
      default:
        frame satisfies never;
    }
  });
  const closeAll = () => {
    for (const port of ports.values()) port.end();
    ports.clear();
  };
  socket.on('data', read);
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    closeAll();
    onLost();
  });
  return {
    dispose() {
      closeAll();
      socket.removeAllListeners('close');
      socket.destroy();
    },
  };
}

function createStreamPort(socket: Socket, connection: number) {
  const messageListeners: ((event: { data: unknown }) => void)[] = [];
  const closeListeners: (() => void)[] = [];
  return {
    on(event: string, listener: (event?: { data: unknown }) => void) {
      if (event === 'message') messageListeners.push(listener);
      if (event === 'close') closeListeners.push(listener);
    },
    postMessage(data: string | Uint8Array<ArrayBuffer> | ArrayBuffer) {
      if (!socket.writable) return;
      socket.write(
        encodePortFrame(
          typeof data === 'string'
            ? { kind: 'text', connection, text: data }
            : { kind: 'binary', connection, bytes: data instanceof ArrayBuffer ? new Uint8Array(data) : data },
        ),
      );
    },
    deliver(data: unknown) {
      for (const listener of messageListeners) listener({ data });
    },
    end() {
      for (const listener of closeListeners) listener();
    },
  };
}
