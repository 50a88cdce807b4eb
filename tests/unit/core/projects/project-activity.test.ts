import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createEventHub } from '../../../../src-main/core/events/index.ts';
import { createProjectActivity } from '../../../../src-main/core/projects/project-activity.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp() {
  const events = createEventHub();
  const watched = new Set<string>();
  const failures: unknown[] = [];
  const activity = createProjectActivity({
    events,
    start(projectId) {
      if (projectId === 'broken') throw new Error('no watch');
      watched.add(projectId);
      return { dispose: () => void watched.delete(projectId) };
    },
    onFailed: (error) => failures.push(error),
  });
  return { events, watched, failures, activity };
}

test('a project is watched from its opening on, while a window listens and a little longer', () => {
  const { events, watched, activity } = setUp();
  activity.keep('a');
  const stream = events.subscribe('a');
  vi.advanceTimersByTime(600_000);
  expect([...watched]).toEqual(['a']);
  void stream.return?.();
  vi.advanceTimersByTime(9_000);
  expect([...watched]).toEqual(['a']);
  vi.advanceTimersByTime(2_000);
  expect([...watched]).toEqual([]);
});

test('a window that reloads keeps the watch', () => {
  const { events, watched } = setUp();
  void events.subscribe('a').return?.();
  vi.advanceTimersByTime(5_000);
  events.subscribe('a');
  vi.advanceTimersByTime(600_000);
  expect([...watched]).toEqual(['a']);
});

test('a project that nobody came to listen to is let go', () => {
  const { watched, activity } = setUp();
  activity.keep('a');
  vi.advanceTimersByTime(61_000);
  expect([...watched]).toEqual([]);
});

test('what cannot be watched is reported and does not keep a project from opening', () => {
  const { failures, activity } = setUp();
  activity.keep('broken');
  expect(failures).toHaveLength(1);
});

test('at the end nothing is watched', () => {
  const { events, watched, activity } = setUp();
  activity.keep('a');
  events.subscribe('b');
  expect(watched.size).toBe(2);
  activity.dispose();
  expect(watched.size).toBe(0);
  expect(vi.getTimerCount()).toBe(0);
});
