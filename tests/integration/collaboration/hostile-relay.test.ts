import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  decodeMessage,
  encodeMessage,
  type Message,
} from '../../../src-renderer/features/collaboration/protocol/messages.ts';
import { createVirtualNetwork, type VirtualNetwork } from '../../support/virtual-network.ts';
import { startVirtualSession, type VirtualPeer, type VirtualSession } from '../../support/virtual-session.ts';

/** Ann and Ben have no way to each other but over Mallory, who may only look. */
let network: VirtualNetwork;
let session: VirtualSession;
let ann: VirtualPeer;
let ben: VirtualPeer;
let mallory: VirtualPeer;

beforeEach(async () => {
  network = createVirtualNetwork(7, { delay: [5, 20], duplication: 0, signalLoss: 0 });
  network.block('peer0-1', 'peer1-1');
  session = await startVirtualSession(network, ['editor', 'viewer']);
  const [first, second, third] = session.peers;
  if (!first || !second || !third) throw new Error('too few people');
  [ann, ben, mallory] = [first, second, third];
  await network.runUntil(() => [ann, ben].every(({ mesh }) => mesh.peers().length === 2), 20_000);
});
afterEach(async () => {
  session.dispose();
  await network.run(5000);
  network.dispose();
});

const textOf = (peer: VirtualPeer) => peer.documents.files.getText('text').toString();
const type = (peer: VirtualPeer, words: string) => peer.documents.files.getText('text').insert(0, words);
const cursorOf = (peer: VirtualPeer) => ben.awareness.getStates().get(peer.documents.files.clientID);

/** Whatever Mallory passes on of this kind becomes what `change` makes of it. */
function meddle(change: (message: Message) => readonly Message[]): void {
  network.corrupt('peer2-1', (frame) => {
    const message = frame[0] === 3 ? decodeMessage(frame.subarray(5)) : null;
    if (!message) return [frame];
    return change(message).map((each) => {
      const bytes = encodeMessage(each);
      const framed = new Uint8Array(5 + bytes.length);
      framed[0] = 3;
      new DataView(framed.buffer).setUint32(1, bytes.length);
      framed.set(bytes, 5);
      return framed;
    });
  });
}

test('what somebody who may only look passes on arrives as it was made, and is theirs who made it', async () => {
  type(ann, 'from Ann');
  ann.awareness.setLocalState({ cursor: 4 });
  await network.run(500);
  expect(textOf(ben)).toBe('from Ann');
  expect(cursorOf(ann)).toEqual({ cursor: 4 });
  const known = ben.mesh.peers().map(({ person, role, direct }) => ({ person, role, direct }));
  expect(known).toContainEqual({ person: ann.person, role: 'owner', direct: false });
  expect(known).toContainEqual({ person: mallory.person, role: 'viewer', direct: true });
});

test('what is changed on the way is not taken', async () => {
  meddle((message) => {
    if (message.kind !== 'envelope') return [message];
    const update = Uint8Array.from(message.update);
    const at = update.length - 3;
    update[at] = (update[at] ?? 0) ^ 1;
    return [
      { ...message, update },
      { ...message, author: mallory.documents.files.clientID },
      { ...message, number: message.number + 1000 },
    ];
  });
  type(ann, 'from Ann');
  ann.awareness.setLocalState({ cursor: 4 });
  await network.run(5000);
  expect(textOf(ben)).toBe('');
  expect(cursorOf(ann)).not.toEqual({ cursor: 4 });
  expect(ben.mesh.counters.dropped).toBeGreaterThanOrEqual(4);
});

test('what is played again, later and to others, changes nothing', async () => {
  const recorded: Message[] = [];
  meddle((message) => {
    if (message.kind === 'envelope') recorded.push(message);
    return message.kind === 'envelope' ? [message, message] : [message];
  });
  ann.awareness.setLocalState({ cursor: 'before' });
  type(ann, 'a');
  await network.run(500);
  ann.awareness.setLocalState({ cursor: 'after' });
  ann.documents.files.getText('text').delete(0, 1);
  await network.run(500);
  expect(recorded.length).toBeGreaterThanOrEqual(4);
  meddle((message) => (message.kind === 'control' ? [message] : [...recorded, message]));
  mallory.awareness.setLocalState({ cursor: 'mallory' });
  await network.run(500);
  expect(cursorOf(ann)).toEqual({ cursor: 'after' });
  expect(textOf(ben)).toBe('');
});

test('what is not passed on comes as soon as there is another way', async () => {
  meddle((message) => (message.kind === 'envelope' || message.kind === 'missing' ? [] : [message]));
  type(ann, 'from Ann');
  type(ben, 'from Ben');
  await network.run(3000);
  expect(textOf(ben)).toBe('from Ben');
  network.unblock();
  expect(await network.runUntil(() => textOf(ben) === textOf(ann) && textOf(ben).length === 16, 60_000)).toBe(true);
});
