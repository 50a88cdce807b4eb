import type { TerminalPart } from '../../../contract/desktop/terminal.ts';

/** One window's view of a terminal's output. */
export interface OutputStream {
  readonly id: string;
  readonly iterator: AsyncIteratorObject<TerminalPart, void, void>;
  /** Characters that were sent and not acknowledged. */
  readonly unacknowledged: number;
  send(part: TerminalPart): void;
  acknowledge(characters: number): void;
  end(): void;
}

/** Makes a stream that ends with the signal, with `return()` or with `end()`. `onEnd` is called once. */
export function createOutputStream(
  id: string,
  signal: AbortSignal | undefined,
  onEnd: (stream: OutputStream) => void,
): OutputStream {
  const waiting: TerminalPart[] = [];
  const readers: ((result: IteratorResult<TerminalPart, void>) => void)[] = [];
  let unacknowledged = 0;
  let ended = false;

  const end = () => {
    if (ended) return;
    ended = true;
    signal?.removeEventListener('abort', end);
    waiting.length = 0;
    for (const reader of readers.splice(0)) reader({ done: true, value: undefined });
    onEnd(stream);
  };
  const iterator: AsyncIteratorObject<TerminalPart, void, void> = {
    next() {
      if (ended) return Promise.resolve({ done: true, value: undefined });
      const part = waiting.shift();
      if (part) return Promise.resolve({ done: false, value: part });
      return new Promise((resolve) => readers.push(resolve));
    },
    return() {
      end();
      return Promise.resolve({ done: true, value: undefined });
    },
    [Symbol.asyncIterator]() {
      return iterator;
    },
    async [Symbol.asyncDispose]() {
      end();
    },
  };
  const stream: OutputStream = {
    id,
    iterator,
    get unacknowledged() {
      return unacknowledged;
    },
    send(part) {
      if (ended) return;
      if (part.type === 'output' && !part.replay) unacknowledged += part.text.length;
      const reader = readers.shift();
      if (reader) reader({ done: false, value: part });
      else waiting.push(part);
    },
    acknowledge(characters) {
      unacknowledged = Math.max(0, unacknowledged - characters);
    },
    end,
  };
  if (signal?.aborted) end();
  else signal?.addEventListener('abort', end);
  return stream;
}
