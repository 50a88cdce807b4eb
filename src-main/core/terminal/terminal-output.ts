import { randomUUID } from 'node:crypto';
import type { TerminalSize } from '../../../contract/model/terminal.ts';
import { createOutputHistory } from './output-history.ts';
import { createOutputStream, type OutputStream } from './output-stream.ts';

/** Code units of output that are kept for a window that comes later. */
const historyLimit = 2_000_000;
/**
 * Milliseconds for which output is gathered before it is sent, and bytes from which on it is sent at once: many small reads become one
 * message. Output that nobody can read as it passes comes in fewer, larger ones: every message costs each process on its way.
 */
const gathering = { readable: { for: 5, most: 64 * 1024 }, flood: { for: 16, most: 256 * 1024 } } as const;
/** Bytes of one message from which on the next is part of a flood. */
const floodFrom = 32 * 1024;
/** Code units of a message of what was written before. */
const replayedPart = 64 * 1024;
/** Characters that a window may be behind before the program is paused, and from which on it goes on. */
export const highWatermark = 1024 * 1024;
export const lowWatermark = 512 * 1024;

/** Where flow control acts. */
export interface OutputSource {
  pause(): void;
  resume(): void;
}

/** The output of one terminal, on its way from the program to the windows. */
export interface TerminalOutput {
  /** What the program wrote; any number of bytes, of which the last may be half a character. */
  push(bytes: Uint8Array): void;
  /** Sends what is gathered. */
  flush(): void;
  /** A window's stream: what was written before, then what comes. */
  attach(size: TerminalSize, signal: AbortSignal | undefined): OutputStream;
  acknowledge(streamId: string, characters: number): void;
  clear(): void;
  /** The program is run anew by another source. */
  restart(source: OutputSource): void;
  readonly paused: boolean;
  dispose(): void;
}

/** Makes it. `onText` is told of all text, as it is sent. */
export function createTerminalOutput(first: OutputSource, onText: (text: string) => void): TerminalOutput {
  const history = createOutputHistory(historyLimit);
  const streams = new Map<string, OutputStream>();
  let source = first;
  let decoder = new TextDecoder();
  let gathered: Uint8Array[] = [];
  let gatheredBytes = 0;
  let timer: NodeJS.Timeout | undefined;
  let lastSent = 0;
  let lastBytes = 0;
  let paused = false;

  const regulate = () => {
    const behind = Math.max(0, ...[...streams.values()].map(({ unacknowledged }) => unacknowledged));
    if (!paused && behind > highWatermark) {
      paused = true;
      source.pause();
    } else if (paused && behind <= lowWatermark) {
      paused = false;
      source.resume();
    }
  };

  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (gatheredBytes === 0) return;
    const text = decoder.decode(gathered.length === 1 ? gathered[0] : Buffer.concat(gathered), { stream: true });
    gathered = [];
    lastBytes = gatheredBytes;
    gatheredBytes = 0;
    lastSent = performance.now();
    if (text === '') return;
    history.append(text);
    onText(text);
    for (const stream of streams.values()) stream.send({ type: 'output', text, replay: false });
    regulate();
  };

  return {
    push(bytes) {
      gathered.push(bytes);
      gatheredBytes += bytes.length;
      const limits = lastBytes >= floodFrom ? gathering.flood : gathering.readable;
      // The echo of a key does not wait.
      if (gatheredBytes >= limits.most || performance.now() - lastSent > limits.for) flush();
      else timer ??= setTimeout(flush, limits.for);
    },
    flush,
    attach(size, signal) {
      flush();
      const stream = createOutputStream(randomUUID(), signal, () => {
        streams.delete(stream.id);
        regulate();
      });
      stream.send({ type: 'attached', streamId: stream.id, ...size });
      const text = history.replay();
      for (let from = 0; from < text.length; ) {
        let to = from + replayedPart;
        if (/[\uDC00-\uDFFF]/.test(text.charAt(to))) to += 1;
        stream.send({ type: 'output', text: text.slice(from, to), replay: true });
        from = to;
      }
      if (!signal?.aborted) streams.set(stream.id, stream);
      return stream;
    },
    acknowledge(streamId, characters) {
      streams.get(streamId)?.acknowledge(characters);
      regulate();
    },
    clear() {
      flush();
      history.clear();
    },
    restart(next) {
      flush();
      history.clear();
      decoder = new TextDecoder();
      source = next;
      paused = false;
      for (const stream of streams.values()) {
        stream.acknowledge(stream.unacknowledged);
        stream.send({ type: 'restarted' });
      }
    },
    get paused() {
      return paused;
    },
    dispose() {
      flush();
      for (const stream of [...streams.values()]) stream.end();
    },
  };
}
