import { expect, test } from 'vitest';
import { createFlow } from '../../../../src-renderer/features/collaboration/protocol/flow.ts';

const part = 16 * 1024;

/** Sends over a line that takes so many bytes a millisecond and so long one way; answers the most that waited on it, and how long all took. */
function run(rate: number, delay: number, parts: number): { readonly most: number; readonly took: number } {
  let time = 0;
  const flow = createFlow(() => time);
  const arrivals: number[] = [];
  let free = 0;
  let [sent, most] = [0, 0];
  while (sent < parts || arrivals.length > 0) {
    while (sent < parts && flow.mayProceed()) {
      free = Math.max(free, time) + part / rate;
      arrivals.push(free + 2 * delay);
      flow.sent(part);
      sent += 1;
    }
    most = Math.max(most, free - time);
    time = arrivals.shift() ?? time;
    expect(flow.confirmed(part)).toBe(true);
  }
  return { most, took: time };
}

test('on a slow line little goes ahead, so that what is urgent waits for little', () => {
  const { most, took } = run(125, 100, 100);
  expect(most).toBeLessThan(600);
  expect(took).toBeLessThan((1.3 * (100 * part)) / 125);
});

test('a fast line is used', () => {
  const { took } = run(50_000, 0.2, 1250);
  expect(took).toBeLessThan((1.2 * (1250 * part)) / 50_000);
  const far = run(12_500, 25, 1250);
  expect(far.took).toBeLessThan((2 * (1250 * part)) / 12_500);
});

test('nobody confirms more than was sent', () => {
  const flow = createFlow(() => 0);
  flow.sent(100);
  expect(flow.confirmed(60)).toBe(true);
  expect(flow.confirmed(60)).toBe(false);
});
