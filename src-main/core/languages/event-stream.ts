/** A stream of events for one reader. Ends with the signal, or when `end` is called. */
export function createEventStream<Event>(signal?: AbortSignal) {
  const waiting: Event[] = [];
  let wake: () => void = () => undefined;
  let ended = signal?.aborted ?? false;

  const end = () => {
    ended = true;
    wake();
  };
  signal?.addEventListener('abort', end, { once: true });

  return {
    push(event: Event): void {
      if (ended) return;
      waiting.push(event);
      wake();
    },
    end,
    async *read(): AsyncGenerator<Event, void, void> {
      for (;;) {
        const event = waiting.shift();
        if (event !== undefined) yield event;
        else if (ended) return;
        else {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      }
    },
  };
}
