import type { RoomBus } from './room-bus.ts';

/** Who is in which room of this process, and how messages get to them. */
export interface Rooms<Member> {
  join(topic: string, member: Member): void;
  leave(topic: string, member: Member): void;
  /** To all in the room, the sender included as in the stock server, and to the other processes. */
  publish(topic: string, text: string): void;
  /** Rooms with members here. */
  count(): number;
}

/**
 * `deliver` gets each message once with all who receive it here, so that it has to be encoded only once, and with how many are in
 * the room, those of other processes included.
 */
export function createRooms<Member>(options: {
  bus: RoomBus;
  deliver(members: ReadonlySet<Member>, text: string, all: number): void;
}): Rooms<Member> {
  const { bus, deliver } = options;
  const rooms = new Map<string, Set<Member>>();
  bus.onMessage((topic, text) => {
    const members = rooms.get(topic);
    if (members) deliver(members, text, members.size + bus.others(topic));
  });
  return {
    join(topic, member) {
      const members = rooms.get(topic);
      if (members) {
        members.add(member);
        bus.count(topic, members.size);
        return;
      }
      rooms.set(topic, new Set([member]));
      bus.join(topic);
      bus.count(topic, 1);
    },
    leave(topic, member) {
      const members = rooms.get(topic);
      if (!members?.delete(member)) return;
      bus.count(topic, members.size);
      if (members.size > 0) return;
      rooms.delete(topic);
      bus.leave(topic);
    },
    publish(topic, text) {
      const members = rooms.get(topic);
      if (members) deliver(members, text, members.size + bus.others(topic));
      bus.publish(topic, text);
    },
    count: () => rooms.size,
  };
}
