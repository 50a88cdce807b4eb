import { createPublicKey, verify } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { applyUpdate, Doc, encodeStateAsUpdate } from 'yjs';
import type { DocumentUpdate } from '../../../../contract/desktop/collaboration.ts';
import type { HostClient } from '../../../../contract/shell.ts';
import { startCore, type TestCore, testHost } from '../../../support/core.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const sessionId = 'abcdefghijklmnopqrstuv';
const otherId = 'ABCDEFGHIJKLMNOPQRSTUV';
const noKeyStore: HostClient = {
  ...testHost,
  secrets: { ...testHost.secrets, available: async () => ({ available: false, backend: 'unknown' }) },
};

async function start(options: { dataFolder?: string; host?: HostClient } = {}): Promise<TestCore> {
  const core = await startCore({ dataFolder: temporaryFolder('collaboration'), ...options });
  onTestFinished(() => core.dispose());
  return core;
}

async function openFolder(core: TestCore, name = 'ferry'): Promise<string> {
  const folder = join(core.dataFolder, name);
  mkdirSync(folder, { recursive: true });
  return (await core.client.projects.open({ path: folder })).project.id;
}

function session(projectId: string, id = sessionId) {
  return { id, projectId, own: true, name: 'Ferry times', ownerName: 'Mira', live: true };
}

function updateOf(change: (doc: Doc) => void, doc = new Doc()): Uint8Array {
  change(doc);
  return encodeStateAsUpdate(doc);
}

function asUpdate(bytes: Uint8Array, continues = false): DocumentUpdate {
  return { document: 'files', base64: Buffer.from(bytes).toString('base64'), continues };
}

async function readDocument(core: TestCore, id = sessionId): Promise<Doc> {
  const doc = new Doc();
  let pieces: Buffer[] = [];
  for await (const { document, base64, continues } of await core.client.collaboration.documents.read({
    sessionId: id,
  })) {
    expect(document).toBe('files');
    pieces.push(Buffer.from(base64, 'base64'));
    if (continues) continue;
    applyUpdate(doc, Buffer.concat(pieces));
    pieces = [];
  }
  expect(pieces).toEqual([]);
  return doc;
}

test('the key is the same after a restart, is nowhere on the disk as it is, and signs what sessions say', async () => {
  const dataFolder = temporaryFolder('identity');
  const first = await startCore({ dataFolder });
  const { publicKey, profile, kept } = await first.client.collaboration.identity();
  expect(kept).toBe(true);
  expect(profile.name).not.toBe('');
  expect(profile.color).toBeGreaterThanOrEqual(0);
  await first.dispose();

  const second = await start({ dataFolder });
  expect((await second.client.collaboration.identity()).publicKey).toBe(publicKey);
  const bytes = Buffer.from('flashfusion/hello\0and more');
  const { signature } = await second.client.collaboration.sign({ base64: bytes.toString('base64') });
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
  expect(verify(null, bytes, key, Buffer.from(signature, 'base64'))).toBe(true);
  for (const name of readdirSync(dataFolder).filter((each) => /\.db/.test(each))) {
    // PKCS #8 of an Ed25519 key begins with these bytes.
    expect(readFileSync(join(dataFolder, name)).includes('MC4CAQAwBQYDK2Vw')).toBe(false);
  }
});

test.each(['', 'flashfusio', 'tree 1234\n', 'Flashfusion/hello'])('nothing else is signed: %j', async (text) => {
  const core = await start();
  await expect(core.client.collaboration.sign({ base64: Buffer.from(text).toString('base64') })).rejects.toMatchObject({
    code: 'BAD_REQUEST',
  });
});

test('without a key store the key lives for this run', async () => {
  const dataFolder = temporaryFolder('identity');
  const first = await startCore({ dataFolder, host: noKeyStore });
  const before = await first.client.collaboration.identity();
  expect(before.kept).toBe(false);
  expect((await first.client.collaboration.identity()).publicKey).toBe(before.publicKey);
  await first.dispose();
  const second = await start({ dataFolder, host: noKeyStore });
  expect((await second.client.collaboration.identity()).publicKey).not.toBe(before.publicKey);
});

test('a profile is kept, and every window is told', async () => {
  const dataFolder = temporaryFolder('identity');
  const first = await startCore({ dataFolder });
  const log = await first.events(null);
  const { profile } = await first.client.collaboration.setProfile({ name: '  Mira Okafor ', color: 5 });
  expect(profile).toEqual({ name: 'Mira Okafor', color: 5 });
  await log.next((event) => event.type === 'collaboration.identityChanged' && event.identity.profile.color === 5);
  await first.dispose();
  const second = await start({ dataFolder });
  expect((await second.client.collaboration.identity()).profile).toEqual({ name: 'Mira Okafor', color: 5 });
  await expect(second.client.collaboration.setProfile({ name: ' ', color: 5 })).rejects.toMatchObject({
    code: 'BAD_REQUEST',
  });
});

test('a live session is found again after a restart, with its state and its documents', async () => {
  const dataFolder = temporaryFolder('session');
  const first = await startCore({ dataFolder });
  const projectId = await openFolder(first);
  const state = JSON.stringify({ roomKey: 'very-secret-room-key' });
  await first.client.collaboration.sessions.keep({ session: session(projectId), state });
  const doc = new Doc();
  const updates = ['one', 'two', 'three'].map((text) => updateOf((each) => each.getText('a').insert(0, text), doc));
  await first.client.collaboration.documents.append({ sessionId, updates: updates.map((each) => asUpdate(each)) });
  await first.dispose();
  const raw = readdirSync(dataFolder)
    .filter((name) => /\.db/.test(name))
    .map((name) => readFileSync(join(dataFolder, name)));
  expect(raw.some((bytes) => bytes.includes('very-secret-room-key'))).toBe(false);

  const second = await start({ dataFolder });
  const { kept, last } = await second.client.collaboration.sessions.ofProject({ projectId });
  expect(kept).toEqual({ session: last, state });
  expect(last).toMatchObject({ id: sessionId, live: true, name: 'Ferry times' });
  expect((await readDocument(second)).getText('a').toString()).toBe('threetwoone');
});

test('without a key store the state lasts for this run, and the session for longer', async () => {
  const dataFolder = temporaryFolder('session');
  const first = await startCore({ dataFolder, host: noKeyStore });
  const projectId = await openFolder(first);
  await first.client.collaboration.sessions.keep({ session: session(projectId), state: 'secret' });
  expect((await first.client.collaboration.sessions.get({ sessionId })).kept?.state).toBe('secret');
  await first.dispose();
  const second = await start({ dataFolder, host: noKeyStore });
  const { kept } = await second.client.collaboration.sessions.get({ sessionId });
  expect(kept?.session.name).toBe('Ferry times');
  expect(kept?.state).toBeNull();
});

test('of a project one session is live; a state that is left out stays; those that were left are listed', async () => {
  const core = await start();
  const projectId = await openFolder(core);
  const { sessions } = core.client.collaboration;
  const log = await core.events(null);
  await sessions.keep({ session: session(projectId), state: 'one' });
  const { startedAt } = await sessions.keep({ session: session(projectId, otherId), state: 'two' });
  expect((await sessions.ofProject({ projectId })).kept?.session.id).toBe(otherId);
  expect((await sessions.get({ sessionId })).kept).toMatchObject({ session: { live: false }, state: 'one' });

  const left = await sessions.keep({ session: { ...session(projectId, otherId), live: false, name: 'Renamed' } });
  expect(left.startedAt).toBe(startedAt);
  expect((await sessions.get({ sessionId: otherId })).kept?.state).toBe('two');
  const { kept, last } = await sessions.ofProject({ projectId });
  expect(kept).toBeNull();
  expect(last?.id).toBe(otherId);
  expect((await sessions.list()).sessions.map(({ name }) => name)).toEqual(['Renamed', 'Ferry times']);

  await sessions.forget({ sessionId: otherId });
  expect((await sessions.get({ sessionId: otherId })).kept).toBeNull();
  await log.next((event) => event.type === 'collaboration.sessionsChanged' && event.sessions.length === 1);
  await expect(core.client.collaboration.documents.append({ sessionId: otherId, updates: [] })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
  await expect(sessions.keep({ session: session('no-such-project') })).rejects.toMatchObject({
    code: 'PROJECT_NOT_FOUND',
  });
});

test('many updates become one, and nothing of them is lost', async () => {
  const core = await start();
  const projectId = await openFolder(core);
  await core.client.collaboration.sessions.keep({ session: session(projectId), state: '' });
  const doc = new Doc();
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  for (let at = 0; at < 1100; at += 1) doc.getText('a').insert(at, String(at % 10));
  for (let at = 0; at < updates.length; at += 100) {
    const part = updates.slice(at, at + 100).map((update) => asUpdate(update));
    await core.client.collaboration.documents.append({ sessionId, updates: part });
  }
  const rows: string[] = [];
  for await (const { base64 } of await core.client.collaboration.documents.read({ sessionId })) rows.push(base64);
  expect(rows.length).toBeLessThan(400);
  // The newest ones are as they came.
  expect(rows.slice(-64)).toEqual(updates.slice(-64).map((update) => Buffer.from(update).toString('base64')));
  expect((await readDocument(core)).getText('a').toString()).toBe(doc.getText('a').toString());
});

test('an update that is too large for a message comes in pieces; one that was cut off in the middle is dropped', async () => {
  const dataFolder = temporaryFolder('session');
  const first = await startCore({ dataFolder });
  const projectId = await openFolder(first);
  await first.client.collaboration.sessions.keep({ session: session(projectId), state: '' });
  const { documents } = first.client.collaboration;
  const doc = new Doc();
  const large = updateOf((each) => each.getText('a').insert(0, 'x'.repeat(9_000_000)), doc);
  const pieces = [0, 1, 2].map((at) => large.subarray(at * 3_100_000, (at + 1) * 3_100_000));
  for (const [at, piece] of pieces.entries()) {
    await documents.append({ sessionId, updates: [asUpdate(piece, at < 2)] });
  }
  const cut = updateOf((each) => each.getText('a').insert(0, 'y'), doc);
  await documents.append({ sessionId, updates: [asUpdate(cut.subarray(0, 3_000_000), true)] });
  await first.dispose();

  const second = await start({ dataFolder });
  expect((await readDocument(second)).getText('a').toString()).toBe('x'.repeat(9_000_000));
  const small = updateOf((each) => each.getText('a').insert(0, 'z'));
  await second.client.collaboration.documents.append({ sessionId, updates: [asUpdate(small)] });
  expect((await readDocument(second)).getText('a').length).toBe(9_000_001);
}, 60_000);

test('a guest gets an empty folder of their own', async () => {
  const core = await start();
  const first = await core.client.collaboration.prepareFolder({ name: '../Ferry times' });
  const second = await core.client.collaboration.prepareFolder({ name: '../Ferry times' });
  expect(first.path).toBe(join(core.projectsFolder, 'Sessions', 'Ferry times'));
  expect(second.path).toBe(join(core.projectsFolder, 'Sessions', 'Ferry times 2'));
  expect(existsSync(second.path)).toBe(true);
  expect((await core.client.projects.open({ path: first.path })).project.trusted).toBe(false);
});
