import type { Disposable } from '../../../app/disposable.ts';
import type { LineChange } from '../../../monaco/line-diff.ts';
import DiffWorker from './diff.worker.ts?worker';

/** Finds in a worker how texts differ. */
export interface LineDiffs extends Disposable {
  find(base: string, next: string): Promise<readonly LineChange[]>;
}

/** The worker starts with the first question. */
export function createLineDiffs(): LineDiffs {
  let worker: Worker | null = null;
  let nextId = 1;
  const waiting = new Map<number, (changes: readonly LineChange[]) => void>();
  return {
    find(base, next) {
      worker ??= start(waiting);
      const id = nextId;
      nextId += 1;
      return new Promise((resolve) => {
        waiting.set(id, resolve);
        worker?.postMessage({ id, base, next });
      });
    },
    dispose() {
      worker?.terminate();
      worker = null;
      waiting.clear();
    },
  };
}

function start(waiting: Map<number, (changes: readonly LineChange[]) => void>): Worker {
  const worker = new DiffWorker({ name: 'line differences' });
  worker.onmessage = ({ data }: MessageEvent<{ id: number; changes: readonly LineChange[] }>) => {
    waiting.get(data.id)?.(data.changes);
    waiting.delete(data.id);
  };
  return worker;
}
