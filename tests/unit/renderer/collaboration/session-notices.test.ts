import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { NoticeAction } from '../../../../src-renderer/app/services.ts';
import type { Collaboration } from '../../../../src-renderer/features/collaboration/live/live-session.ts';
import type { Waiting } from '../../../../src-renderer/features/collaboration/protocol/entrance.ts';
import type { Role } from '../../../../src-renderer/features/collaboration/protocol/roster.ts';
import { createSessionNotices } from '../../../../src-renderer/features/collaboration/share/session-notices.ts';
import { createTalkNotices } from '../../../../src-renderer/features/collaboration/talk/talk-notices.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp(own: boolean, role: Role | null) {
  const state = createStore<{ role: Role | null; waiting: readonly Waiting[] }>(() => ({ role, waiting: [] }));
  const roster = {
    ownerKey: 'olga',
    entries: () => [{ kind: 'invitation', subject: 'code', role: 'editor' }],
  };
  const session = { mesh: { membership: { roster } }, nameOf: (key: string) => (key === 'olga' ? 'Olga' : null) };
  const run = vi.fn(async () => undefined);
  const raised: { title: string; detail?: string; actions?: readonly NoticeAction[] }[] = [];
  const info = (title: string, more = {}) => void raised.push({ title, ...more });
  const sent: { id: string; title: string }[] = [];
  const notices = createTalkNotices({ notifications: { info } as never }, async (each) => void sent.push(each));
  const collaboration = {
    services: { commands: { run } },
    follow: (work: (live: unknown) => unknown) => work({ own: own ? {} : null, session, state }),
  } as unknown as Collaboration;
  createSessionNotices(collaboration, notices);
  return { notices, raised, run, sent, state };
}

const waiting = (person: string): Waiting => ({ person, profile: { name: person, color: 0 }, invitation: 'code' });

test('the owner is told once of each who waits, and admits or turns them away there', async () => {
  const { notices, raised, run, sent, state } = setUp(true, 'owner');
  state.setState({ waiting: [waiting('Gus')] });
  vi.advanceTimersByTime(1000);
  expect(raised.map(({ title }) => title)).toEqual(['Gus waits to be let in']);
  expect(raised[0]?.detail).toMatch(/^as Editor, key Gus/);
  expect(raised[0]?.actions?.map(({ title }) => title)).toEqual(['Admit', 'Deny']);
  // In front of another window: choosing it lets nobody in.
  expect(sent.map(({ title }) => title)).toEqual(['Gus waits to be let in']);
  notices.chosen(sent[0]?.id ?? '');
  expect(run.mock.calls).toEqual([['workbench.view.session']]);
  await raised[0]?.actions?.[0]?.run();
  expect(run).toHaveBeenLastCalledWith('collaboration.admit', expect.objectContaining(waiting('Gus')));
  await raised[0]?.actions?.[1]?.run();
  expect(run).toHaveBeenLastCalledWith('collaboration.deny', expect.objectContaining({ person: 'Gus' }));
  // Their link breaks, and they knock again.
  state.setState({ waiting: [] });
  state.setState({ waiting: [waiting('Gus')] });
  vi.advanceTimersByTime(1000);
  expect(raised).toHaveLength(1);
  state.setState({ waiting: ['Gus', 'Ida', 'Jo', 'Kim', 'Lea'].map(waiting) });
  vi.advanceTimersByTime(1000);
  expect(raised.slice(1).map(({ title }) => title)).toEqual(['4 people wait to be let in']);
  expect(raised[1]?.actions?.map(({ title }) => title)).toEqual(['Show']);
});

test('a guest is told of another role, by whom and what they may do, and not of the first', () => {
  const { raised, state } = setUp(false, null);
  state.setState({ role: 'editor' });
  expect(raised).toEqual([]);
  state.setState({ role: 'viewer' });
  state.setState({ waiting: [] });
  state.setState({ role: 'editor' });
  state.setState({ role: 'commenter' });
  expect(raised.map(({ title, detail }) => [title, detail])).toEqual([
    ['Olga made you a viewer', 'You can read this session, not change it'],
    ['Olga made you an editor', 'You may change files and comment now.'],
    ['Olga made you a commenter', 'You may comment, and not change files.'],
  ]);
});

test('guests are not told of those who wait', () => {
  const { raised, state } = setUp(false, 'editor');
  state.setState({ waiting: [waiting('Gus')] });
  vi.advanceTimersByTime(1000);
  expect(raised).toEqual([]);
});
