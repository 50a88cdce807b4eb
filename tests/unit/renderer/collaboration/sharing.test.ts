import { expect, test, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { NoticeAction, Services } from '../../../../src-renderer/app/services.ts';
import type { LiveSession, OwnCode } from '../../../../src-renderer/features/collaboration/live/live-session.ts';
import type { LiveSessions } from '../../../../src-renderer/features/collaboration/live/live-sessions.ts';
import type { Waiting } from '../../../../src-renderer/features/collaboration/protocol/entrance.ts';
import type { InvitationTerms, Removal } from '../../../../src-renderer/features/collaboration/session/session.ts';
import { knownCodes, workingCode } from '../../../../src-renderer/features/collaboration/share/known-codes.ts';
import { peopleRemoved } from '../../../../src-renderer/features/collaboration/share/people-away.ts';
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
  const people: ReturnType<typeof named>[] = [named('carl', 'viewer')];
  const admissions: ReturnType<typeof came>[] = [];
  const codes = createStore<readonly OwnCode[]>(() => []);
  const removal: Removal = { codes: [], staying: [] };
  const own = {
    invite: vi.fn(async (terms: InvitationTerms) => {
      const invitation = `code ${entries.length + 1}`;
      entries.push(code(invitation, { ...terms, epoch: entries.length + 1 }));
      return { code: { secret: BigInt(entries.length) }, invitation };
    }),
    revoke: vi.fn(async (invitation: string) => {
      const at = entries.findIndex(({ subject }) => subject === invitation);
      entries.splice(at, 1, code(invitation, { role: null }));
    }),
    removalOf: vi.fn(() => removal),
    remove: vi.fn(async (person: string) => {
      await own.setRole(person, null);
      return removal;
    }),
    setRole: vi.fn(async (person: string, role: 'editor' | 'viewer' | null) => {
      const before = people.findIndex(({ subject }) => subject === person);
      people.splice(before, before < 0 ? 0 : 1, named(person, role));
    }),
  };
  const roster = {
    ownerKey: 'ann',
    entries: () => [...entries, ...people],
    admissions: () => admissions,
  };
  const waiting: Waiting[] = [];
  const ben = { person: 'ben', client: 2, name: 'Ben', color: 1, role: 'editor', self: false };
  const live = {
    own,
    name: 'Ferry times',
    me: { profile: { name: 'Ann' } },
    codes,
    opening: createStore(() => ({ network: 'closed' })),
    state: createStore(() => ({ people: [{ ...ben, person: 'ann', self: true }, ben], waiting })),
    session: {
      mesh: { membership: { roster } },
      activity: { entries: () => [{ act: { type: 'removed', person: 'dora', name: 'Dora' } }] },
      nameOf: (person: string) => (person === 'carl' ? 'Carl' : null),
    },
  };
  const announce = vi.fn(async () => undefined);
  const dialog: { body: string; answer: string } = { body: '', answer: 'cancel' };
  const copied: string[] = [];
  const picks: { label: string; description?: string }[][] = [];
  const notices: { title: string; actions?: readonly NoticeAction[] }[] = [];
  const run = vi.fn(async (id: string, argument?: unknown) => command(id.replace('collaboration.', ''), argument));
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
    shell: { system: { writeClipboard: async ({ text }: { text: string }) => copied.push(text) } },
  } as unknown as Services;
  const sessions = {
    services,
    live: createStore(() => ({ session: live })),
    share: async () => live,
    follow: () => ({ dispose() {} }),
  } as unknown as LiveSessions;
  const sharing = createSharing(sessions);
  const commands = new Map(
    shareCommands(services, { sessions, sharing, places: undefined as never }).map((each) => [each.id, each]),
  );
  const command = (id: string, argument?: unknown) => commands.get(`collaboration.${id}`)?.run(argument);
  const removed = () => peopleRemoved(live as never, sharing.state.getState().turnedAway).map(({ name }) => name);
  return {
    admissions,
    announce,
    codes,
    command,
    copied,
    dialog,
    live: live as unknown as LiveSession,
    notices,
    own,
    people,
    picks,
    removal,
    removed,
    run,
    sharing,
    waiting,
  };
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

test('whoever was removed is let in again, from the notice and later on', async () => {
  const { command, dialog, notices, own, people, picks, removed } = setUp();
  dialog.answer = 'remove';
  await command('removePerson', { person: 'carl' });
  expect(removed()).toEqual(['Carl']);
  expect(notices.at(-1)).toMatchObject({ title: 'Carl is out', actions: [{ title: 'Let in again' }] });
  await notices.at(-1)?.actions?.[0]?.run();
  expect(own.setRole).toHaveBeenLastCalledWith('carl', 'viewer');
  expect(notices.at(-1)?.title).toBe('Carl may come in again');
  expect(removed()).toEqual([]);

  people.push(named('dora', null), named('abcdefghijkl', null));
  expect(removed()).toEqual(['Dora', 'abcd efgh']);
  await command('letInAgain', { person: 'dora', role: 'editor' });
  expect(own.setRole).toHaveBeenLastCalledWith('dora', 'editor');
  await command('letInAgain');
  expect(picks[0]).toMatchObject([{ label: 'abcd efgh' }]);
  // The last role in the list.
  expect(own.setRole).toHaveBeenLastCalledWith('abcdefghijkl', 'viewer');
});

test('whoever was denied by mistake is let in again as what their code says', async () => {
  const { command, notices, own, removed, sharing, waiting } = setUp();
  await sharing.makeCode();
  const dora = { person: 'eve', profile: { name: 'Eve', color: 0 }, invitation: 'code 1' };
  waiting.push(dora);
  await command('deny', { person: 'eve' });
  expect(own.setRole).toHaveBeenLastCalledWith('eve', null);
  expect(removed()).toEqual(['Eve']);
  expect(notices.at(-1)).toMatchObject({ title: 'Eve is turned away', actions: [{ title: 'Let in again' }] });
  await notices.at(-1)?.actions?.[0]?.run();
  expect(own.setRole).toHaveBeenLastCalledWith('eve', 'editor');
  expect(removed()).toEqual([]);
  // Her link has gone meanwhile.
  waiting.pop();
  await command('deny', dora);
  expect(removed()).toEqual(['Eve']);
});

test('only codes that still admit somebody are shown and copied', async () => {
  const { admissions, command, copied, live, notices, own, sharing } = setUp();
  sharing.setTerms({ uses: 1 });
  const once = await sharing.makeCode();
  expect(workingCode(live, once, Date.now())).toBe(once);
  admissions.push(came('ben', 'code 1'));
  expect(workingCode(live, sharing.state.getState().shown, Date.now())).toBeNull();
  await command('copyCode', { code: once });
  expect([copied, notices.at(-1)?.title]).toEqual([[], 'This code admits nobody any more']);
  sharing.setTerms({ uses: null });
  await command('copyCode');
  expect(own.invite).toHaveBeenCalledTimes(2);
  const [fresh] = copied;
  expect(fresh).not.toBe(once);

  sharing.setTerms({ lifetime: '7' });
  await sharing.makeCode();
  await sharing.showOnNetwork(true);
  await command('copyCode');
  expect(own.invite).toHaveBeenCalledTimes(4);
  expect(copied).toHaveLength(2);
  expect(copied[1]).not.toBe(fresh);
  const later = Date.now() + 8 * 86_400_000;
  // All but those that have expired, and the one of the network.
  expect(knownCodes(live, later).map(({ nearby }) => nearby)).toEqual([true]);
  expect(knownCodes(live, Date.now()).map(({ code: text }) => text)).toEqual([expect.any(String), copied[1], fresh]);
});

test('a code that this machine still knows is copied after a restart, and one of another machine is not', async () => {
  const { codes, command, copied, live, own, sharing } = setUp();
  const made = await sharing.makeCode();
  await sharing.makeCode();
  codes.setState(codes.getState().slice(0, 1), true);
  sharing.state.setState({ shown: null });
  expect(knownCodes(live, Date.now()).map(({ code: text }) => text)).toEqual([null, made]);
  await command('copyCode');
  expect(copied).toEqual([made]);
  await sharing.start();
  expect(own.invite).toHaveBeenCalledTimes(2);
});

test('somebody who is away is given another role, and removed', async () => {
  const { command, dialog, own, picks } = setUp();
  await command('setRole', { role: 'editor', person: 'carl' });
  expect(own.setRole).toHaveBeenCalledWith('carl', 'editor');
  dialog.answer = 'remove';
  await command('removePerson');
  expect(picks[0]?.map(({ label, description }) => `${label}: ${description}`)).toEqual([
    'Ben: Editor',
    'Carl: Editor, not here now',
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
