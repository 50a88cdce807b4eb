import { decodeBase64 } from './bytes.ts';
import type { Door } from './messages.ts';
import { type InvitationEntry, isSpent, type Roster } from './roster.ts';
import type { Signaling } from './signaling.ts';

/** Where those with a code of a session knock. */
export interface Doors {
  list(): readonly Door[];
  topics(): readonly string[];
  /** The invitation that knocks at a topic; null where that is no door. */
  invitationAt(topic: string): string | null;
  /** Whether another door can be opened: there are fewer than 16, or one of them leads to a code that admits nobody more. */
  hasRoom(roster: Roster): boolean;
  /**
   * Opens a door; does nothing for one that is open, that no entry of the roster is about, or when there are too many. Where somebody
   * else has said where a code leads, the owner's word replaces it.
   */
  open(door: Door, roster: Roster, byOwner: boolean): void;
  /** Listens at all of them. */
  join(): void;
}

const mostDoors = 16;

export function createDoors(signaling: Signaling, onChanged: () => void): Doors {
  const doors = new Map<string, Door>();

  function listen(door: Door): boolean {
    const key = decodeBase64(door.signalingKey);
    if (key) signaling.join({ topic: door.topic, key });
    return key !== null;
  }

  /** A door that is given up when room is needed: until then somebody says there that the code is over. */
  function findSpent(roster: Roster): Door | null {
    for (const door of doors.values()) {
      const entry = entryOf(door, roster);
      const used = roster.admissions().filter(({ admission }) => admission.invitation === door.invitation).length;
      if (!entry || isSpent(entry, used, Date.now())) return door;
    }
    return null;
  }

  function makeRoom(roster: Roster): boolean {
    if (doors.size < mostDoors) return true;
    const spent = findSpent(roster);
    if (!spent) return false;
    doors.delete(spent.invitation);
    signaling.leave(spent.topic);
    return true;
  }

  return {
    list: () => [...doors.values()],
    topics: () => [...doors.values()].map(({ topic }) => topic),
    invitationAt: (topic) => [...doors.values()].find((door) => door.topic === topic)?.invitation ?? null,
    hasRoom: (roster) => doors.size < mostDoors || findSpent(roster) !== null,
    open(door, roster, byOwner) {
      const before = doors.get(door.invitation);
      if (before && (!byOwner || before.topic === door.topic)) return;
      // Doors are not signed themselves: without this anybody could fill all places.
      if (!entryOf(door, roster) || !(before || makeRoom(roster)) || !listen(door)) return;
      if (before) signaling.leave(before.topic);
      doors.set(door.invitation, door);
      onChanged();
    },
    join() {
      for (const door of doors.values()) listen(door);
    },
  };
}

function entryOf({ invitation }: Door, roster: Roster): InvitationEntry | undefined {
  return roster.entries().find((entry): entry is typeof entry & InvitationEntry => {
    return entry.kind === 'invitation' && entry.subject === invitation;
  });
}
