import { expect, test } from 'vitest';
import type { Link } from '../../../../src-renderer/features/collaboration/protocol/link.ts';
import { createMeeting } from '../../../../src-renderer/features/collaboration/protocol/meeting.ts';
import type { Knock, Membership } from '../../../../src-renderer/features/collaboration/protocol/membership.ts';
import type { LinkSignal } from '../../../../src-renderer/features/collaboration/protocol/peer-connection.ts';
import type { Signal, Signaling } from '../../../../src-renderer/features/collaboration/protocol/signaling.ts';
import { createTimers } from '../../../../src-renderer/features/collaboration/protocol/timers.ts';

/** Somebody who has knocked at the door `door` and called one peer there. */
function knocking() {
  const received: LinkSignal[] = [];
  const begun: string[] = [];
  const listeners: ((topic: string, signal: Signal) => void)[] = [];
  const signaling = {
    onSignal: (listener: (topic: string, signal: Signal) => void) => listeners.push(listener),
    onStatus: () => undefined,
    send: () => undefined,
  } as unknown as Signaling;
  const called = {
    topic: 'door',
    connection: { link: 'one', receive: (signal: LinkSignal) => Promise.resolve(void received.push(signal)) },
  } as unknown as Link;
  let membership: Membership | null = null;
  createMeeting({
    id: 'z',
    client: 1,
    signaling,
    doors: { topics: () => [] } as never,
    crowd: { members: () => [] } as never,
    timers: createTimers(),
    links: new Map([['a', called]]),
    mostNeighbours: 16,
    knock: { channel: { topic: 'door' } } as Knock,
    membership: () => membership,
    role: () => 'editor',
    link(_topic, peer) {
      begun.push(peer);
      return called;
    },
    drop: () => undefined,
  });
  return {
    received,
    begun,
    comeIn: () => {
      membership = { room: { topic: 'room' } } as Membership;
    },
    hear: (topic: string, signal: Signal) => {
      for (const listener of listeners) listener(topic, signal);
    },
  };
}

const answer: Signal = {
  type: 'describe',
  from: 'a',
  to: 'z',
  link: 'one',
  kind: 'answer',
  sdp: '',
  candidates: [],
};
const announcement: Signal = { type: 'announce', from: 'b', to: null, links: 0, member: true };

test('an answer to a call from the door counts also after another has let this peer in', () => {
  const peer = knocking();
  peer.comeIn();
  peer.hear('door', answer);
  expect(peer.received).toEqual([answer]);
});

test('whoever is in meets nobody at the door', () => {
  const peer = knocking();
  peer.comeIn();
  peer.hear('door', { ...answer, link: 'another' });
  expect(peer.received).toEqual([]);
  peer.hear('door', announcement);
  expect(peer.begun).toEqual([]);
  peer.hear('room', announcement);
  expect(peer.begun).toEqual(['b']);
});
