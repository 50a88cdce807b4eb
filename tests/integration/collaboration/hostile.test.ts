import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness';
import { Doc, encodeStateAsUpdate } from 'yjs';
import type { Bytes } from '../../../src-renderer/features/collaboration/protocol/bytes.ts';
import type { Proof } from '../../../src-renderer/features/collaboration/protocol/hello.ts';
import { signerFromSeed } from '../../../src-renderer/features/collaboration/protocol/keys.ts';
import { signEntry } from '../../../src-renderer/features/collaboration/protocol/roster.ts';
import { startTestCloud, type TestCloud } from '../../support/cloud.ts';
import { randomBytes, startSession, type TestPeer, type TestSession } from '../../support/collaboration.ts';
import { type Lies, meetAsStranger } from '../../support/hostile-peer.ts';

let cloud: TestCloud;
let session: TestSession;
const disposables: { dispose(): void }[] = [];

beforeAll(async () => {
  cloud = await startTestCloud({ SIGNALING_SOCKETS_PER_ADDRESS: '100' });
});
afterEach(() => {
  for (const each of disposables.splice(0)) each.dispose();
  session.dispose();
});
afterAll(() => cloud.close());

const soon = { timeout: 15_000, interval: 10 };

function editBy(client: number, text: string): Bytes {
  const doc = new Doc();
  doc.clientID = client;
  doc.getText('text').insert(0, text);
  return encodeStateAsUpdate(doc) as Bytes;
}

/** Two people of good will at work, and a code for a stranger. */
async function startHonestSession(
  role: 'viewer' | 'editor',
): Promise<{ code: Parameters<typeof meetAsStranger>[1]; ann: TestPeer }> {
  session = await startSession(cloud.url);
  const ann = await session.join(await session.invite('editor'), 'Ann');
  await vi.waitFor(() => expect(ann.role()).toBe('editor'), soon);
  return { code: await session.invite(role), ann };
}

async function attack(code: Parameters<typeof meetAsStranger>[1], lies: Lies = {}) {
  const mallory = await meetAsStranger(cloud.url, code, lies);
  disposables.push(mallory);
  // Whoever is in the session may be the one to answer the door.
  const met = [session.owner, ...session.guests].find(({ person }) => person === mallory.theirs.person);
  if (!met) throw new Error('somebody unknown answered');
  return { ...mallory, met };
}

/** The session goes on, with nothing of what an attacker wrote. */
async function expectUnharmed(ann: TestPeer, expected: string): Promise<void> {
  ann.type('still here. ');
  await vi.waitFor(() => expect(session.owner.text()).toBe(`still here. ${expected}`), soon);
  expect(ann.text()).toBe(session.owner.text());
}

test('a viewer’s client that writes all the same changes nothing and is dropped', async () => {
  const { code, ann } = await startHonestSession('viewer');
  const mallory = await attack(code);
  await vi.waitFor(() => expect(mallory.heard.some(({ type }) => type === 'welcome')).toBe(true), soon);
  for (let time = 0; time < 60; time += 1) {
    mallory.send({
      kind: time % 2 ? 'update' : 'missing',
      document: time % 3 ? 'files' : 'comments',
      update: editBy(666, 'evil'),
    });
  }
  await vi.waitFor(() => expect(mallory.ended()).toBe(true), soon);
  expect(mallory.met.mesh.counters.dropped).toBeGreaterThan(50);
  expect(mallory.met.comments.getText('text').toString()).toBe('');
  await expectUnharmed(ann, '');
});

test('an editor’s client edits and points in nobody else’s name', async () => {
  const { code, ann } = await startHonestSession('editor');
  ann.awareness.setLocalState({ cursor: 'here' });
  await vi.waitFor(() => expect(session.owner.awareness.getStates().get(ann.files.clientID)).toBeDefined(), soon);
  const mallory = await attack(code);
  await vi.waitFor(() => expect(mallory.heard.some(({ type }) => type === 'welcome')).toBe(true), soon);
  mallory.send({ kind: 'update', document: 'files', update: editBy(ann.files.clientID, 'Ann never wrote this') });
  const other = new Doc();
  other.clientID = ann.files.clientID;
  const awareness = new Awareness(other);
  awareness.setLocalState({ cursor: 'Ann is not here' });
  mallory.send({ kind: 'awareness', update: encodeAwarenessUpdate(awareness, [other.clientID]) as Bytes });
  awareness.destroy();
  await vi.waitFor(() => expect(mallory.met.drops).toEqual(['not-theirs', 'not-theirs']), soon);
  expect(mallory.met.awareness.getStates().get(ann.files.clientID)).toEqual({ cursor: 'here' });
  await expectUnharmed(ann, '');
});

test('a roster of one’s own making is worth nothing', async () => {
  const { code, ann } = await startHonestSession('viewer');
  const mallory = await attack(code);
  await vi.waitFor(() => expect(mallory.heard.some(({ type }) => type === 'welcome')).toBe(true), soon);
  const forged = await signEntry(
    session.id,
    { kind: 'person', subject: mallory.own.person, role: 'editor', notAfter: null, epoch: 99 },
    mallory.identity,
  );
  mallory.send({ kind: 'control', message: { type: 'roster', entries: [forged], doors: [] } });
  mallory.send({ kind: 'update', document: 'files', update: editBy(666, 'evil') });
  await vi.waitFor(() => expect(mallory.met.drops).toEqual(['not-allowed']), soon);
  await expectUnharmed(ann, '');
});

test('a proof is good for one connection only, and for one’s own key only', async () => {
  const { code, ann } = await startHonestSession('editor');
  let recorded: Proof | null = null;
  const first = await attack(code, {
    proof(proof) {
      recorded = proof;
      return proof;
    },
  });
  await vi.waitFor(() => expect(first.heard.some(({ type }) => type === 'welcome')).toBe(true), soon);
  first.close();
  await vi.waitFor(() => expect(first.met.mesh.peers()).toHaveLength(1), soon);
  const replayed = await attack(code, { hello: () => first.own, proof: () => recorded as unknown as Proof });
  await vi.waitFor(() => expect(replayed.ended()).toBe(true), soon);
  expect(replayed.heard.filter(({ type }) => type === 'refused' || type === 'welcome')).toEqual([]);
  const pretender = await attack(code, { hello: (hello) => ({ ...hello, person: ann.person }) });
  await vi.waitFor(() => expect(pretender.ended()).toBe(true), soon);
  const double = await attack(code, { hello: (hello) => ({ ...hello, client: ann.files.clientID }) });
  await vi.waitFor(() => expect(double.heard).toContainEqual({ type: 'refused', reason: 'client-in-use' }), soon);
  const future = await attack(code, { hello: (hello) => ({ ...hello, version: 99 }) });
  await vi.waitFor(() => expect(future.heard).toContainEqual({ type: 'refused', reason: 'version' }), soon);
  const uninvited = await attack(code, { proof: (proof) => ({ ...proof, admission: null }) });
  await vi.waitFor(() => expect(uninvited.ended()).toBe(true), soon);
  await expectUnharmed(ann, '');
});

test('noise, and messages over the limit, end the link and nothing else', async () => {
  const { code, ann } = await startHonestSession('editor');
  const noises: Bytes[] = [randomBytes(200), Uint8Array.of(), Uint8Array.of(0, 3, 123, 34, 97), randomBytes(40_000)];
  for (const noise of noises) {
    const mallory = await attack(code);
    await vi.waitFor(() => expect(mallory.heard.some(({ type }) => type === 'welcome')).toBe(true), soon);
    mallory.sendBytes(noise);
    await vi.waitFor(() => expect(mallory.ended()).toBe(true), soon);
    mallory.dispose();
  }
  const eager = await meetAsStranger(cloud.url, code, {}, await signerFromSeed(randomBytes(32)));
  disposables.push(eager);
  await vi.waitFor(() => expect(eager.heard.some(({ type }) => type === 'welcome')).toBe(true), soon);
  eager.send({ kind: 'update', document: 'files', update: randomBytes(500) });
  await vi.waitFor(() => expect(eager.ended()).toBe(true), soon);
  await expectUnharmed(ann, '');
});
