import { expect, it } from 'vitest';
import { createQuietTimer } from '../../../../src-renderer/features/editor/editors/quiet-timer.ts';
import { createFakeClock } from './fake-clock.ts';

it('runs once it is quiet', async () => {
  const clock = createFakeClock();
  const runs: number[] = [];
  const timer = createQuietTimer({ quiet: 100 }, () => runs.push(clock.now()), clock);
  for (let touch = 0; touch < 20; touch += 1) {
    timer.touch();
    await clock.advance(50);
  }
  expect(runs).toEqual([]);
  await clock.advance(1_000);
  expect(runs).toEqual([1_050]);
});

it('runs now and then while it is not quiet, if it is told to', async () => {
  const clock = createFakeClock();
  const runs: number[] = [];
  const timer = createQuietTimer({ quiet: 60, most: 240 }, () => runs.push(clock.now()), clock);
  for (let touch = 0; touch < 20; touch += 1) {
    timer.touch();
    expect(clock.waiting()).toBe(1);
    await clock.advance(50);
  }
  await clock.advance(1_000);
  const gaps = runs.map((at, index) => at - (runs[index - 1] ?? 0));
  expect(Math.max(...gaps)).toBeLessThanOrEqual(300);
  expect(runs.length).toBeGreaterThanOrEqual(4);
});

it('runs no more after its end', async () => {
  const clock = createFakeClock();
  let runs = 0;
  const timer = createQuietTimer(
    { quiet: 10 },
    () => {
      runs += 1;
    },
    clock,
  );
  timer.touch();
  timer.dispose();
  await clock.advance(100);
  expect(runs).toBe(0);
});
