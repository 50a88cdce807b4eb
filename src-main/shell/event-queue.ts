/** Hands values to readers that each get everything pushed after they started; ends with its signal or `end()`. */
export function createEventQueue<T>() {
  const readers = new Set<{ items: T[]; wake: () => void }>();
  let ended = false;
  return {
    push(value: T) {
      for (const reader of readers) {
        reader.items.push(value);
        reader.wake();
      }
    },
    end() {
      ended = true;
      for (const reader of readers) reader.wake();
    },
    async *read(signal: AbortSignal | undefined): AsyncGenerator<T, void> {
      const reader = { items: [] as T[], wake: () => {} };
      readers.add(reader);
      const onAbort = () => reader.wake();
      signal?.addEventListener('abort', onAbort);
      try {
        while (!ended && !signal?.aborted) {
          const item = reader.items.shift();
          if (item !== undefined) {
            yield item;
          } else {
            await new Promise<void>((resolve) => {
              reader.wake = resolve;
            });
          }
        }
      } finally {
        signal?.removeEventListener('abort', onAbort);
        readers.delete(reader);
      }
    },
  };
}
