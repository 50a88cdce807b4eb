import { expect, test, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { NoticeAction, Services } from '../../../../src-renderer/app/services.ts';
import type { OwnCode } from '../../../../src-renderer/features/collaboration/live/live-session.ts';
import type { LiveSessions } from '../../../../src-renderer/features/collaboration/live/live-sessions.ts';
import type { InvitationTerms, Removal } from '../../../../src-renderer/features/collaboration/session/session.ts';
import { shareCommands } from '../../../../src-renderer/features/collaboration/share/share-commands.ts';
import { createSharing } from '../../../../src-renderer/features/collaboration/share/share-state.ts';
import { membersOf } from '../../../../src-renderer/features/collaboration/share/terms.ts';

const code = (subject: string, change = {}) => {
  const terms = { role: 'editor', notAfter: null, uses: null, waitingRoom: false } as const;
  return { kind: 'invitation', subject, epoch: 1, signature: '', ...terms, ...change } as const;
};
const named = (subject: string, role: 'editor' | 'viewer' | null, notAfter: number | null = null) =>
  ({ kind: 'person', subject, role, notAfter, epoch: 1, signature: '' }) as const;
const came = (person: string, invitation: string) => ({ person, admission: { invitation, signature: '' } });

/** A window with a session of its own; Ben is in it, Carl may come in and is away. */
function setUp() {
  const entries: ReturnType<typeof code>[] = [];
  const codes = createStore<readonly OwnCode[]>(() => []);
  const removal: Removal = { codes: [], staying: [] };
  const own = {
    invite: vi.fn(async (terms: InvitationTerms) => {
      const invitation = `code ${entries.length + 1}`;
      entries.push(code(invitation, terms));
      return { code: { secret: BigInt(entries.length) }, invitation };
    }),
    revoke: vi.fn(async (invitation: string) => {
      const at = entries.findIndex(({ subject }) => subject === invitation);
      entries.splice(at, 1, code(invitation, { role: null }));
    }),
    removalOf: vi.fn(() => removal),
    remove: vi.fn(async () => removal),
    setRole: vi.fn(async () => undefined),
  };
  const roster = {
    ownerKey: 'ann',
    entries: () => [...entries, named('carl', 'viewer')],
    admissions: () => [],
  };
  const ben = { person: 'ben', client: 2, name: 'Ben', color: 1, role: 'editor', self: false };
  const live = {
    own,
    name: 'Ferry times',
    me: { profile: { name: 'Ann' } },
    codes,
    opening: createStore(() => ({ network: 'closed' })),
    state: createStore(() => ({ people: [{ ...ben, person: 'ann', self: true }, ben] })),
    session: { mesh: { membership: { roster } }, nameOf: (person: string) => (person === 'carl' ? 'Carl' : null) },
  };
  const announce = vi.fn(async () => undefined);
  const dialog: { body: string; answer: string } = { body: '', answer: 'cancel' };
  const picks: { label: string; description?: string }[][] = [];
  const notices: { title: string; actions?: readonly NoticeAction[] }[] = [];
  const run = vi.fn();
  const services = {
    core: { collaboration: { announce }, cloud: { state: async () => ({ lan: { on: false } }) } },
    coreReconnected: { listen: () => ({ dispose() {} }) },
    commands: { run },
    dialogs: {
      ask: async ({ body }: { body: string }) => {
        dialog.body = body;
        return dialog.answer;
      },
      pick: async ({ items }: { items: { label: string; value: unknown }[] }) => {
        picks.push(items);
        return items.at(-1)?.value;
      },
    },
    notifications: { info: (title: string, more = {}) => notices.push({ title, ...more }) },
  } as unknown as Services;
  const sessions = {
    services,
    live: createStore(() => ({ session: live })),
    follow: () => ({ dispose() {} }),
  } as unknown as LiveSessions;
  const sharing = createSharing(sessions);
  const commands = new Map(
    shareCommands(services, { sessions, sharing, places: undefined as never }).map((each) => [each.id, each]),
  );
  const command = (id: string, argument?: unknown) => commands.get(`collaboration.${id}`)?.run(argument);
  return { announce, codes, command, dialog, notices, own, picks, removal, run, sharing };
}

test('the network is told of one code, which ends when it is told no longer', async () => {
  const { announce, codes, own, sharing } = setUp();
  const mine = await sharing.makeCode();
  await sharing.showOnNetwork(true);
  await sharing.showOnNetwork(true);
  expect(own.invite.mock.calls.map(([{ waitingRoom }]) => waitingRoom)).toEqual([false, true]);
  await sharing.showOnNetwork(false);
  expect(announce).toHaveBeenLastCalledWith({ session: null });
  expect(own.revoke.mock.calls).toEqual([['code 2']]);
  expect(codes.getState().map((each) => each.code)).toEqual([mine]);
  expect(sharing.state.getState()).toMatchObject({ onNetwork: false, shown: mine });
});

test('revoking the code that the network is told of ends the telling, too', async () => {
  const { announce, codes, command, dialog, own, sharing } = setUp();
  await sharing.showOnNetwork(true);
  dialog.answer = 'revoke';
  await command('revoke', { invitation: 'code 1', code: 'ABCD' });
  expect(announce).toHaveBeenLastCalledWith({ session: null });
  expect(own.revoke).toHaveBeenCalledOnce();
  expect(codes.getState()).toEqual([]);
  expect(sharing.state.getState().onNetwork).toBe(false);
});

test('a removal says what it does and what it can’t, ends the code, and offers another', async () => {
  const { codes, command, dialog, notices, own, removal, run, sharing } = setUp();
  await sharing.makeCode();
  Object.assign(removal, {
    codes: [code('code 1')],
    staying: [{ person: 'dora', name: 'Dora', role: 'editor', notAfter: null }],
  });
  await command('removePerson', { person: 'ben' });
  expect(dialog.body).toContain('The code that they came with is revoked');
  expect(dialog.body).toContain('These came with it, too, and stay: Dora.');
  expect(dialog.body).toContain('Another code that they know lets them come');
  expect(own.remove).not.toHaveBeenCalled();
  dialog.answer = 'remove';
  await command('removePerson', { person: 'ben' });
  expect(own.remove).toHaveBeenCalledWith('ben');
  expect(codes.getState()).toEqual([]);
  expect(sharing.state.getState().shown).toBeNull();
  expect(notices.at(-1)?.title).toBe('Ben is out, and the code that they came with is revoked');
  await notices.at(-1)?.actions?.[0]?.run();
  expect(run).toHaveBeenCalledWith('collaboration.makeCode');
});

test('somebody who is away is given another role, and removed', async () => {
  const { command, dialog, own, picks } = setUp();
  await command('setRole', { role: 'editor', person: 'carl' });
  expect(own.setRole).toHaveBeenCalledWith('carl', 'editor');
  dialog.answer = 'remove';
  await command('removePerson');
  expect(picks[0]?.map(({ label, description }) => `${label}: ${description}`)).toEqual([
    'Ben: Editor',
    'Carl: Viewer, not here now',
  ]);
  expect(own.remove).toHaveBeenCalledWith('carl');
});

test('who may be in a session: by the owner’s word, else by a code that lets them in', () => {
  const entries = [
    code('open'),
    code('comments', { role: 'commenter', uses: 1 }),
    code('revoked', { role: null }),
    code('expired', { notAfter: 10 }),
    code('waiting', { waitingRoom: true }),
    named('ben', 'viewer'),
    named('out', null),
    named('late', 'editor', 10),
    named('admitted', 'editor'),
    named('owner', 'editor'),
  ];
  const admissions = [
    came('ann', 'open'),
    came('ben', 'open'),
    came('out', 'open'),
    came('late', 'open'),
    came('cid', 'comments'),
    came('gone', 'revoked'),
    came('over', 'expired'),
    came('admitted', 'waiting'),
    came('knocked', 'waiting'),
  ];
  const roster = { ownerKey: 'owner', entries: () => entries, admissions: () => admissions };
  expect(Object.fromEntries(membersOf(roster, 11))).toEqual({
    ann: 'editor',
    ben: 'viewer',
    cid: 'commenter',
    admitted: 'editor',
  });
});
