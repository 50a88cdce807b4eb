/** How many members of each room other processes have, as far as they have said so lately. */
export interface Presence {
  /** Returns whether the process is new in the room, and so has to be told of this one's members. */
  heard(topic: string, process: string, members: number): boolean;
  /** Rooms that other processes have members in. */
  shared(): Iterable<string>;
  others(topic: string): number;
  forget(topic: string): void;
}

/** Forgets what was not said again for so many milliseconds: a process that was lost says nothing. */
export function createPresence(expiry: number, now: () => number = () => performance.now()): Presence {
  const rooms = new Map<string, Map<string, { members: number; until: number }>>();

  /** What still holds in a room. */
  const living = (topic: string) => {
    const room = rooms.get(topic);
    for (const [process, { until }] of room ?? []) {
      if (until <= now()) room?.delete(process);
    }
    if (room?.size === 0) rooms.delete(topic);
    return room;
  };

  return {
    heard(topic, process, members) {
      const known = living(topic)?.has(process) ?? false;
      const room = rooms.get(topic) ?? new Map<string, { members: number; until: number }>();
      if (members > 0) room.set(process, { members, until: now() + expiry });
      else room.delete(process);
      if (room.size > 0) rooms.set(topic, room);
      else rooms.delete(topic);
      return !known && members > 0;
    },
    *shared() {
      for (const topic of [...rooms.keys()]) {
        if (living(topic)?.size) yield topic;
      }
    },
    others(topic) {
      let sum = 0;
      for (const { members } of living(topic)?.values() ?? []) sum += members;
      return sum;
    },
    forget: (topic) => void rooms.delete(topic),
  };
}
