import type { Worker } from 'node:worker_threads';

/** The worker ended, or was ended, before it had answered. */
export class WorkerEnded extends Error {
  override name = 'WorkerEnded';
}

/** A worker that answers questions; started with the first one and again when it has ended. */
export interface AskedWorker<Question extends object> {
  ask<Answer>(question: Question): Promise<Answer>;
  /** It has been started and has not ended. */
  running(): boolean;
  dispose(): Promise<void>;
}

interface Reply {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
}

/** Puts questions to a worker that answers each with the same `id`. `idleAfter` milliseconds without one it is ended. */
export function createAskedWorker<Question extends object>(
  start: () => Worker,
  { idleAfter }: { readonly idleAfter: number },
): AskedWorker<Question> {
  const waiting = new Map<number, { resolve(value: never): void; reject(error: Error): void }>();
  let worker: Worker | null = null;
  let idle: NodeJS.Timeout | undefined;
  let lastId = 0;
  let disposed = false;

  function fail(of: Worker, error: Error): void {
    if (worker !== of) return;
    worker = null;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  }

  function started(): Worker {
    if (worker) return worker;
    const fresh = start();
    worker = fresh;
    fresh.on('message', ({ id, value, error }: Reply) => {
      const asker = waiting.get(id);
      waiting.delete(id);
      if (error === undefined) asker?.resolve(value as never);
      else asker?.reject(new Error(error));
      if (waiting.size === 0) rest();
    });
    fresh.on('error', (error) => fail(fresh, error instanceof Error ? error : new Error(String(error))));
    fresh.on('exit', () => fail(fresh, new WorkerEnded()));
    return fresh;
  }

  function rest(): void {
    worker?.unref();
    clearTimeout(idle);
    idle = setTimeout(() => void stop(), idleAfter).unref();
  }

  async function stop(): Promise<void> {
    const ending = worker;
    worker = null;
    clearTimeout(idle);
    for (const { reject } of waiting.values()) reject(new WorkerEnded());
    waiting.clear();
    await ending?.terminate();
  }

  return {
    ask(question) {
      if (disposed) return Promise.reject(new WorkerEnded());
      lastId += 1;
      const id = lastId;
      clearTimeout(idle);
      const to = started();
      to.ref();
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        to.postMessage({ ...question, id });
      });
    },
    running: () => worker !== null,
    dispose() {
      disposed = true;
      return stop();
    },
  };
}
