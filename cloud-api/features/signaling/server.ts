import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, WebSocket, WebSocketServer } from 'ws';
import type { SignalingLimits } from '../../config.ts';
import { isRoomName, parseFrame, shortestTopic, withClients } from './frames.ts';
import { createMessageBudget, type MessageBudget, takeMessage } from './message-budget.ts';
import type { RoomBus } from './room-bus.ts';
import { createRooms } from './rooms.ts';

/** Where the WebSocket is. */
export const signalingPath = '/signaling';

/** Messages over the budget that are dropped before the socket is. */
const patience = 100;

const closeCodes = { goingAway: 1001, policy: 1008 } as const;

/** Counters, for metrics. */
export interface SignalingEvents {
  received(): void;
  delivered(count: number): void;
  refused(reason: RefusalReason): void;
}
export type RefusalReason = 'malformed' | 'rate' | 'topics' | 'room-name' | 'address' | 'slow' | 'oversize';

export interface SignalingServer {
  /** Takes over the socket of an upgrade request for `signalingPath`. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, address: string): void;
  sockets(): number;
  rooms(): number;
  /** Takes no new sockets, asks the open ones to go elsewhere, and ends those that are left after `milliseconds`. */
  drain(milliseconds: number): Promise<void>;
}

interface Member {
  readonly socket: WebSocket;
  readonly address: string;
  readonly budget: MessageBudget;
  topics: Set<string> | null;
  overBudget: number;
  alive: boolean;
}

/** Speaks y-webrtc's signaling protocol, so that any of its clients works, within limits that no client of good will meets. */
export function createSignalingServer(options: {
  limits: SignalingLimits;
  bus: RoomBus;
  events: SignalingEvents;
  now?: () => number;
}): SignalingServer {
  const { limits, events, now = () => performance.now() } = options;
  const members = new Map<WebSocket, Member>();
  const perAddress = new Map<string, number>();
  let draining = false;

  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: limits.frameBytes,
    perMessageDeflate: false,
  });

  const rooms = createRooms<Member>({
    bus: options.bus,
    deliver(receivers, text, all) {
      // One encoding for all of them.
      const data = Buffer.from(withClients(text, all));
      for (const receiver of receivers) send(receiver, data);
      events.delivered(receivers.size);
    },
  });

  function send(member: Member, data: Buffer): void {
    const { socket } = member;
    if (socket.readyState !== WebSocket.OPEN) return;
    if (socket.bufferedAmount > limits.backlogBytes) {
      events.refused('slow');
      // Its close frame would wait behind all the rest.
      socket.terminate();
      return;
    }
    socket.send(data, { binary: false });
  }

  function refuse(member: Member, reason: RefusalReason, message: string): void {
    events.refused(reason);
    send(member, Buffer.from(JSON.stringify({ type: 'error', reason, message })));
  }

  function onMessage(this: WebSocket, data: RawData, binary: boolean): void {
    const member = members.get(this);
    if (!member) return;
    events.received();
    if (overBudget(member)) return;
    const text = binary ? null : data.toString();
    const frame = text === null ? null : parseFrame(text);
    if (frame === null || text === null) {
      refuse(member, 'malformed', 'This is no frame of the signaling protocol.');
      return;
    }
    switch (frame.type) {
      case 'ping':
        send(member, pong);
        return;
      case 'subscribe':
        for (const topic of frame.topics) subscribe(member, topic);
        return;
      case 'unsubscribe':
        for (const topic of frame.topics) {
          if (member.topics?.delete(topic)) rooms.leave(topic, member);
        }
        return;
      case 'publish':
        if (isRoomName(frame.topic)) rooms.publish(frame.topic, text);
        else refuse(member, 'room-name', roomNameHint);
    }
  }

  function subscribe(member: Member, topic: string): void {
    if (member.topics?.has(topic)) return;
    if (!isRoomName(topic)) {
      refuse(member, 'room-name', roomNameHint);
      return;
    }
    member.topics ??= new Set();
    if (member.topics.size >= limits.topicsPerSocket) {
      refuse(member, 'topics', `A connection may be in ${limits.topicsPerSocket} rooms at most.`);
      return;
    }
    member.topics.add(topic);
    rooms.join(topic, member);
  }

  function onClose(this: WebSocket): void {
    const member = members.get(this);
    if (!member) return;
    members.delete(this);
    for (const topic of member.topics ?? []) rooms.leave(topic, member);
    leaveAddress(member.address);
    if (draining && members.size === 0) whenEmpty?.();
  }

  function leaveAddress(address: string): void {
    const others = (perAddress.get(address) ?? 1) - 1;
    if (others > 0) perAddress.set(address, others);
    else perAddress.delete(address);
  }

  function overBudget(member: Member): boolean {
    if (takeMessage(member.budget, limits.messagesPerSecond, now())) return false;
    events.refused('rate');
    member.overBudget += 1;
    if (member.overBudget > patience) member.socket.close(closeCodes.policy, 'too many messages');
    return true;
  }

  /** Answered by the WebSocket server itself, but not for nothing. */
  function onPing(this: WebSocket): void {
    const member = members.get(this);
    if (member) overBudget(member);
  }

  function onPong(this: WebSocket): void {
    const member = members.get(this);
    if (member) member.alive = true;
  }

  function onError(this: WebSocket, error: Error & { code?: string }): void {
    events.refused(error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH' ? 'oversize' : 'malformed');
  }

  // One timer for all: one for each socket would be the larger part of its memory.
  const beat = setInterval(() => {
    for (const member of members.values()) {
      if (!member.alive) {
        member.socket.terminate();
        continue;
      }
      member.alive = false;
      member.socket.ping();
    }
  }, limits.heartbeatMilliseconds).unref();

  let whenEmpty: (() => void) | undefined;

  return {
    upgrade(request, socket, head, address) {
      const open = perAddress.get(address) ?? 0;
      if (draining || open >= limits.socketsPerAddress) {
        if (!draining) events.refused('address');
        const status = draining ? '503 Service Unavailable' : '429 Too Many Requests';
        socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nRetry-After: 5\r\nContent-Length: 0\r\n\r\n`);
        return;
      }
      perAddress.set(address, open + 1);
      // A handshake that fails is answered by the WebSocket server, which tells nobody.
      const onRefused = () => leaveAddress(address);
      socket.once('close', onRefused);
      server.handleUpgrade(request, socket, head, (webSocket) => {
        socket.off('close', onRefused);
        members.set(webSocket, {
          socket: webSocket,
          address,
          budget: createMessageBudget(limits.messagesPerSecond, now()),
          topics: null,
          overBudget: 0,
          alive: true,
        });
        webSocket.on('message', onMessage);
        webSocket.on('close', onClose);
        webSocket.on('ping', onPing);
        webSocket.on('pong', onPong);
        webSocket.on('error', onError);
      });
    },
    sockets: () => members.size,
    rooms: rooms.count,
    async drain(milliseconds) {
      draining = true;
      clearInterval(beat);
      if (members.size === 0) return;
      const empty = new Promise<void>((resolve) => {
        whenEmpty = resolve;
      });
      for (const { socket } of members.values()) socket.close(closeCodes.goingAway, 'the server is restarting');
      const timer = setTimeout(() => {
        for (const { socket } of members.values()) socket.terminate();
      }, milliseconds);
      await empty;
      clearTimeout(timer);
    },
  };
}

const pong = Buffer.from('{"type":"pong"}');
const roomNameHint = `A room's name needs at least ${shortestTopic} characters, so that nobody finds it by trying.`;
