import { z } from 'zod';
import { decodeBase64, encodeBase64Url } from '../protocol/bytes.ts';
import type { Membership } from '../protocol/membership.ts';
import type { Mesh } from '../protocol/mesh.ts';
import { Admission, Door, RoomAddress, SessionName, SignedRosterEntry } from '../protocol/messages.ts';
import { createRoster } from '../protocol/roster.ts';

/**
 * What a member keeps of a session to come back to it: plain data for JSON. It holds no private key, but the keys of the session's
 * meeting places, so it is for this person's own store.
 */
export const KeptSession = z.strictObject({
  version: z.literal(1),
  session: SessionName,
  room: RoomAddress,
  /** How this person came in; null for the owner and those whom the owner has named. */
  admission: Admission.nullable(),
  entries: z.array(SignedRosterEntry),
  admissions: z.array(z.strictObject({ person: z.string(), admission: Admission })),
  doors: z.array(Door),
});
export type KeptSession = z.infer<typeof KeptSession>;

/** What is to be kept of a mesh's membership; null until this person is in. */
export function keepMembership(mesh: Mesh): KeptSession | null {
  const { membership } = mesh;
  if (!membership) return null;
  const { roster, room, admission } = membership;
  return {
    version: 1,
    session: { id: roster.sessionId, ownerKey: roster.ownerKey },
    room: { topic: room.topic, signalingKey: encodeBase64Url(room.key) },
    admission,
    entries: [...roster.entries()],
    admissions: [...roster.admissions()],
    doors: [...mesh.doors()],
  };
}

/** The membership that was kept, its signatures checked again. Throws a RangeError when the room's key is none. */
export async function readKeptMembership(kept: KeptSession): Promise<Membership> {
  const key = decodeBase64(kept.room.signalingKey);
  if (key?.length !== 32) throw new RangeError('a room without a key');
  const roster = createRoster({ sessionId: kept.session.id, ownerKey: kept.session.ownerKey });
  await roster.add(kept.entries);
  for (const { person, admission } of kept.admissions) await roster.admit(person, admission);
  return { roster, room: { topic: kept.room.topic, key }, admission: kept.admission };
}
