import type { Disposable } from '../../../app/disposable.ts';
import { type Clock, systemClock } from '../documents/backup-schedule.ts';

/** Runs something once things have been quiet for a while, and now and then while they are not. */
export interface QuietTimer extends Disposable {
  /** Something has happened; costs next to nothing, however often it is called. */
  touch(): void;
}

/** `quiet` milliseconds after the last touch, at most `most` after the first; without `most` it waits for quiet. */
export function createQuietTimer(
  delays: { readonly quiet: number; readonly most?: number },
  run: () => void,
  clock: Clock = systemClock,
): QuietTimer {
  const { quiet, most = Number.POSITIVE_INFINITY } = delays;
  let timer: Disposable | null = null;
  let first = 0;
  let last = 0;
  const arm = (milliseconds: number): void => {
    timer = clock.setTimer(() => {
      const due = Math.min(last + quiet, first + most) - clock.now();
      if (due > 0) {
        arm(due);
        return;
      }
      timer = null;
      run();
    }, milliseconds);
  };
  return {
    touch() {
      last = clock.now();
      if (timer) return;
      first = last;
      arm(Math.min(quiet, most));
    },
    dispose() {
      timer?.dispose();
      timer = null;
    },
  };
}
