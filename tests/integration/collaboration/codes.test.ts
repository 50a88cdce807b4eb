import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { formatSessionCode } from '../../../src-renderer/features/collaboration/protocol/session-code.ts';
import {
  hostSession,
  type InvitationTerms,
  joinSession,
  type OwnSession,
  resumeSession,
  type Session,
} from '../../../src-renderer/features/collaboration/session/session.ts';
import { startTestCloud, type TestCloud } from '../../support/cloud.ts';
import { createPerson, keepState } from '../../support/session-peer.ts';

let cloud: TestCloud;
const sessions: Session[] = [];

beforeAll(async () => {
  cloud = await startTestCloud({ SIGNALING_SOCKETS_PER_ADDRESS: '100' });
});
afterEach(() => {
  for (const session of sessions.splice(0)) session.dispose();
});
afterAll(() => cloud.close());

const soon = { timeout: 15_000, interval: 10 };
const usual: InvitationTerms = { role: 'editor', notAfter: null, uses: null, waitingRoom: false };

function open<Kind extends Session>(session: Kind): Kind {
  sessions.push(session);
  return session;
}

async function host(): Promise<OwnSession> {
  return open(await hostSession((await createPerson('Olga')).options(cloud.url)));
}

type Code = Awaited<ReturnType<OwnSession['invite']>>['code'];

async function join(code: Code, name: string) {
  const person = await createPerson(name);
  const session = open(await joinSession(code, person.options(cloud.url)));
  return { ...person, session };
}

const isIn = ({ session }: { session: Session }) => vi.waitFor(() => expect(session.mesh.role).toBe('editor'), soon);

test('the seventeenth code is refused in words, and there is room again where one is revoked or used up', async () => {
  const owner = await host();
  const once = await owner.invite({ ...usual, uses: 1 });
  const codes = [];
  for (let made = 1; made < 16; made += 1) codes.push(await owner.invite(usual));
  await expect(owner.invite(usual)).rejects.toThrow('A session has up to 16 codes at a time. Revoke one first.');
  expect(owner.mesh.membership?.roster.entries()).toHaveLength(16);
  await owner.revoke(codes[0]?.invitation ?? '');
  await isIn(await join((await owner.invite(usual)).code, 'Ann'));
  await expect(owner.invite(usual)).rejects.toThrow('Revoke one first.');
  await isIn(await join(once.code, 'Ben'));
  await isIn(await join((await owner.invite(usual)).code, 'Carl'));
});

test('a door that was kept and belongs to no code is not opened again', async () => {
  const olga = await createPerson('Olga');
  const owner = open(await hostSession(olga.options(cloud.url)));
  const { invitation } = await owner.invite(usual);
  const kept = keepState(owner);
  const [door] = kept.membership.doors;
  if (!door) throw new Error('no door');
  kept.membership.doors.unshift({ ...door, invitation: 'x'.repeat(43), topic: `ff-${'x'.repeat(24)}` });
  owner.dispose();
  sessions.splice(0);
  const { session } = await resumeSession(kept, olga.options(cloud.url));
  open(session);
  expect(session.mesh.doors().map((each) => each.invitation)).toEqual([invitation]);
});

test('whoever is removed does not come in again under another key, and the others who came by the same code stay', async () => {
  const owner = await host();
  const { code, invitation } = await owner.invite({ ...usual, notAfter: Date.now() + 3_600_000 });
  const other = await owner.invite(usual);
  const ann = await join(code, 'Ann');
  const ben = await join(code, 'Ben');
  const carl = await join(code, 'Carl');
  for (const each of [ann, ben, carl]) await isIn(each);
  await vi.waitFor(() => expect(owner.mesh.membership?.roster.admissions()).toHaveLength(3), soon);
  // Carl is away, and known by what he wrote on coming in.
  await vi.waitFor(() => expect(owner.activity.entries().map(({ name }) => name)).toContain('Carl'), soon);
  const kept = keepState(carl.session);
  carl.session.dispose();
  await vi.waitFor(() => expect(owner.mesh.peers()).toHaveLength(2), soon);
  expect(owner.nameOf(carl.person)).toBe('Carl');

  expect(
    owner
      .removalOf(ann.person)
      .staying.map(({ name }) => name)
      .sort(),
  ).toEqual(['Ben', 'Carl']);
  const { codes } = await owner.remove(ann.person);
  expect(codes.map(({ subject }) => subject)).toEqual([invitation]);
  await vi.waitFor(() => expect(ann.refusals).toContain('removed'), soon);
  const again = await join(code, 'Ann again');
  await vi.waitFor(() => expect(again.refusals).toContain('revoked'), soon);
  expect(ben.session.mesh.role).toBe('editor');
  expect(ben.refusals).toEqual([]);
  const back = await resumeSession(kept, carl.options(cloud.url));
  open(back.session);
  await vi.waitFor(
    () =>
      expect(
        owner.mesh
          .peers()
          .map(({ profile }) => profile.name)
          .sort(),
      ).toEqual(['Ben', 'Carl']),
    soon,
  );
  expect(carl.refusals).toEqual([]);
  // A role of one's own ends when the code would have.
  const own = owner.mesh.membership?.roster.entries().find(({ subject }) => subject === ben.person);
  expect(own).toMatchObject({ kind: 'person', role: 'editor', notAfter: expect.any(Number) });
  // The other code goes on.
  await isIn(await join(other.code, 'Dora'));
  expect(formatSessionCode(other.code)).not.toBe(formatSessionCode(code));
});

test('a code of the waiting room goes on when somebody is removed who came by it: it lets nobody in by itself', async () => {
  const owner = await host();
  const { code, invitation } = await owner.invite({ ...usual, waitingRoom: true });
  const ann = await join(code, 'Ann');
  await vi.waitFor(() => expect(ann.refusals).toContain('waiting'), soon);
  await owner.setRole(ann.person, 'editor');
  await isIn(ann);
  expect(owner.removalOf(ann.person)).toEqual({ codes: [], staying: [] });
  await owner.remove(ann.person);
  await vi.waitFor(() => expect(ann.refusals).toContain('removed'), soon);
  const again = await join(code, 'Ann again');
  await vi.waitFor(() => expect(again.refusals).toContain('waiting'), soon);
  expect(again.session.mesh.role).toBeNull();
  const entry = owner.mesh.membership?.roster.entries().find(({ subject }) => subject === invitation);
  expect(entry?.role).toBe('editor');
});

test('whoever was removed by mistake comes in again once the owner has said so, with a code that works', async () => {
  const owner = await host();
  const person = await createPerson('Ann');
  const knock = async (code: Code) => open(await joinSession(code, person.options(cloud.url)));
  const first = await knock((await owner.invite(usual)).code);
  await isIn({ session: first });
  await owner.remove(person.person);
  await vi.waitFor(() => expect(person.refusals).toContain('removed'), soon);
  const { code } = await owner.invite(usual);
  first.dispose();
  person.refusals.length = 0;
  const refused = await knock(code);
  await vi.waitFor(() => expect(person.refusals).toContain('removed'), soon);
  refused.dispose();
  await owner.setRole(person.person, 'editor');
  await isIn({ session: await knock(code) });
});
