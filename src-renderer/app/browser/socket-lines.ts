import { RPCLink } from '@orpc/client/websocket';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { LineReceiver, LineSource } from '../connection.ts';

/**
 * How the page stands with its server. `reconnecting` passes by itself; with `unreachable` it goes on trying; `refused` means
 * that the server knows this browser no more, and `full` that it has too many pages.
 */
export type ServerState = 'connected' | 'reconnecting' | 'unreachable' | 'refused' | 'full';

export interface SocketLines {
  readonly source: LineSource;
  readonly state: StoreApi<ServerState>;
  /** Tries now instead of waiting. */
  retry(): void;
}

interface SocketLinesOptions {
  readonly address: string;
  /** Opens a socket; tests bring their own. */
  readonly open?: (address: string) => WebSocket;
  /** Asks the server over HTTP why it took no socket. */
  readonly ask?: () => Promise<'answers' | 'refuses' | 'silent'>;
  readonly random?: () => number;
}

const firstDelay = 250;
const longestDelay = 5000;
/** Milliseconds without the server after which the page says that it is gone. */
const patience = 8000;
/** Milliseconds that a socket may take to open. */
const openPatience = 10_000;
/** Milliseconds that the server may take to say why. */
const answerPatience = 5000;

/** Keeps a socket to the server: when one ends, the next is tried with growing pauses. */
export function createSocketLines(options: SocketLinesOptions): SocketLines {
  const { address, open = (to) => new WebSocket(to), ask = askServer, random = Math.random } = options;
  const state = createStore<ServerState>(() => 'reconnecting');
  let tryNow: () => void = () => {};

  const source: LineSource = (receiver: LineReceiver) => {
    let disposed = false;
    let socket: WebSocket | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let failures = 0;
    let silence: ReturnType<typeof setTimeout> | undefined;
    const awaitServer = () => {
      silence = setTimeout(() => {
        if (state.getState() === 'reconnecting') state.setState('unreachable', true);
      }, patience);
    };
    const dispose = () => {
      disposed = true;
      clearTimeout(timer);
      clearTimeout(silence);
      socket?.close();
      tryNow = () => {};
    };

    const connect = () => {
      clearTimeout(timer);
      const next = open(address);
      socket = next;
      let opened = false;
      const late = setTimeout(() => next.close(), openPatience);
      next.binaryType = 'arraybuffer';
      next.addEventListener('open', () => {
        clearTimeout(late);
        opened = true;
        failures = 0;
        clearTimeout(silence);
        state.setState('connected', true);
        receiver.core(new RPCLink({ websocket: next }));
      });
      next.addEventListener('close', () => {
        clearTimeout(late);
        if (disposed || socket !== next) return;
        socket = null;
        if (opened) {
          state.setState('reconnecting', true);
          awaitServer();
          receiver.coreLost();
          schedule();
        } else {
          void explain();
        }
      });
    };
    const explain = async () => {
      failures += 1;
      const answer = await ask();
      if (disposed || socket !== null) return;
      if (answer === 'refuses') state.setState('refused', true);
      else if (answer === 'answers' && failures > 2) state.setState('full', true);
      schedule();
    };
    const schedule = () => {
      clearTimeout(timer);
      const delay = Math.min(firstDelay * 2 ** failures, longestDelay);
      timer = setTimeout(connect, delay * (0.75 + random() / 2));
    };
    tryNow = () => {
      if (!disposed && socket === null) connect();
    };
    awaitServer();
    connect();
    return { dispose };
  };

  return { source, state, retry: () => tryNow() };
}

async function askServer(): Promise<'answers' | 'refuses' | 'silent'> {
  try {
    const signal = AbortSignal.timeout(answerPatience);
    const { status } = await fetch('/', { method: 'HEAD', cache: 'no-store', signal });
    return status === 401 ? 'refuses' : 'answers';
  } catch {
    return 'silent';
  }
}
