import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness';
import { Doc, encodeStateAsUpdate } from 'yjs';
import { type Bytes, encodeBase64Url } from '../../../src-renderer/features/collaboration/protocol/bytes.ts';
import { createCrowd } from '../../../src-renderer/features/collaboration/protocol/crowd.ts';
import { envelopeBytes } from '../../../src-renderer/features/collaboration/protocol/envelope.ts';
import type { Proof } from '../../../src-renderer/features/collaboration/protocol/hello.ts';
import { createClientKey, signerFromSeed } from '../../../src-renderer/features/collaboration/protocol/keys.ts';
import type { Message } from '../../../src-renderer/features/collaboration/protocol/messages.ts';
import { signEntry } from '../../../src-renderer/features/collaboration/protocol/roster.ts';
import { connectClient, startTestCloud, type TestCloud } from '../../support/cloud.ts';
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
  role: 'viewer' | 'commenter' | 'editor',
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
      ...(time % 2 ? { kind: 'update' } : { kind: 'missing', more: false }),
      document: time % 3 ? 'files' : 'comments',
      update: editBy(666, 'evil'),
    });
  }
  await vi.waitFor(() => expect(mallory.ended()).toBe(true), soon);
  expect(mallory.met.mesh.counters.dropped).toBeGreaterThan(50);
  expect(mallory.met.comments.getText('text').toString()).toBe('');
  await expectUnharmed(ann, '');
});

test('doors that a viewer makes up are not opened, and the owner’s codes go on working', async () => {
  const { code, ann } = await startHonestSession('viewer');
  const mallory = await attack(code);
  await vi.waitFor(() => expect(mallory.heard.some(({ type }) => type === 'welcome')).toBe(true), soon);
  const before = mallory.met.mesh.doors();
  const name = (length: number) => encodeBase64Url(randomBytes(length));
  const doors = Array.from({ length: 16 }, () => {
    return { invitation: name(32), topic: `ff-${name(18)}`, signalingKey: name(32) };
  });
  mallory.send({ kind: 'control', message: { type: 'roster', entries: [], doors, admissions: [] } });
  await expectUnharmed(ann, '');
  expect(mallory.met.mesh.doors()).toEqual(before);
  const ben = await session.join(await session.invite('editor'), 'Ben');
  await vi.waitFor(() => expect(ben.role()).toBe('editor'), soon);
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
  mallory.send({ kind: 'control', message: { type: 'roster', entries: [forged], doors: [], admissions: [] } });
  mallory.send({ kind: 'update', document: 'files', update: editBy(666, 'evil') });
  await vi.waitFor(() => expect(mallory.met.drops).toEqual(['forged', 'not-allowed']), soon);
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
  await vi.waitFor(
    () => expect(double.heard).toContainEqual({ type: 'refused', reason: 'client-in-use', entries: [] }),
    soon,
  );
  const future = await attack(code, { hello: (hello) => ({ ...hello, version: 99 }) });
  await vi.waitFor(
    () => expect(future.heard).toContainEqual({ type: 'refused', reason: 'version', entries: [] }),
    soon,
  );
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

/** An attacker who has come in as anybody does. */
async function attackFromInside(code: Parameters<typeof meetAsStranger>[1]) {
  const mallory = await attack(code);
  await vi.waitFor(() => expect(mallory.heard.some(({ type }) => type === 'welcome')).toBe(true), soon);
  return mallory;
}

test('a commenter’s client writes comments and no files, by whatever message', async () => {
  const { code, ann } = await startHonestSession('commenter');
  const mallory = await attackFromInside(code);
  const key = await createClientKey();
  const unsigned = { author: 666, number: 1, document: 'files', update: editBy(666, 'evil') } as const;
  const signature = await key.sign(envelopeBytes(session.id, unsigned));
  mallory.send({ kind: 'update', document: 'files', update: editBy(666, 'evil') });
  mallory.send({ kind: 'missing', document: 'files', update: editBy(666, 'evil'), more: false });
  mallory.send({ kind: 'envelope', ...unsigned, signature });
  mallory.send({ kind: 'update', document: 'comments', update: editBy(666, 'well said') });
  await vi.waitFor(() => expect(mallory.met.drops).toEqual(['not-allowed', 'not-allowed', 'not-allowed']), soon);
  await vi.waitFor(() => expect(mallory.met.comments.getText('text').toString()).toBe('well said'), soon);
  await expectUnharmed(ann, '');
});

test('nobody slips in what somebody else is said to have written', async () => {
  const { code, ann } = await startHonestSession('editor');
  ann.type('mine');
  await vi.waitFor(() => expect(session.owner.text()).toBe('mine'), soon);
  const mallory = await attackFromInside(code);
  const victim = mallory.met;
  const other = victim === ann ? session.owner : ann;
  // As an answer nobody asked for: edits of the very peer that hears of them, and of another, further on than these have got.
  mallory.send({
    kind: 'missing',
    document: 'files',
    update: editBy(victim.files.clientID, 'I never wrote this, it says'),
    more: false,
  });
  mallory.send({
    kind: 'missing',
    document: 'files',
    update: editBy(other.files.clientID, 'nor did they, it says'),
    more: false,
  });
  await vi.waitFor(() => expect(victim.drops).toEqual(['not-theirs']), soon);
  victim.type('so I go on. ');
  await vi.waitFor(() => expect(other.text()).toBe(victim.text()), soon);
  expect(victim.text()).toBe('so I go on. mine');
  other.type('me too. ');
  await vi.waitFor(() => expect(victim.text()).toBe('me too. so I go on. mine'), soon);
});

test('an envelope that its author has not sealed is not opened', async () => {
  const { code, ann } = await startHonestSession('editor');
  ann.awareness.setLocalState({ cursor: 'here' });
  const mallory = await attackFromInside(code);
  const victim = mallory.met;
  const author = (victim === ann ? session.owner : ann).files.clientID;
  await vi.waitFor(() => expect(victim.mesh.peers().some(({ client }) => client === author)).toBe(true), soon);
  const key = await createClientKey();
  const sealed = async (number: number, document: 'files' | null, update: Bytes): Promise<Message> => {
    const unsigned = { author, number, document, update };
    return { kind: 'envelope', ...unsigned, signature: await key.sign(envelopeBytes(session.id, unsigned)) };
  };
  const doc = new Doc();
  doc.clientID = author;
  const awareness = new Awareness(doc);
  awareness.setLocalState({ cursor: 'elsewhere' });
  mallory.send(await sealed(1, 'files', editBy(author, 'forged')));
  mallory.send(await sealed(2, null, encodeAwarenessUpdate(awareness, [author]) as Bytes));
  awareness.destroy();
  await vi.waitFor(() => expect(victim.drops).toEqual(['not-theirs', 'not-theirs']), soon);
  expect(victim.awareness.getStates().get(author)).not.toEqual({ cursor: 'elsewhere' });
  await expectUnharmed(ann, '');
});

test('nobody says of others that they are here, gone or refused', async () => {
  const { code, ann } = await startHonestSession('editor');
  const mallory = await attackFromInside(code);
  const victim = mallory.met;
  const other = victim === ann ? session.owner : ann;
  const crowd = createCrowd(other.files.clientID, mallory.identity, createClientKey());
  const own = await crowd.sign({
    sessionId: session.id,
    peer: other.mesh.id,
    profile: { name: 'Not Ann', color: 1 },
    admission: null,
    clocks: [99, 99, 99],
  });
  const forged = { ...own, person: other.person, number: Date.now() };
  mallory.send({ kind: 'control', message: { type: 'present', members: [forged, { ...forged, client: 4711 }] } });
  mallory.send({ kind: 'control', message: { type: 'refused', reason: 'removed', entries: [] } });
  await vi.waitFor(() => expect(victim.drops).toContain('forged'), soon);
  expect(victim.refusals).toEqual([]);
  expect(victim.mesh.peers().map(({ profile }) => profile.name)).not.toContain('Not Ann');
  expect(victim.mesh.peers().map(({ client }) => client)).not.toContain(4711);
  await expectUnharmed(ann, '');
});

test('a code that is over lets nobody see or hear anything', async () => {
  const { ann } = await startHonestSession('editor');
  ann.type('secret');
  await vi.waitFor(() => expect(session.owner.text()).toBe('secret'), soon);
  const late = await session.invite('editor', { notAfter: Date.now() - 1000 });
  const once = await session.invite('editor', { uses: 1 });
  await attackFromInside(once);
  for (const [over, reason] of [
    [late, 'expired'],
    [once, 'full'],
  ] as const) {
    const mallory = await attack(over, { hello: (hello) => ({ ...hello, client: 667 }) });
    for (const document of ['files', 'comments', 'talk'] as const) {
      mallory.send({ kind: 'state', document, vector: Uint8Array.of(0) });
    }
    await vi.waitFor(() => expect(mallory.ended()).toBe(true), soon);
    expect(mallory.heard.filter(({ type }) => type === 'refused')).toMatchObject([{ reason }]);
    expect(mallory.heard.some(({ type }) => type === 'welcome' || type === 'present')).toBe(false);
    expect(mallory.got).toEqual([]);
  }
  await expectUnharmed(ann, 'secret');
});

test('frames that break the rules end the link before anything is kept of them', async () => {
  const { code, ann } = await startHonestSession('editor');
  const frame = (flags: number, number: number, ...rest: number[]) => {
    const bytes = new Uint8Array(5 + rest.length);
    bytes[0] = flags;
    new DataView(bytes.buffer).setUint32(1, number);
    bytes.set(rest, 5);
    return bytes;
  };
  const broken: (Bytes | string)[][] = [
    ['text instead of bytes'],
    [new Uint8Array(16 * 1024 + 1)],
    [frame(3, 99, 1, 2, 3)],
    [frame(0, 7, 1)],
    [frame(9, 7, 1)],
    // A message of four gigabytes.
    [frame(1, 7, 255, 255, 255, 255, 1)],
    [frame(1, 7, 0, 0, 0, 2, 1), frame(2, 7, 1, 2, 3)],
    [1, 2, 3, 4, 5].map((stream) => frame(1, stream, 0, 1, 0, 0, 1)),
  ];
  for (const frames of broken) {
    const mallory = await attackFromInside(code);
    for (const each of frames) mallory.sendFrame(each);
    await vi.waitFor(() => expect(mallory.ended()).toBe(true), soon);
    mallory.dispose();
  }
  await expectUnharmed(ann, '');
});

test('a flood of messages, questions or statements ends the link of whoever floods', async () => {
  const { code, ann } = await startHonestSession('editor');
  const cursor = new Doc();
  cursor.clientID = 666;
  const awareness = new Awareness(cursor);
  awareness.setLocalState({ cursor: 1 });
  const floods: Message[] = [
    { kind: 'awareness', update: encodeAwarenessUpdate(awareness, [666]) as Bytes },
    { kind: 'state', document: 'files', vector: Uint8Array.of(0) },
  ];
  awareness.destroy();
  for (const message of floods) {
    const mallory = await attackFromInside(code);
    for (let time = 0; time < 10_000; time += 1) mallory.send(message);
    await vi.waitFor(() => expect(mallory.ended()).toBe(true), soon);
    expect(mallory.met.drops).toContain('flooding');
    expect(mallory.got.filter(({ kind }) => kind === 'missing').length).toBeLessThan(100);
    mallory.dispose();
  }
  await expectUnharmed(ann, '');
});

test('the server sees topics and ciphertext, and what it plays again or makes up is worth nothing', async () => {
  const outsider = await connectClient(cloud.url);
  const { code, ann } = await startHonestSession('editor');
  const topics = [
    session.owner.mesh.membership?.room.topic ?? '',
    ...session.owner.mesh.doors().map(({ topic }) => topic),
  ];
  outsider.send({ type: 'subscribe', topics });
  await outsider.settle();
  const ben = await session.join(code, 'Benjamin');
  await vi.waitFor(() => expect(ben.mesh.peers()).toHaveLength(2), soon);
  const published = outsider.frames.filter(({ type }) => type === 'publish');
  expect(published.length).toBeGreaterThan(5);
  for (const frame of published) {
    expect(Object.keys(frame).sort()).toEqual(['clients', 'data', 'topic', 'type']);
    const bytes = Buffer.from(String(frame.data), 'base64url').toString('latin1');
    for (const word of ['announce', 'fingerprint', 'candidate', 'Benjamin', ben.mesh.id])
      expect(bytes).not.toContain(word);
  }
  for (const frame of published) outsider.send({ type: 'publish', topic: frame.topic, data: frame.data });
  for (const topic of topics)
    outsider.send({ type: 'publish', topic, data: Buffer.from(randomBytes(64)).toString('base64') });
  await outsider.settle();
  await outsider.close();
  expect(ben.mesh.peers()).toHaveLength(2);
  await expectUnharmed(ann, '');
});
