import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startRepeating } from '../../../cloud-api/repeating.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('works at once and again and again, also after a fault, one at a time', async () => {
  const starts: number[] = [];
  const faults: unknown[] = [];
  const started = Date.now();
  const repeating = startRepeating({
    every: 1000,
    async work() {
      starts.push(Date.now() - started);
      await new Promise((resolve) => setTimeout(resolve, 500));
      if (starts.length === 2) throw new Error('away');
    },
    onError: (error) => faults.push(error),
  });
  await vi.advanceTimersByTimeAsync(4000);
  expect(starts).toEqual([0, 1500, 3000]);
  expect(faults).toEqual([new Error('away')]);
  await repeating.dispose();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(starts).toHaveLength(3);
});

it('tells what is under way to end, and waits for it', async () => {
  let ended = false;
  const repeating = startRepeating({
    every: 1000,
    async work(signal) {
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => setTimeout(resolve, 200)));
      ended = true;
    },
    onError() {},
  });
  const disposed = repeating.dispose();
  await vi.advanceTimersByTimeAsync(200);
  await disposed;
  expect(ended).toBe(true);
});
