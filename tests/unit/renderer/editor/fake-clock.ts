import type { Clock } from '../../../../src-renderer/features/editor/documents/backup-schedule.ts';

/** Time that only moves when it is told to. */
export interface FakeClock extends Clock {
  /** Runs what falls due in the next milliseconds, in its order. */
  advance(milliseconds: number): Promise<void>;
  waiting(): number;
}

export function createFakeClock(): FakeClock {
  let now = 0;
  const timers = new Set<{ at: number; run: () => void }>();
  const settle = async () => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  };
  return {
    now: () => now,
    setTimer(run, milliseconds) {
      const timer = { at: now + milliseconds, run };
      timers.add(timer);
      return { dispose: () => timers.delete(timer) };
    },
    async advance(milliseconds) {
      await settle();
      const end = now + milliseconds;
      for (;;) {
        const next = [...timers].filter(({ at }) => at <= end).sort((one, other) => one.at - other.at)[0];
        if (!next) break;
        timers.delete(next);
        now = next.at;
        next.run();
        await settle();
      }
      now = end;
      await settle();
    },
    waiting: () => timers.size,
  };
}
