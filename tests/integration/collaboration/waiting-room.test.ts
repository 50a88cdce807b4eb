import { afterEach, beforeEach, expect, test } from 'vitest';
import { Awareness } from 'y-protocols/awareness';
import { Doc } from 'yjs';
import { encodeBase64Url } from '../../../src-renderer/features/collaboration/protocol/bytes.ts';
import { keyName, type Signer } from '../../../src-renderer/features/collaboration/protocol/keys.ts';
import { createMesh, type Mesh, type MeshOptions } from '../../../src-renderer/features/collaboration/protocol/mesh.ts';
import {
  createRoster,
  type InvitationEntry,
  signEntry,
} from '../../../src-renderer/features/collaboration/protocol/roster.ts';
import { createVirtualNetwork, type VirtualNetwork } from '../../support/virtual-network.ts';
import { virtualSigner } from '../../support/virtual-time.ts';

interface Person {
  readonly mesh: Mesh;
  readonly key: string;
  /** How many waited whenever that changed. */
  readonly counts: number[];
  readonly refusals: string[];
}

const bytes = (length: number) => crypto.getRandomValues(new Uint8Array(length));

let network: VirtualNetwork;
let owner: Person;
let ownerKey: Signer;
let sessionId: string;
let room: { topic: string; key: Uint8Array<ArrayBuffer> };
let door: { topic: string; key: Uint8Array<ArrayBuffer> };
let invitation: Signer;
let people: Person[];

beforeEach(async () => {
  network = createVirtualNetwork(11, { delay: [5, 20], duplication: 0, signalLoss: 0 });
  people = [];
  ownerKey = virtualSigner(new Uint8Array(32).fill(1));
  invitation = virtualSigner(new Uint8Array(32).fill(2));
  sessionId = encodeBase64Url(bytes(16));
  room = { topic: `ff-${encodeBase64Url(bytes(18))}`, key: bytes(32) };
  door = { topic: `ff-${encodeBase64Url(bytes(18))}`, key: bytes(32) };
  const roster = createRoster({ sessionId, ownerKey: keyName(ownerKey.publicKey) });
  owner = start('owner', ownerKey, { roster, room, admission: null });
  const entry: InvitationEntry = {
    kind: 'invitation',
    subject: keyName(invitation.publicKey),
    role: 'editor',
    notAfter: null,
    uses: null,
    waitingRoom: true,
    epoch: 1,
  };
  await owner.mesh.publish(
    [await signEntry(sessionId, entry, ownerKey)],
    [{ invitation: entry.subject, topic: door.topic, signalingKey: encodeBase64Url(door.key) }],
  );
});
afterEach(async () => {
  for (const { mesh } of people) mesh.leave();
  // What is said in parting is signed in the virtual time, too.
  await network.run(10);
  network.dispose();
});

function start(host: string, identity: Signer, join: MeshOptions['join']): Person {
  const documents = { files: new Doc(), comments: new Doc(), talk: new Doc() };
  documents.files.clientID = people.length + 1;
  const counts: number[] = [];
  const refusals: string[] = [];
  const mesh = createMesh({
    identity,
    profile: { name: host, color: 0 },
    documents,
    awareness: new Awareness(documents.files),
    signaling: network.signaling(host),
    createConnection: () => network.connection(host),
    join,
    events: {
      onWaitingChanged: (waiting) => counts.push(waiting.length),
      onRefused: (reason) => refusals.push(reason),
    },
  });
  const person = { mesh, key: keyName(identity.publicKey), counts, refusals };
  people.push(person);
  return person;
}

function knock(number: number): Person {
  return start(`guest${number}`, virtualSigner(new Uint8Array(32).fill(10 + number)), { channel: door, invitation });
}

async function admit({ key }: Person, epoch: number): Promise<void> {
  const entry = { kind: 'person', subject: key, role: 'editor', notAfter: null, epoch } as const;
  await owner.mesh.publish([await signEntry(sessionId, entry, ownerKey)]);
}

test('whoever waits goes on waiting on the same link until the owner lets them in, however long it takes', async () => {
  const guest = knock(1);
  expect(await network.runUntil(() => owner.counts.at(-1) === 1, 5000)).toBe(true);
  await network.run(180_000);
  expect(owner.counts).toEqual([1]);
  expect(guest.refusals).toEqual(['waiting']);
  await admit(guest, 2);
  expect(await network.runUntil(() => guest.mesh.role === 'editor', 1000)).toBe(true);
  expect(owner.counts).toEqual([1, 0]);
});

test('the owner is found by whoever waits while other members answer first', async () => {
  const members = [1, 2, 3, 4, 5, 6].map(knock);
  for (const [at, member] of members.entries()) await admit(member, at + 2);
  expect(await network.runUntil(() => members.every(({ mesh }) => mesh.role === 'editor'), 60_000)).toBe(true);
  const guest = knock(7);
  expect(await network.runUntil(() => owner.counts.at(-1) === 1, 120_000)).toBe(true);
  const before = owner.counts.length;
  await network.run(60_000);
  expect(owner.counts.slice(before)).toEqual([]);
  await admit(guest, 20);
  expect(await network.runUntil(() => guest.mesh.role === 'editor', 1000)).toBe(true);
});

test('eight wait at a time, and the next come as these are let in', async () => {
  const guests = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map(knock);
  expect(await network.runUntil(() => guests.every(({ refusals }) => refusals.includes('waiting')), 60_000)).toBe(true);
  expect(Math.max(...owner.counts)).toBe(8);
  for (const [at, guest] of guests.entries()) await admit(guest, at + 2);
  expect(await network.runUntil(() => guests.every(({ mesh }) => mesh.role === 'editor'), 60_000)).toBe(true);
});
