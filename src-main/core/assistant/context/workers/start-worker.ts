import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

/** Starts one of the programs beside this file in a thread; in a built Core they are beside its entry. It keeps no process alive. */
export function startWorker(name: 'token-counter' | 'context-index', workerData?: unknown): Worker {
  const here = import.meta.url;
  const file = new URL(`${name}.process.${here.endsWith('.ts') ? 'ts' : 'mjs'}`, here);
  // Threads don't read the packaged app's archive; Core's files lie beside it too.
  const worker = new Worker(fileURLToPath(file).replace(/app\.asar(?=[\\/])/, 'app.asar.unpacked'), {
    workerData,
    // What Core was started with (an inspector, a code cache) is not meant for it.
    execArgv: [],
  });
  worker.unref();
  return worker;
}
