import { type ProcessEntry, stillRunning } from '../../scripts/process-tree.ts';

const leftoverTimeout = 5_000;

/** Waits up to 5 s for processes to end; answers those that still run. */
export async function waitForEnd(tree: readonly ProcessEntry[]): Promise<ProcessEntry[]> {
  const deadline = performance.now() + leftoverTimeout;
  let running = stillRunning(tree);
  while (running.length > 0 && performance.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    running = stillRunning(running);
  }
  return running;
}
