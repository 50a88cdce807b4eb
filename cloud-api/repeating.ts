/** Work that is done again and again. */
export interface Repeating {
  /** Tells what is under way to end, and waits for it. */
  dispose(): Promise<void>;
}

/** Does `work` now, and again `every` so many milliseconds after it has ended. */
export function startRepeating(options: {
  every: number;
  work(signal: AbortSignal): Promise<void>;
  onError(error: unknown): void;
}): Repeating {
  const { every, work, onError } = options;
  const ending = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const run = () => {
    running = work(ending.signal)
      .catch(onError)
      .then(() => {
        if (!ending.signal.aborted) timer = setTimeout(run, every).unref();
      });
  };
  run();
  return {
    async dispose() {
      ending.abort();
      clearTimeout(timer);
      await running;
    },
  };
}
