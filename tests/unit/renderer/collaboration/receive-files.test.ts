import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Doc } from 'yjs';
import { createStore } from 'zustand/vanilla';
import type { LiveState } from '../../../../src-renderer/features/collaboration/live/live-session.ts';
import { receiveFiles } from '../../../../src-renderer/features/collaboration/live/receive-files.ts';
import type { Role } from '../../../../src-renderer/features/collaboration/protocol/roster.ts';
import { openSessionFiles } from '../../../../src-renderer/features/collaboration/session/session-files.ts';

function start(...roles: Role[]) {
  const files = new Doc();
  const store = createStore(() => ({ refusal: null, progress: null, people: [] }) as unknown as LiveState);
  let here = roles;
  const session = {
    documents: { files },
    files: openSessionFiles(files),
    mesh: { peers: () => here.map((role) => ({ role, direct: true })) },
  };
  const giveUp = new AbortController();
  const seen: boolean[] = [];
  let settled: unknown = 'not yet';
  const receiving = receiveFiles(
    { session, state: { store } } as unknown as Parameters<typeof receiveFiles>[0],
    giveUp.signal,
    ({ alone }) => seen.push(alone),
  );
  receiving.then(
    (name) => {
      settled = name;
    },
    (error: Error) => {
      settled = error;
    },
  );
  return {
    files: session.files,
    seen,
    giveUp,
    settled: () => settled,
    name: (name: string) => files.getMap('meta').set('name', name),
    set: (state: Partial<LiveState>) => store.setState(state),
    become(...next: Role[]) {
      here = next;
      store.setState({ people: [] });
    },
  };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());
const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

test('the name says that all files are here', async () => {
  const { settled, name, files } = start('owner');
  files.add('main.ts', { text: 'one' });
  await pass(2000);
  expect(settled()).toBe('not yet');
  name('Ferry');
  await pass(0);
  expect(settled()).toBe('Ferry');
});

test('without a name, what has come is all when nothing more comes; progress puts it off, typing does not', async () => {
  const { settled, files, set } = start('editor');
  for (let received = 0; received < 5; received += 1) {
    set({ progress: { received, total: 9 } });
    await pass(9000);
  }
  expect(settled()).toBe('not yet');
  set({ progress: null });
  files.add('main.ts', { text: 'one' });
  for (let second = 0; second < 3; second += 1) {
    files.text(files.find('main.ts')?.id ?? '')?.insert(0, 'x');
    await pass(1000);
  }
  expect(settled()).toBeNull();
});

test('an empty session without a name is joined, too', async () => {
  const { settled } = start('owner');
  await pass(10_000);
  expect(settled()).toBeNull();
});

test('among those who may not write it waits for somebody who may', async () => {
  const { settled, seen, become, name } = start('viewer', 'commenter');
  await pass(600_000);
  expect(settled()).toBe('not yet');
  expect(seen.at(-1)).toBe(true);
  become('viewer', 'editor');
  expect(seen.at(-1)).toBe(false);
  become('viewer');
  await pass(600_000);
  expect([settled(), seen.at(-1)]).toEqual(['not yet', true]);
  become('owner');
  name('Ferry');
  await pass(0);
  expect(settled()).toBe('Ferry');
});

test.each([
  ['removed', 'The owner has removed you from this session.'],
  ['revoked', 'This code has been revoked. Ask for a new one.'],
  ['expired', 'This code has expired. Ask for a new one.'],
] as const)('whoever is %s meanwhile hears why', async (refusal, words) => {
  const { settled, set } = start('viewer');
  set({ refusal });
  await pass(0);
  expect(settled()).toEqual(new Error(words));
});

test('it can be given up, also before it has begun', async () => {
  const { settled, giveUp } = start('viewer');
  giveUp.abort();
  await pass(0);
  expect(settled()).toMatchObject({ name: 'AbortError' });
  const session = {} as Parameters<typeof receiveFiles>[0];
  await expect(receiveFiles({ ...session, state: {} as never }, AbortSignal.abort(), () => {})).rejects.toThrow();
});
