import { decodeBase64 } from './bytes.ts';
import type { Door } from './messages.ts';
import type { Roster } from './roster.ts';
import type { Signaling } from './signaling.ts';

/** Where those with a code of a session knock. */
export interface Doors {
  list(): readonly Door[];
  topics(): readonly string[];
  /** The invitation that knocks at a topic; null where that is no door. */
  invitationAt(topic: string): string | null;
  /** Opens a door; does nothing for one that is open, or when there are too many. */
  open(door: Door, roster: Roster | null): void;
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

  /** Where a code of old leads, somebody still says that it is over, until the room is needed. */
  function closeDead(roster: Roster | null): boolean {
    for (const entry of roster?.entries() ?? []) {
      if (entry.kind !== 'invitation') continue;
      const over = entry.role === null || (entry.notAfter !== null && entry.notAfter < Date.now());
      const door = over ? doors.get(entry.subject) : undefined;
      if (!door) continue;
      doors.delete(entry.subject);
      signaling.leave(door.topic);
      return true;
    }
    return false;
  }

  return {
    list: () => [...doors.values()],
    topics: () => [...doors.values()].map(({ topic }) => topic),
    invitationAt: (topic) => [...doors.values()].find((door) => door.topic === topic)?.invitation ?? null,
    open(door, roster) {
      if (doors.has(door.invitation) || (doors.size >= mostDoors && !closeDead(roster)) || !listen(door)) return;
      doors.set(door.invitation, door);
      onChanged();
    },
    join() {
      for (const door of doors.values()) listen(door);
    },
  };
}
