/** Timers that end together. */
export interface Timers {
  after(pause: number, work: () => void): void;
  /** Once for all who ask for it under one name until it is done. */
  together(name: string, pause: number, work: () => void): void;
  every(pause: number, work: () => void): void;
  dispose(): void;
}

/** Makes timers; pauses are in milliseconds. */
export function createTimers(): Timers {
  const running = new Set<ReturnType<typeof setTimeout>>();
  const repeated: ReturnType<typeof setInterval>[] = [];
  const named = new Set<string>();
  let disposed = false;

  function after(pause: number, work: () => void): void {
    if (disposed) return;
    const timer = setTimeout(() => {
      running.delete(timer);
      work();
    }, pause);
    running.add(timer);
  }

  return {
    after,
    together(name, pause, work) {
      if (named.has(name)) return;
      named.add(name);
      after(pause, () => {
        named.delete(name);
        work();
      });
    },
    every(pause, work) {
      repeated.push(setInterval(work, pause));
    },
    dispose() {
      disposed = true;
      for (const timer of running) clearTimeout(timer);
      for (const timer of repeated) clearInterval(timer);
    },
  };
}
