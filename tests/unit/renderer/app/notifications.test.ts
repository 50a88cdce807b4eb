import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createNotifications } from '../../../../src-renderer/app/notifications.ts';

describe('notices', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('keeps the newest first and counts what has not been seen', () => {
    const centre = createNotifications();
    centre.info('One');
    centre.error('Two', { detail: 'why' });
    expect(centre.state.getState().notices.map(({ title }) => title)).toEqual(['Two', 'One']);
    expect(centre.state.getState().unseen).toBe(2);
    centre.markSeen();
    expect(centre.state.getState().unseen).toBe(0);
    centre.clear();
    expect(centre.state.getState().notices).toEqual([]);
  });

  it('shows progress only for work that takes a moment, and takes it away at the end', async () => {
    const centre = createNotifications();
    await centre.progress('Quick', async () => 1);
    expect(centre.state.getState().notices).toEqual([]);

    let finish: (value: number) => void = () => {};
    const work = centre.progress('Copying', (report) => {
      report({ message: '3 of 10', fraction: 0.3 });
      return new Promise<number>((resolve) => {
        finish = resolve;
      });
    });
    await vi.advanceTimersByTimeAsync(400);
    expect(centre.state.getState().notices[0]).toMatchObject({
      level: 'progress',
      title: 'Copying',
      progress: { message: '3 of 10', fraction: 0.3 },
    });
    finish(7);
    await expect(work).resolves.toBe(7);
    expect(centre.state.getState().notices).toEqual([]);
  });

  it('hands a signal to the work that its cancel button aborts, and passes the rejection on', async () => {
    const centre = createNotifications();
    const work = centre.progress('Copying', (_report, signal) => {
      return new Promise<never>((_, reject) => {
        signal.addEventListener('abort', () => reject(new Error('stopped')));
      });
    });
    const stopped = expect(work).rejects.toThrow('stopped');
    await vi.advanceTimersByTimeAsync(400);
    centre.state.getState().notices[0]?.cancel?.();
    await stopped;
    expect(centre.state.getState().notices).toEqual([]);
  });
});
