import type { DevtoolsPage } from './devtools.ts';

/** How smoothly a page went on while something happened. All in milliseconds. */
export interface FrameReport {
  /** From each frame to the next. */
  readonly intervals: readonly number[];
  /** The longest task; 0 when none took 50 ms. */
  readonly longestTask: number;
  /** The longest time in which the page answered to nothing: between frames, or in one task. */
  readonly longestFreeze: number;
}

/** From now on the page notes when it makes frames. */
export function watchFrames(page: DevtoolsPage): Promise<void> {
  return page.evaluate(`(() => {
    window.benchFrames?.stop();
    const intervals = [];
    let longestTask = 0;
    let running = true;
    let last = performance.now();
    const observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longestTask = Math.max(longestTask, duration);
    });
    observer.observe({ type: 'longtask' });
    const next = () => {
      const now = performance.now();
      intervals.push(now - last);
      last = now;
      if (running) requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
    window.benchFrames = {
      stop() {
        running = false;
        observer.disconnect();
        return { intervals, longestTask, longestFreeze: Math.max(longestTask, performance.now() - last, ...intervals) };
      },
    };
  })()`);
}

/** What the page has noted since. */
export function takeFrames(page: DevtoolsPage): Promise<FrameReport> {
  return page.evaluate<FrameReport>('window.benchFrames.stop()');
}
