import { expect, test } from 'vitest';
import type { CoreEvent } from '../../../../contract/desktop/events.ts';
import { createEventHub } from '../../../../src-main/core/events/index.ts';

const branch = (projectId: string, name: string): CoreEvent => ({ type: 'git.changed', projectId, branch: name });
const notice = (title: string): CoreEvent => ({ type: 'notice.raised', level: 'info', title, detail: '' });

test('a window gets the events of its project and of none, not those of another', async () => {
  const hub = createEventHub();
  const stream = hub.subscribe('a');
  hub.emit(branch('b', 'not mine'));
  hub.emit(branch('a', 'mine'));
  hub.emit({ type: 'projects.changed', projects: [] });
  expect((await stream.next()).value).toEqual(branch('a', 'mine'));
  expect((await stream.next()).value).toEqual({ type: 'projects.changed', projects: [] });
  hub.dispose();
});

test("changes in the user's own folder reach every window", async () => {
  const hub = createEventHub();
  const event: CoreEvent = {
    type: 'files.changed',
    projectId: 'user',
    changes: [{ path: 'settings.json', kind: 'changed' }],
    rescan: false,
  };
  const streams = [hub.subscribe('a'), hub.subscribe(null)];
  hub.emit(event);
  for (const stream of streams) expect((await stream.next()).value).toEqual(event);
  hub.dispose();
});

test('a reader that waits gets the next event at once', async () => {
  const hub = createEventHub();
  const stream = hub.subscribe(null);
  const next = stream.next();
  hub.emit(notice('now'));
  expect(await next).toEqual({ done: false, value: notice('now') });
  hub.dispose();
});

test('notices from before the first window wait for it, and only for it', async () => {
  const hub = createEventHub();
  hub.emit(notice('early'));
  const first = hub.subscribe(null);
  expect((await first.next()).value).toEqual(notice('early'));
  const second = hub.subscribe(null);
  hub.emit(notice('later'));
  expect((await second.next()).value).toEqual(notice('later'));
  hub.dispose();
});

test.each([
  ['its signal', (_stream: AsyncIteratorObject<CoreEvent>, stop: AbortController) => stop.abort()],
  ['return', (stream: AsyncIteratorObject<CoreEvent>) => void stream.return?.()],
])('%s ends a stream, also while its reader waits', async (_name, end) => {
  const hub = createEventHub();
  const stop = new AbortController();
  const stream = hub.subscribe('a', stop.signal);
  const waiting = stream.next();
  end(stream, stop);
  expect(await waiting).toEqual({ done: true, value: undefined });
  expect(hub.audiences().size).toBe(0);
  hub.emit(branch('a', 'nobody listens'));
  expect(await stream.next()).toEqual({ done: true, value: undefined });
});

test('the first window of a project and the last one to leave are told', () => {
  const hub = createEventHub();
  const told: [string, boolean][] = [];
  hub.onAudienceChanged((projectId, present) => told.push([projectId, present]));
  const one = hub.subscribe('a');
  const two = hub.subscribe('a');
  hub.subscribe(null);
  void one.return?.();
  void two.return?.();
  expect(told).toEqual([
    ['a', true],
    ['a', false],
  ]);
  hub.dispose();
});

test('a signal that is aborted already subscribes nobody', async () => {
  const hub = createEventHub();
  const stream = hub.subscribe('a', AbortSignal.abort());
  expect(hub.audiences().size).toBe(0);
  expect((await stream.next()).done).toBe(true);
});

test('after disposal streams have ended and listeners hear nothing', async () => {
  const hub = createEventHub();
  const heard: CoreEvent[] = [];
  hub.listen((event) => heard.push(event));
  const stream = hub.subscribe('a');
  hub.dispose();
  hub.emit(notice('too late'));
  expect((await stream.next()).done).toBe(true);
  expect(heard).toEqual([]);
  expect((await hub.subscribe('a').next()).done).toBe(true);
});
