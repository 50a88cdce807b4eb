/** How long and how much a server may answer. Milliseconds and bytes. */
export interface AnswerBounds {
  /** Until the first byte of the answer: a model on this machine may have to be loaded first. */
  readonly firstByte: number;
  /** Between two bytes. */
  readonly idle: number;
  /** In all. */
  readonly total: number;
  readonly bytes: number;
}

export const defaultBounds: AnswerBounds = {
  firstByte: 5 * 60_000,
  idle: 2 * 60_000,
  total: 30 * 60_000,
  bytes: 64 * 1024 * 1024,
};

/** Why an answer was ended from here. */
export class AnswerBoundError extends Error {
  readonly bound: keyof AnswerBounds;

  constructor(bound: keyof AnswerBounds) {
    super(bound);
    this.name = 'AnswerBoundError';
    this.bound = bound;
  }
}

/**
 * A `fetch` for one request that follows no redirect, since a key would go along, and ends an answer that is too slow, too long or too large
 * with an `AnswerBoundError`.
 */
export function createBoundedFetch(bounds: AnswerBounds): {
  fetch: typeof fetch;
  /** Which bound ended it; null when none did. */
  exceeded(): keyof AnswerBounds | null;
  dispose(): void;
} {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const end = (bound: keyof AnswerBounds) => controller.abort(new AnswerBoundError(bound));
  const total = setTimeout(() => end('total'), bounds.total);
  const wait = (bound: 'firstByte' | 'idle') => {
    clearTimeout(timer);
    timer = setTimeout(() => end(bound), bounds[bound]);
  };
  return {
    async fetch(input, init) {
      wait('firstByte');
      const signals = [controller.signal, init?.signal].filter((signal) => signal !== undefined && signal !== null);
      const signal = AbortSignal.any(signals);
      let response: Response;
      try {
        response = await fetch(input, { ...init, redirect: 'error', signal });
      } catch (error) {
        throw controller.signal.aborted ? controller.signal.reason : error;
      }
      if (!response.body) return response;
      let bytes = 0;
      const counted = response.body.pipeThrough(
        new TransformStream<Uint8Array, Uint8Array>({
          transform(chunk, stream) {
            bytes += chunk.byteLength;
            if (bytes > bounds.bytes) return end('bytes');
            wait('idle');
            stream.enqueue(chunk);
          },
        }),
      );
      return new Response(counted, response);
    },
    exceeded: () => (controller.signal.reason instanceof AnswerBoundError ? controller.signal.reason.bound : null),
    dispose() {
      clearTimeout(timer);
      clearTimeout(total);
    },
  };
}
