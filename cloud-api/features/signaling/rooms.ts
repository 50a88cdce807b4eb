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

/** `deliver` gets each message once with all who receive it, so that it has to be encoded only once. */
export function createRooms<Member>(options: {
  bus: RoomBus;
  deliver(members: ReadonlySet<Member>, text: string): void;
}): Rooms<Member> {
  const { bus, deliver } = options;
  const rooms = new Map<string, Set<Member>>();
  bus.onMessage((topic, text) => {
    const members = rooms.get(topic);
    if (members) deliver(members, text);
  });
  return {
    join(topic, member) {
      const members = rooms.get(topic);
      if (members) {
        members.add(member);
        return;
      }
      rooms.set(topic, new Set([member]));
      bus.join(topic);
    },
    leave(topic, member) {
      const members = rooms.get(topic);
      if (!members?.delete(member) || members.size > 0) return;
      rooms.delete(topic);
      bus.leave(topic);
    },
    publish(topic, text) {
      const members = rooms.get(topic);
      if (members) deliver(members, text);
      bus.publish(topic, text);
    },
    count: () => rooms.size,
  };
}
