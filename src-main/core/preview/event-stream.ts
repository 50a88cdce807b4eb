import type { PreviewEvent } from '../../../contract/desktop/preview.ts';

/** Output that waits for a slow window, in characters; older text goes first. */
const longestOutput = 200_000;

/** Tells every window that watches a preview what happens to it. */
export interface PreviewEvents {
  emit(event: PreviewEvent): void;
  /** Begins with `first`; ends with the signal or with `end`. */
  watch(first: readonly PreviewEvent[], signal?: AbortSignal): AsyncGenerator<PreviewEvent, void, void>;
  end(): void;
}

/** Makes the streams of one preview. */
export function createPreviewEvents(): PreviewEvents {
  const watchers = new Set<{ queue: PreviewEvent[]; wake: () => void }>();
  let ended = false;
  return {
    emit(event) {
      for (const watcher of watchers) {
        const last = watcher.queue.at(-1);
        if (event.type === 'output' && !event.restart && last?.type === 'output') {
          const text = (last.text + event.text).slice(-longestOutput);
          watcher.queue[watcher.queue.length - 1] = { ...last, text };
        } else watcher.queue.push(event);
        watcher.wake();
      }
    },
    async *watch(first, signal) {
      const watcher = { queue: [...first], wake: () => {} };
      const onAbort = () => watcher.wake();
      signal?.addEventListener('abort', onAbort);
      watchers.add(watcher);
      try {
        while (!ended && !signal?.aborted) {
          const event = watcher.queue.shift();
          if (event) yield event;
          else {
            await new Promise<void>((resolve) => {
              watcher.wake = resolve;
            });
          }
        }
      } finally {
        signal?.removeEventListener('abort', onAbort);
        watchers.delete(watcher);
      }
    },
    end() {
      ended = true;
      for (const { wake } of watchers) wake();
    },
  };
}
