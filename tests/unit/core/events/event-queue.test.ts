import { expect, test } from 'vitest';
import type { CoreEvent } from '../../../../contract/desktop/events.ts';
import { defaultSettings } from '../../../../contract/model/settings.ts';
import { createEventQueue } from '../../../../src-main/core/events/event-queue.ts';

const files = (projectId: string, count: number): CoreEvent => ({
  type: 'files.changed',
  projectId,
  changes: Array.from({ length: count }, (_, number) => ({ path: `file-${number}`, kind: 'changed' })),
  rescan: false,
});
const notice = (title: string): CoreEvent => ({ type: 'notice.raised', level: 'info', title, detail: '' });

function drain(queue: ReturnType<typeof createEventQueue>): CoreEvent[] {
  const events: CoreEvent[] = [];
  for (let event = queue.shift(); event; event = queue.shift()) events.push(event);
  return events;
}

test('events come out in the order in which they went in', () => {
  const queue = createEventQueue();
  const events = [files('a', 1), notice('one'), files('a', 2)];
  for (const event of events) queue.push(event);
  expect(drain(queue)).toEqual(events);
});

test('of events that carry a whole state only the last is kept', () => {
  const queue = createEventQueue();
  const settings = { effective: defaultSettings, user: {}, project: {}, problems: [], keybindings: [] };
  queue.push({ type: 'projects.changed', projects: [] });
  queue.push({ type: 'git.changed', projectId: 'a', branch: 'one' });
  queue.push({ type: 'git.changed', projectId: 'b', branch: 'other' });
  queue.push({ type: 'settings.changed', projectId: 'a', settings });
  queue.push({ type: 'git.changed', projectId: 'a', branch: 'two' });
  queue.push({ type: 'settings.changed', projectId: 'a', settings });
  queue.push({ type: 'projects.changed', projects: [] });
  expect(drain(queue).map((event) => [event.type, 'branch' in event ? event.branch : ''])).toEqual([
    ['git.changed', 'other'],
    ['git.changed', 'two'],
    ['settings.changed', ''],
    ['projects.changed', ''],
  ]);
});

test('a reader that falls behind is told to list anew instead of file by file', () => {
  const queue = createEventQueue();
  for (let round = 0; round < 200; round += 1) queue.push(files(round % 2 === 0 ? 'a' : 'user', 100));
  queue.push(notice('kept'));
  expect(queue.length).toBeLessThan(200);
  const events = drain(queue);
  expect(events).toContainEqual({ type: 'files.changed', projectId: 'a', changes: [], rescan: true });
  expect(events).toContainEqual({ type: 'files.changed', projectId: 'user', changes: [], rescan: true });
  expect(events).toContainEqual(notice('kept'));
});

test('what waits is bounded whatever comes', () => {
  const queue = createEventQueue();
  for (let round = 0; round < 100_000; round += 1) queue.push(files('a', 1));
  expect(queue.length).toBeLessThanOrEqual(10_001);
  for (let round = 0; round < 1000; round += 1) queue.push(notice(`notice ${round}`));
  expect(drain(queue).filter(({ type }) => type === 'notice.raised')).toHaveLength(100);
});

test('after it was read empty it begins to count anew', () => {
  const queue = createEventQueue();
  queue.push(files('a', 9000));
  drain(queue);
  queue.push(files('a', 9000));
  expect(drain(queue)).toMatchObject([{ rescan: false }]);
});
