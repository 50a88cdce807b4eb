import { type Awareness, removeAwarenessStates } from 'y-protocols/awareness';
import type { Doc } from 'yjs';
import { createAttendance } from './attendance.ts';
import { type Bytes, decodeBase64, encodeBase64Url } from './bytes.ts';
import { createCrowd } from './crowd.ts';
import { createDelivery } from './delivery.ts';
import { createDoors } from './doors.ts';
import { createEntrance, type Waiting } from './entrance.ts';
import { createExchange } from './exchange.ts';
import { createGreeting } from './greeting.ts';
import type { Profile } from './hello.ts';
import { createInbox } from './inbox.ts';
import { createClientKey, keyName, type Signer } from './keys.ts';
import { createIntake, type Link } from './link.ts';
import { createMeeting } from './meeting.ts';
import type { Knock, Membership } from './membership.ts';
import {
  type ControlMessage,
  type DocumentName,
  type Door,
  decodeMessage,
  encodeMessage,
  type Message,
  type Refusal,
} from './messages.ts';
import { connectPeer, type LinkSignal } from './peer-connection.ts';
import { listPeers, type Peer } from './peer-list.ts';
import { createRoster, type Role, type SignedEntry } from './roster.ts';
import type { Signal, Signaling } from './signaling.ts';
import { createTimers } from './timers.ts';

/** What is on its way from this peer. */
export interface Pending {
  /** Edits made here that nobody else is known to have. */
  readonly edits: number;
  /** Bytes queued for all links together. */
  readonly bytes: number;
}

export interface MeshEvents {
  onPeersChanged?(): void;
  /** This person came in, or may do something else now. */
  onRole?(role: Role): void;
  /** This person is out, or not in yet. */
  onRefused?(reason: Refusal): void;
  onWaitingChanged?(waiting: readonly Waiting[]): void;
  /** Roster entries that were not known. */
  onRoster?(entries: readonly SignedEntry[]): void;
  /** Something of what a member keeps for coming back has changed: the roster, who came in, the doors. */
  onMembershipChanged?(): void;
  /** A message that somebody was not allowed to send. */
  onDropped?(person: string, verdict: string): void;
  onProgress?(received: number, total: number): void;
  /** What is on its way is another; at most four times a second. */
  onPendingChanged?(pending: Pending): void;
}

export interface Mesh {
  readonly id: string;
  readonly membership: Membership | null;
  readonly role: Role | null;
  /** Everybody else in the session. */
  peers(): readonly Peer[];
  pending(): Pending;
  /** Where those with a code of this session knock. */
  doors(): readonly Door[];
  /** Whether `publish` can open another door. */
  hasRoomForDoor(): boolean;
  /** Messages sent to peers so far, and those that were dropped on arrival. */
  readonly counters: { readonly sent: number; readonly dropped: number };
  /** Adds entries that the owner has signed, opens and closes doors accordingly, and tells everybody. */
  publish(entries: readonly SignedEntry[], doors?: readonly Door[]): Promise<void>;
  /** Says goodbye and ends all links. */
  leave(): void;
}

export interface MeshOptions {
  readonly identity: Signer;
  readonly profile: Profile;
  readonly documents: Readonly<Record<DocumentName, Doc>>;
  readonly awareness: Awareness;
  readonly signaling: Signaling;
  readonly createConnection: () => RTCPeerConnection;
  /** A membership, or a code that is to become one. */
  readonly join: Membership | Knock;
  readonly doors?: readonly Door[];
  /** Links that this peer keeps; more people than that are reached through others. 16 where there is none. */
  readonly mostNeighbours?: number;
  readonly events?: MeshEvents;
}

/** Milliseconds. */
const times = {
  announceAfter: [0, 700, 2000, 5000, 10_000],
  announceEvery: 20_000,
  /** Until somebody has to have said who they are. */
  toGreet: 15_000,
  healEvery: 15_000,
  judgeEvery: 10_000,
  pathEvery: 10_000,
  pendingEvery: 250,
} as const;
const mostStrikes = 50;
/** Bytes that somebody may leave unread. */
const mostBacklog = 160 * 1024 * 1024;

/** Takes part in a session: finds the other peers, lets in whom the roster allows, and keeps the documents the same everywhere. */
export function createMesh(options: MeshOptions): Mesh {
  const { identity, profile, documents, awareness, signaling, events = {} } = options;
  const id = encodeBase64Url(crypto.getRandomValues(new Uint8Array(12)));
  const me = keyName(identity.publicKey);
  const client = documents.files.clientID;
  const mostNeighbours = options.mostNeighbours ?? 16;
  const links = new Map<string, Link>();
  const doors = createDoors(signaling, () => events.onMembershipChanged?.());
  const clientKey = createClientKey();
  const crowd = createCrowd(client, identity, clientKey);
  const delivery = createDelivery(pendingChanged);
  const timers = createTimers();
  const counters = { sent: 0, dropped: 0 };
  let membership: Membership | null = 'roster' in options.join ? options.join : null;
  const knock: Knock | null = 'invitation' in options.join ? options.join : null;
  let role: Role | null = null;
  let gone = false;

  const exchange = createExchange({
    documents,
    awareness,
    client,
    clientKey,
    crowd,
    delivery,
    timers,
    open,
    send,
    dropped,
    flooded,
    role: () => role,
    sessionId: () => membership?.roster.sessionId ?? null,
  });
  const attendance = createAttendance({
    peer: id,
    profile,
    documents,
    awareness,
    crowd,
    exchange,
    timers,
    mostNeighbours,
    open,
    say,
    dropped,
    flooded,
    isSource: (other, without) => meeting.isSource(other, without),
    membership: () => membership,
    onPeersChanged() {
      events.onPeersChanged?.();
      pendingChanged();
    },
    onMembershipChanged: () => events.onMembershipChanged?.(),
  });
  const meeting = createMeeting({
    id,
    client,
    signaling,
    doors,
    crowd,
    timers,
    links,
    mostNeighbours,
    knock,
    membership: () => (gone ? null : membership),
    role: () => role,
    link,
    drop,
  });
  const entrance = createEntrance({
    me,
    client,
    crowd,
    doors,
    links,
    open,
    say,
    membership: () => membership,
    async onOpened(whom) {
      attendance.linksChanged();
      await attendance.introduce(whom);
      if (whom.state !== 'open') return;
      exchange.opened(whom);
      timers.after(1000, () => void lookAtPath(whom));
    },
    onStanding(standing) {
      role = standing.allowed ? standing.role : null;
      if (standing.allowed) events.onRole?.(standing.role);
      else events.onRefused?.(standing.reason);
    },
    onWaitingChanged: (waiting) => events.onWaitingChanged?.(waiting),
    onPeersChanged: () => events.onPeersChanged?.(),
    onMembershipChanged: () => events.onMembershipChanged?.(),
  });
  if (knock) signaling.join(knock.channel);
  openDoors(options.doors ?? [], false);
  if (membership) enter(membership);
  for (const pause of times.announceAfter) timers.after(pause, meeting.announce);
  timers.every(times.announceEvery * (0.8 + Math.random() * 0.4), meeting.announce);
  timers.every(times.healEvery, exchange.heal);
  timers.every(times.judgeEvery, () => void judgeAll());

  function enter(next: Membership): void {
    membership = next;
    signaling.join(next.room);
    void entrance.judgeMyself();
  }

  /** Once links that were begun there have been opened; whoever may let others in goes on listening. */
  function leaveDoor(): void {
    const topic = knock?.channel.topic;
    if (topic === undefined || meeting.topics().includes(topic)) return;
    // A way that is lost is looked for where the link was begun.
    if ([...links.values()].some((each) => each.topic === topic)) timers.after(times.toGreet, leaveDoor);
    else signaling.leave(topic);
  }

  function link(topic: string, peer: string, name: string, calls: boolean): Link {
    const connection = connectPeer({
      link: name,
      calls,
      createConnection: options.createConnection,
      events: {
        onSignal: (signal: LinkSignal) => signaling.send(topic, { ...signal, from: id, to: peer } as Signal),
        onOpen: () => {
          say(made, greeting.hello(membership, doors.invitationAt(topic)));
          timers.after(times.toGreet, () => made.state === 'greeting' && !made.waits && connection.close());
        },
        onMessage: (bytes) => {
          if (!made.intake.take(bytes.length)) return flooded(made);
          made.inbox.add(
            () => receive(made, bytes),
            () => made.intake.dealtWith(bytes.length),
          );
        },
        onProgress: (received, total) => {
          exchange.progressed(made);
          events.onProgress?.(received, total);
        },
        onEnd: (reason) => {
          const wasOpen = made.state === 'open';
          drop(made);
          // What was said to open it may have been lost on the way.
          if ((wasOpen && !made.parted) || reason === 'unreachable')
            timers.together('announce', 300 + Math.random() * 700, meeting.announce);
        },
      },
    });
    const greeting = createGreeting({ identity, profile, client, knock });
    const made: Link = {
      peer,
      topic,
      connection,
      greeting,
      state: 'greeting',
      waits: false,
      stranger: null,
      role: 'viewer',
      delivery: delivery.track(),
      intake: createIntake(),
      strikes: 0,
      received: 0,
      confirmed: 0,
      confirms: false,
      parted: false,
      path: { roundTrip: null, relayed: false },
      inbox: createInbox(() => connection.close()),
    };
    links.set(peer, made);
    return made;
  }

  function flooded(by: Link): void {
    if (by.stranger) events.onDropped?.(by.stranger.person, 'flooding');
    by.connection.close();
  }

  function drop(ended: Link): void {
    if (links.get(ended.peer) === ended) links.delete(ended.peer);
    const was = ended.state;
    ended.state = 'greeting';
    exchange.ended(ended);
    if (was === 'waiting') entrance.waitingChanged();
    if (was === 'open' && !gone) attendance.linksChanged();
  }

  function open(): Link[] {
    return [...links.values()].filter(({ state, parted }) => state === 'open' && !parted);
  }

  function send(to: Link, message: Message, onLeft?: () => void): void {
    counters.sent += 1;
    to.connection.send(encodeMessage(message), onLeft && ((sent, total) => sent === total && onLeft()));
    if (to.connection.backlog > mostBacklog) to.connection.close();
  }

  function say(to: Link, message: ControlMessage): void {
    send(to, { kind: 'control', message });
  }

  function receive(from: Link, bytes: Bytes): Promise<void> | void {
    if (gone) return;
    const message = decodeMessage(bytes);
    // Why somebody was refused is the last that comes, and may be read after the link has ended.
    const isRefusal = message?.kind === 'control' && message.message.type === 'refused';
    if (links.get(from.peer) !== from && !isRefusal) return;
    if (!message) return from.connection.close();
    if (message.kind === 'control') return control(from, message.message);
    const { stranger } = from;
    if (from.state !== 'open' || !stranger) return;
    return exchange.receive(from, stranger, message);
  }

  /** Counts what somebody was not allowed to send; who does it again and again is cut off. */
  function dropped(from: Link | null, person: string, verdict: string): void {
    counters.dropped += 1;
    events.onDropped?.(person, verdict);
    if (!from) return;
    from.strikes += 1;
    if (verdict === 'malformed' || from.strikes > mostStrikes) from.connection.close();
  }

  async function control(from: Link, message: ControlMessage): Promise<void> {
    switch (message.type) {
      case 'hello': {
        const fingerprints = from.connection.fingerprints;
        if (!fingerprints) return;
        const answer = await from.greeting.heard(message, membership, fingerprints);
        // Two who both have only a code can't help each other.
        if (answer === null) return from.connection.close();
        if ('refusal' in answer) return entrance.refuse(from, answer.refusal);
        if (entrance.isTaken(message)) return entrance.refuse(from, 'client-in-use');
        return say(from, answer.proof);
      }
      case 'proof': {
        const stranger = await from.greeting.proven(message);
        if (!stranger) return from.connection.close();
        from.stranger = stranger;
        return entrance.judge(from);
      }
      case 'refused':
        if (membership) return learnedFrom(from, message.entries);
        // Only the owner lets somebody in who waits; links to others make room for theirs.
        from.waits = message.reason === 'waiting' && isOwner(from);
        events.onRefused?.(message.reason);
        return;
      case 'bye':
        if (from.state === 'open' && from.stranger && !message.parted) crowd.forget(from.stranger.client);
        from.parted = true;
        return from.connection.close();
      default:
        if (from.state === 'open' || (message.type === 'welcome' && knock)) return told(from, message);
    }
  }

  /** What only those say who are in. */
  async function told(
    from: Link,
    message: Extract<ControlMessage, { type: 'welcome' | 'roster' | 'admitted' | 'present' | 'received' }>,
  ): Promise<void> {
    switch (message.type) {
      case 'welcome': {
        const session = from.greeting.session();
        const key = decodeBase64(message.room.signalingKey);
        // Somebody else has let this peer in before: all that this one says from here on counts as well.
        if (membership) return entrance.judge(from);
        if (!session || !key || !from.stranger) return;
        const roster = createRoster(session);
        await roster.add(message.entries);
        await roster.admitAll(message.admissions);
        enter({ roster, room: { topic: message.room.topic, key }, admission: from.greeting.admission() });
        openDoors(message.doors, isOwner(from));
        timers.after(times.toGreet, leaveDoor);
        doors.join();
        events.onRoster?.(roster.entries());
        events.onMembershipChanged?.();
        await entrance.judge(from);
        meeting.announce();
        // Others may be on their way in at this very moment.
        timers.after(400, meeting.announce);
        return;
      }
      case 'roster': {
        const added = await heardEntries(from, message.entries);
        if (await membership?.roster.admitAll(message.admissions)) {
          events.onMembershipChanged?.();
          events.onPeersChanged?.();
        }
        openDoors(message.doors, isOwner(from));
        return learned(added, from);
      }
      case 'admitted':
        if (await membership?.roster.admit(message.person, message.admission)) {
          for (const other of open()) if (other !== from) say(other, message);
          events.onMembershipChanged?.();
        }
        return;
      case 'present':
        for (const presence of message.members) await attendance.hear(from, presence);
        return;
      case 'received':
        return from.delivery.confirmed(message.changes);
    }
  }

  function openDoors(known: readonly Door[], byOwner: boolean): void {
    if (membership) for (const door of known) doors.open(door, membership.roster, byOwner);
  }

  function isOwner({ stranger, greeting }: Link): boolean {
    return stranger !== null && stranger.person === greeting.session()?.ownerKey;
  }

  async function heardEntries(from: Link, entries: readonly SignedEntry[]): Promise<readonly SignedEntry[]> {
    const roster = membership?.roster;
    if (!roster) return [];
    const { forged } = roster;
    const added = await roster.add(entries);
    if (roster.forged > forged && from.stranger) dropped(from, from.stranger.person, 'forged');
    return added;
  }

  async function learnedFrom(from: Link, entries: readonly SignedEntry[]): Promise<void> {
    await learned(await heardEntries(from, entries), from);
  }

  async function learned(entries: readonly SignedEntry[], from: Link | null): Promise<void> {
    if (entries.length === 0) return;
    events.onRoster?.(entries);
    events.onMembershipChanged?.();
    for (const other of open()) {
      if (other !== from)
        say(other, { type: 'roster', entries: [...entries], doors: [...doors.list()], admissions: [] });
    }
    await judgeAll();
  }

  async function judgeAll(): Promise<void> {
    if (gone) return;
    await entrance.judgeMyself();
    for (const each of [...links.values()]) if (each.stranger) await entrance.judge(each);
    await attendance.review();
  }

  function pending(): Pending {
    const bytes = [...links.values()].reduce((sum, { connection }) => sum + connection.backlog, 0);
    return { edits: delivery.pending, bytes };
  }

  function pendingChanged(): void {
    if (!events.onPendingChanged) return;
    timers.together('pending', times.pendingEvery, () => {
      const now = pending();
      events.onPendingChanged?.(now);
      if (now.bytes > 0) pendingChanged();
    });
  }

  /** Each link at its own time: to be asked takes the platform a moment, in which nothing is sent. */
  async function lookAtPath(of: Link): Promise<void> {
    if (of.state !== 'open') return;
    timers.after(times.pathEvery * (0.8 + Math.random() * 0.4), () => void lookAtPath(of));
    const before = of.path;
    of.path = await of.connection.path().catch(() => before);
    if (before.relayed !== of.path.relayed || before.roundTrip === null) events.onPeersChanged?.();
  }

  return {
    id,
    get membership() {
      return membership;
    },
    get role() {
      return role;
    },
    counters,
    doors: doors.list,
    hasRoomForDoor: () => membership !== null && doors.hasRoom(membership.roster),
    pending,
    peers: () => listPeers(open(), crowd),
    async publish(entries, newDoors = []) {
      if (!membership) return;
      const added = await membership.roster.add(entries);
      openDoors(newDoors, true);
      await learned(added, null);
    },
    leave() {
      if (gone) return;
      removeAwarenessStates(awareness, [client], 'leave');
      for (const each of links.values()) {
        if (each.state === 'open') say(each, { type: 'bye', parted: false });
        each.connection.close(each.state === 'open' ? 'them' : 'us');
      }
      for (const topic of meeting.topics()) signaling.leave(topic);
      gone = true;
      exchange.dispose();
      timers.dispose();
    },
  };
}
