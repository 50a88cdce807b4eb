import type { Readable, Writable } from 'node:stream';
import { z } from 'zod';
import { createMessageReader, encodeMessage } from './json-rpc.ts';

const Id = z.union([z.number(), z.string()]);
/** What comes from a server, checked before anything in it is used. */
const Incoming = z.union([
  z.object({ id: Id, method: z.string(), params: z.unknown().optional() }),
  z.object({ method: z.string(), params: z.unknown().optional() }),
  z.object({
    id: Id,
    result: z.unknown().optional(),
    error: z.object({ code: z.number(), message: z.string() }).optional(),
  }),
]);

/** The protocol's code for "I don't know this method". */
const methodNotFound = -32601;

/** A server's answer that says no. */
export class ServerError extends Error {
  override name = 'ServerError';
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/** The connection has ended before the answer came. */
export class ServerGone extends Error {
  override name = 'ServerGone';
}

export interface ServerConnection {
  /** Rejects with ServerError, ServerGone, or an AbortError when the signal cancels it (the server is told). */
  request(method: string, params: unknown, signal?: AbortSignal): Promise<unknown>;
  notify(method: string, params: unknown): void;
  /** Requests of ours that wait for an answer. */
  readonly pending: number;
  /** Everything that waits is rejected. */
  end(): void;
}

export interface ServerConnectionOptions {
  readonly input: Writable;
  readonly output: Readable;
  onNotification(method: string, params: unknown): void;
  /** Answers undefined for a method that is not known. May be a promise; what it rejects with is passed on. */
  onRequest(method: string, params: unknown): unknown;
  /** The server has written something that can't be read; the connection is of no use any more. */
  onBroken(error: Error): void;
}

/** JSON-RPC with a language server over its standard input and output. */
export function createServerConnection(options: ServerConnectionOptions): ServerConnection {
  const { input, output } = options;
  const waiting = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>();
  let lastId = 0;
  let ended = false;

  const send = (message: object) => {
    if (!ended && input.writable) input.write(encodeMessage({ jsonrpc: '2.0', ...message }));
  };

  const answer = async (id: number | string, method: string, params: unknown) => {
    try {
      const result = await options.onRequest(method, params);
      if (result === undefined) send({ id, error: { code: methodNotFound, message: `${method} is not known here` } });
      else send({ id, result });
    } catch (error) {
      send({ id, error: { code: -32603, message: error instanceof Error ? error.message : String(error) } });
    }
  };

  const receive = (raw: unknown) => {
    const parsed = Incoming.safeParse(raw);
    if (!parsed.success) return;
    const message = parsed.data;
    if ('method' in message) {
      if ('id' in message) void answer(message.id, message.method, message.params);
      else options.onNotification(message.method, message.params);
      return;
    }
    const call = waiting.get(Number(message.id));
    if (!call) return;
    if (message.error) call.reject(new ServerError(message.error.code, message.error.message));
    else call.resolve(message.result);
  };

  const read = createMessageReader(receive);
  output.on('data', (bytes: Buffer) => {
    if (ended) return;
    try {
      read(bytes);
    } catch (error) {
      end();
      options.onBroken(error instanceof Error ? error : new Error(String(error)));
    }
  });
  // A server that has just ended takes no more; its exit tells.
  input.on('error', () => undefined);

  function end() {
    ended = true;
    for (const call of [...waiting.values()]) call.reject(new ServerGone('The language server has ended.'));
    waiting.clear();
  }

  return {
    get pending() {
      return waiting.size;
    },
    request(method, params, signal) {
      if (ended) return Promise.reject(new ServerGone('The language server has ended.'));
      if (signal?.aborted) return Promise.reject(abortError());
      lastId += 1;
      const id = lastId;
      return new Promise((resolve, reject) => {
        const cancel = () => {
          waiting.delete(id);
          send({ method: '$/cancelRequest', params: { id } });
          reject(abortError());
        };
        const settled = () => {
          waiting.delete(id);
          signal?.removeEventListener('abort', cancel);
        };
        waiting.set(id, {
          resolve(result) {
            settled();
            resolve(result);
          },
          reject(error) {
            settled();
            reject(error);
          },
        });
        signal?.addEventListener('abort', cancel, { once: true });
        send({ id, method, params });
      });
    },
    notify: (method, params) => send({ method, params }),
    end,
  };
}

function abortError(): Error {
  return new DOMException('The request was cancelled.', 'AbortError');
}
