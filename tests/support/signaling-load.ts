import { once } from 'node:events';
import { WebSocket } from 'ws';

/** Milliseconds before a member that was cut off tries the next address. */
const reconnectAfter = 50;

/** Members in rooms that talk to each other at a steady rate, come back when they are cut off, and know what they should have got. */
export interface SignalingLoad {
  readonly members: readonly LoadMember[];
  /** Milliseconds of `performance.now()` at which everybody had a message, sent after `since`, of everybody else in the room. */
  wholeSince(since: number): Promise<number>;
  /** Ends the talking and waits until all has arrived, or nothing more does. */
  finish(): Promise<void>;
  /** `of` picks pairs of sender and receiver. */
  count(of?: (sender: LoadMember, receiver: LoadMember) => boolean): LoadCount;
  dispose(): void;
}

export interface LoadMember {
  readonly id: number;
  readonly room: number;
  /** Which of the addresses it was connected to first. */
  readonly home: number;
}

export interface LoadCount {
  /** What was sent on an open connection, once for each who should get it. */
  readonly expected: number;
  readonly lost: number;
  readonly twice: number;
  /** What could not be sent, because the sender was not connected. */
  readonly unsent: number;
  /** Milliseconds from sending to arrival, of all that arrived. */
  readonly delays: readonly number[];
}

interface Member extends LoadMember {
  socket: WebSocket | null;
  address: number;
  sent: number;
  /** The first message that counts. */
  first: number;
  unsent: number;
  /** By sender, how often each of its messages came. */
  readonly got: Map<number, number[]>;
  /** By sender, when the newest that came was sent, and when it came. */
  readonly newest: Map<number, { sentAt: number; at: number }>;
}

/**
 * Connects members and starts the talk. `homes` says for each room which address each of its members begins with; a member that is
 * cut off goes to the next address, as a load balancer would send it. Resolves when every room is whole; rejects after 15 s.
 */
export async function startSignalingLoad(options: {
  /** Of servers: `http://127.0.0.1:4400`. */
  urls: readonly string[];
  homes: readonly (readonly number[])[];
  /** Milliseconds between two messages of a member. */
  interval: number;
  /** Bytes added to each message. */
  padding?: number;
}): Promise<SignalingLoad> {
  const addresses = options.urls.map((url) => `${url.replace('http', 'ws')}/signaling`);
  const padding = 'x'.repeat(options.padding ?? 0);
  const rooms: Member[][] = [];
  const members: Member[] = [];
  const delays: number[] = [];
  for (const [room, homes] of options.homes.entries()) {
    const inRoom = homes.map((home, place) => ({
      id: members.length + place,
      room,
      home,
      socket: null,
      address: home,
      sent: 0,
      first: 0,
      unsent: 0,
      got: new Map<number, number[]>(),
      newest: new Map<number, { sentAt: number; at: number }>(),
    }));
    rooms.push(inRoom);
    members.push(...inRoom);
  }
  const topicOf = (room: number) => `a-room-under-load-${String(room).padStart(6, '0')}`;
  const timers = new Set<NodeJS.Timeout>();
  let disposed = false;
  let changed = () => {};

  function connect(member: Member): WebSocket {
    const socket = new WebSocket(addresses[member.address % addresses.length] ?? '', { perMessageDeflate: false });
    socket.on('open', () => {
      socket.send(JSON.stringify({ type: 'subscribe', topics: [topicOf(member.room)] }));
      member.socket = socket;
    });
    socket.on('message', (data: Buffer) => receive(member, data));
    socket.on('error', () => {});
    socket.on('close', () => {
      member.socket = null;
      if (disposed) return;
      member.address += 1;
      const timer = setTimeout(() => {
        timers.delete(timer);
        connect(member);
      }, reconnectAfter);
      timers.add(timer);
    });
    return socket;
  }

  function receive(member: Member, data: Buffer): void {
    const frame = JSON.parse(data.toString()) as { from?: number; index?: number; sentAt?: number };
    const { from, index, sentAt } = frame;
    if (from === undefined || index === undefined || sentAt === undefined || from === member.id) return;
    const at = performance.now();
    delays.push(at - sentAt);
    const counts = member.got.get(from) ?? [];
    counts[index] = (counts[index] ?? 0) + 1;
    member.got.set(from, counts);
    if (sentAt > (member.newest.get(from)?.sentAt ?? -1)) member.newest.set(from, { sentAt, at });
    changed();
  }

  function settle({ socket }: Member): Promise<void> {
    return new Promise((resolve) => {
      if (socket?.readyState !== WebSocket.OPEN) {
        resolve();
        return;
      }
      const done = () => {
        clearTimeout(timer);
        socket.off('message', onMessage);
        socket.off('close', done);
        resolve();
      };
      const onMessage = (data: Buffer) => {
        if (data.toString() === '{"type":"pong"}') done();
      };
      const timer = setTimeout(done, 10_000);
      socket.on('message', onMessage);
      socket.on('close', done);
      socket.send('{"type":"ping"}');
    });
  }

  function talk(member: Member): void {
    if (member.socket?.readyState !== WebSocket.OPEN) {
      member.unsent += 1;
      return;
    }
    const frame = { type: 'publish', topic: topicOf(member.room), from: member.id, index: member.sent, padding };
    member.sent += 1;
    member.socket.send(JSON.stringify({ ...frame, sentAt: performance.now() }));
  }

  const isWhole = (since: number) =>
    rooms.every((room) =>
      room.every((receiver) =>
        room.every((sender) => sender === receiver || (receiver.newest.get(sender.id)?.sentAt ?? -1) > since),
      ),
    );

  /** Whether something arrives within so many milliseconds. */
  const heard = (within: number) =>
    new Promise<boolean>((resolve) => {
      const timer = setTimeout(() => resolve(false), within);
      changed = () => {
        clearTimeout(timer);
        resolve(true);
      };
    });

  const load: SignalingLoad = {
    members,
    async wholeSince(since) {
      const deadline = performance.now() + 15_000;
      while (!isWhole(since)) {
        if (performance.now() > deadline) throw new Error('The rooms were not whole within 15 s');
        await heard(100);
      }
      return performance.now();
    },
    async finish() {
      clearInterval(ticking);
      // A pong comes after all that the server had to deal with before it: the first of senders, the second of receivers.
      for (let round = 0; round < 2; round += 1) await Promise.all(members.map(settle));
      // What goes through another process takes a moment longer.
      const deadline = performance.now() + 5000;
      let heardAt = performance.now();
      while (load.count().lost > 0 && performance.now() - heardAt < 500 && performance.now() < deadline) {
        if (await heard(100)) heardAt = performance.now();
      }
    },
    count(of = () => true) {
      let [expected, lost, twice] = [0, 0, 0];
      for (const room of rooms) {
        for (const sender of room) {
          for (const receiver of room) {
            if (sender === receiver || !of(sender, receiver)) continue;
            const counts = receiver.got.get(sender.id) ?? [];
            expected += sender.sent - sender.first;
            for (let index = sender.first; index < sender.sent; index += 1) {
              if (!counts[index]) lost += 1;
              else if (counts[index] !== 1) twice += 1;
            }
          }
        }
      }
      return { expected, lost, twice, unsent: members.reduce((sum, { unsent }) => sum + unsent, 0), delays };
    },
    dispose() {
      disposed = true;
      clearInterval(ticking);
      for (const timer of timers) clearTimeout(timer);
      for (const { socket } of members) socket?.terminate();
    },
  };

  // A hundredth of a second apart at the least, so that they don't all speak at once.
  const steps = Math.max(1, Math.floor(options.interval / 10));
  let step = 0;
  const speak = () => {
    for (let index = step % steps; index < members.length; index += steps) talk(members[index] as Member);
    step += 1;
  };
  let ticking: NodeJS.Timeout | undefined;
  await Promise.all(members.map((member) => once(connect(member), 'open')));
  ticking = setInterval(speak, options.interval / steps);
  try {
    await load.wholeSince(0);
  } catch (error) {
    load.dispose();
    throw error;
  }
  // What was said while subscriptions were still on their way counts for nothing.
  for (const member of members) {
    member.first = member.sent;
    member.unsent = 0;
  }
  delays.length = 0;
  return load;
}
