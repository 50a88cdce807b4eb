import type { TurnPart } from '../../../../contract/desktop/assistant/chat.ts';

/** A turn as one window reads it. */
export interface PartStream {
  readonly iterator: AsyncIteratorObject<TurnPart, void, void>;
  push(part: TurnPart): void;
  /** Nothing more comes; what waits is still read. */
  finish(): void;
}

/** Makes a stream. `onLeft` is called when its reader goes before it is finished. Text that waits for a slow reader becomes one part. */
export function createPartStream(signal: AbortSignal | undefined, onLeft: () => void): PartStream {
  const waiting: TurnPart[] = [];
  const readers: ((result: IteratorResult<TurnPart, void>) => void)[] = [];
  let finished = false;
  let left = false;

  const endReaders = () => {
    for (const reader of readers.splice(0)) reader({ done: true, value: undefined });
  };
  const leave = () => {
    if (left) return;
    left = true;
    signal?.removeEventListener('abort', leave);
    waiting.length = 0;
    endReaders();
    if (!finished) onLeft();
  };
  // Written by hand since a generator that waits for its next part can't be ended from outside.
  const iterator: AsyncIteratorObject<TurnPart, void, void> = {
    next() {
      const part = waiting.shift();
      if (part) return Promise.resolve({ done: false, value: part });
      if (finished || left) return Promise.resolve({ done: true, value: undefined });
      return new Promise((resolve) => readers.push(resolve));
    },
    return() {
      leave();
      return Promise.resolve({ done: true, value: undefined });
    },
    [Symbol.asyncIterator]() {
      return iterator;
    },
    async [Symbol.asyncDispose]() {
      leave();
    },
  };
  if (signal?.aborted) leave();
  else signal?.addEventListener('abort', leave);

  return {
    iterator,
    push(part) {
      if (left || finished) return;
      const reader = readers.shift();
      const last = waiting.at(-1);
      if (reader) reader({ done: false, value: part });
      else if (part.type === 'text' && last?.type === 'text')
        waiting[waiting.length - 1] = { ...last, text: last.text + part.text };
      else waiting.push(part);
    },
    finish() {
      finished = true;
      signal?.removeEventListener('abort', leave);
      endReaders();
    },
  };
}
