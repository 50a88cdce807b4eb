import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { signEntry } from '../../../src-renderer/features/collaboration/protocol/roster.ts';
import { createSessionCode } from '../../../src-renderer/features/collaboration/protocol/session-code.ts';
import { startTestCloud, type TestCloud } from '../../support/cloud.ts';
import { startSession, type TestPeer, type TestSession } from '../../support/collaboration.ts';

let cloud: TestCloud;
let session: TestSession;

beforeAll(async () => {
  cloud = await startTestCloud({ SIGNALING_SOCKETS_PER_ADDRESS: '100' });
});
afterEach(() => session.dispose());
afterAll(() => cloud.close());

const soon = { timeout: 15_000, interval: 10 };

async function allLinked(peers: readonly TestPeer[]): Promise<void> {
  await vi.waitFor(() => {
    for (const peer of peers) expect(peer.mesh.peers()).toHaveLength(peers.length - 1);
  }, soon);
}

test('three people edit one text', async () => {
  session = await startSession(cloud.url);
  const { owner } = session;
  owner.type('hello');
  const code = await session.invite('editor');
  const [ann, ben] = await Promise.all([session.join(code, 'Ann'), session.join(code, 'Ben')]);
  await allLinked([owner, ann, ben]);
  await vi.waitFor(() => expect(ann.text()).toBe('hello'), soon);
  ann.type('Ann: ');
  ben.type('!', ben.text().length);
  await vi.waitFor(() => {
    expect(new Set([owner.text(), ann.text(), ben.text()]).size).toBe(1);
    expect(owner.text()).toContain('Ann: ');
    expect(owner.text()).toContain('!');
  }, soon);
  expect(
    ann.mesh
      .peers()
      .map(({ profile, role }) => `${profile.name} ${role}`)
      .sort(),
  ).toEqual(['Ben editor', 'owner owner']);
  ann.awareness.setLocalStateField('cursor', 3);
  await vi.waitFor(() => expect(ben.awareness.getStates().get(ann.files.clientID)).toEqual({ cursor: 3 }), soon);
  ann.mesh.leave();
  await vi.waitFor(() => expect(ben.awareness.getStates().has(ann.files.clientID)).toBe(false), soon);
});

test('what has come is confirmed with the next edit, and by itself where none follows', async () => {
  session = await startSession(cloud.url);
  const { owner } = session;
  const ann = await session.join(await session.invite('editor'), 'Ann');
  await allLinked([owner, ann]);
  for (let round = 1; round <= 3; round += 1) {
    owner.type('o');
    expect(owner.mesh.pending().edits).toBe(1);
    await vi.waitFor(() => expect(ann.text()).toHaveLength(2 * round - 1), soon);
    ann.type('a');
    await vi.waitFor(() => expect(owner.text()).toHaveLength(2 * round), soon);
    // At once: the other's edit has said so.
    expect(owner.mesh.pending().edits).toBe(0);
  }
  await vi.waitFor(() => expect(ann.mesh.pending().edits).toBe(0), soon);
});

test('a project that is longer than a message can be comes in pieces', async () => {
  session = await startSession(cloud.url);
  const { owner } = session;
  const texts = owner.files.getMap<string>('texts');
  const part = 'a line of some length\n'.repeat(200_000);
  owner.files.transact(() => {
    for (let index = 0; index < 17; index += 1) texts.set(`file${index}`, `${index}${part}`);
  });
  const ann = await session.join(await session.invite('editor'), 'Ann');
  await vi.waitFor(() => expect(ann.files.getMap('texts').size).toBe(17), { timeout: 50_000, interval: 100 });
  expect(ann.files.getMap('texts').toJSON()).toEqual(texts.toJSON());
  // And what is added while others are there.
  owner.files.transact(() => {
    for (let index = 17; index < 34; index += 1) texts.set(`file${index}`, `${index}${part}`);
  });
  await vi.waitFor(() => expect(ann.files.getMap('texts').size).toBe(34), { timeout: 50_000, interval: 100 });
  expect(ann.mesh.peers()).toHaveLength(1);
}, 120_000);

test('a viewer changes nothing, a commenter comments only, and a new role holds at once', async () => {
  session = await startSession(cloud.url);
  const { owner } = session;
  const [viewer, commenter] = await Promise.all([
    session.join(await session.invite('viewer'), 'Vera'),
    session.join(await session.invite('commenter'), 'Carl'),
  ]);
  await allLinked([owner, viewer, commenter]);
  commenter.comments.getArray('comments').push(['well done']);
  await vi.waitFor(() => expect(owner.comments.getArray('comments').toArray()).toEqual(['well done']), soon);
  const entry = { kind: 'person', subject: viewer.person, role: 'editor', notAfter: null, epoch: 1 } as const;
  await owner.mesh.publish([await signEntry(session.id, entry, owner.identity)]);
  await vi.waitFor(() => expect(viewer.roles).toEqual(['viewer', 'editor']), soon);
  viewer.type('now I may');
  await vi.waitFor(() => expect(commenter.text()).toBe('now I may'), soon);
  await owner.mesh.publish([await signEntry(session.id, { ...entry, role: null, epoch: 2 }, owner.identity)]);
  await vi.waitFor(() => expect(viewer.refusals).toContain('removed'), soon);
  await vi.waitFor(() => expect(owner.mesh.peers().map(({ profile }) => profile.name)).toEqual(['Carl']), soon);
});

test('codes that are wrong, expired, revoked or used up let nobody in', async () => {
  session = await startSession(cloud.url);
  const { owner } = session;
  const once = await session.invite('editor', { uses: 1 });
  const first = await session.join(once, 'First');
  await allLinked([owner, first]);
  const second = await session.join(once, 'Second');
  await vi.waitFor(() => expect(second.refusals).toContain('full'), soon);
  const late = await session.join(await session.invite('editor', { notAfter: Date.now() - 1000 }), 'Late');
  await vi.waitFor(() => expect(late.refusals).toContain('expired'), soon);
  const revoked = await session.invite('editor');
  const entry = owner.mesh.membership?.roster.entries().at(-1);
  if (entry?.kind !== 'invitation') throw new Error('no invitation');
  const { signature: _, ...unsigned } = entry;
  await owner.mesh.publish([
    await signEntry(session.id, { ...unsigned, role: null, epoch: entry.epoch + 1 }, owner.identity),
  ]);
  const barred = await session.join(revoked, 'Barred');
  await vi.waitFor(() => expect(barred.refusals).toContain('revoked'), soon);
  const stranger = await session.join(createSessionCode(), 'Stranger');
  await allLinked([owner, first]);
  expect([late, second, barred, stranger].flatMap(({ mesh }) => mesh.peers())).toEqual([]);
});

test('the waiting room keeps people out until the owner lets them in', async () => {
  session = await startSession(cloud.url);
  const { owner } = session;
  owner.type('secret');
  const guest = await session.join(await session.invite('editor', { waitingRoom: true }), 'Gus');
  await vi.waitFor(() => expect(owner.waiting.map(({ person }) => person)).toEqual([guest.person]), soon);
  await vi.waitFor(() => expect(guest.refusals).toEqual(['waiting']), soon);
  expect(guest.text()).toBe('');
  const entry = { kind: 'person', subject: guest.person, role: 'viewer', notAfter: null, epoch: 1 } as const;
  await owner.mesh.publish([await signEntry(session.id, entry, owner.identity)]);
  await vi.waitFor(() => expect(guest.text()).toBe('secret'), soon);
  expect(owner.waiting).toEqual([]);
});
