import { beforeEach, expect, test } from 'vitest';
import { createDoors, type Doors } from '../../../../src-renderer/features/collaboration/protocol/doors.ts';
import type { Door } from '../../../../src-renderer/features/collaboration/protocol/messages.ts';
import type {
  InvitationEntry,
  Roster,
  SignedEntry,
} from '../../../../src-renderer/features/collaboration/protocol/roster.ts';
import type { Signaling } from '../../../../src-renderer/features/collaboration/protocol/signaling.ts';

const key = 'A'.repeat(43);
let topics: Set<string>;
let entries: Map<string, InvitationEntry>;
let admissions: { person: string; admission: { invitation: string; signature: string } }[];
let roster: Roster;
let doors: Doors;

const doorOf = (invitation: string, topic = `topic of ${invitation}`): Door => ({
  invitation,
  topic,
  signalingKey: key,
});
function sign(invitation: string, change: Partial<InvitationEntry> = {}): Door {
  const terms = { role: 'editor', notAfter: null, uses: null, waitingRoom: false } as const;
  entries.set(invitation, { kind: 'invitation', subject: invitation, epoch: 1, ...terms, ...change });
  return doorOf(invitation);
}

beforeEach(() => {
  topics = new Set();
  entries = new Map();
  admissions = [];
  roster = {
    entries: () => [...entries.values()].map((entry): SignedEntry => ({ ...entry, signature: '' })),
    admissions: () => admissions,
  } as unknown as Roster;
  const signaling = {
    join: ({ topic }: { topic: string }) => topics.add(topic),
    leave: (topic: string) => topics.delete(topic),
  } as unknown as Signaling;
  doors = createDoors(signaling, () => {});
});

test('a door is opened for a code that the owner has signed, and for no other', () => {
  doors.open(doorOf('made up'), roster, false);
  expect([...topics]).toEqual([]);
  doors.open(sign('one'), roster, false);
  expect([...topics]).toEqual(['topic of one']);
});

test('of sixteen doors those make room whose codes are revoked, have expired or are used up', () => {
  for (let at = 1; at <= 16; at += 1) doors.open(sign(`${at}`), roster, true);
  expect(doors.hasRoom(roster)).toBe(false);
  doors.open(sign('more'), roster, true);
  expect(topics.has('topic of more')).toBe(false);
  sign('1', { role: null });
  sign('2', { notAfter: Date.now() - 1 });
  sign('3', { uses: 1 });
  admissions.push({ person: 'ann', admission: { invitation: '3', signature: '' } });
  for (const next of ['17', '18', '19', '20']) doors.open(sign(next), roster, true);
  expect(doors.list().map(({ invitation }) => Number(invitation))).toEqual(
    Array.from({ length: 16 }, (_, at) => at + 4),
  );
  expect(topics.size).toBe(16);
});

test('where a code leads is what the owner says, whoever has said something else before', () => {
  const door = sign('one');
  doors.open(doorOf('one', 'nowhere'), roster, false);
  doors.open(door, roster, true);
  doors.open(doorOf('one', 'nowhere'), roster, false);
  expect([...topics]).toEqual(['topic of one']);
  expect(doors.invitationAt('topic of one')).toBe('one');
});
