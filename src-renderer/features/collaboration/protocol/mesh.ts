import {
  type Awareness,
  applyAwarenessUpdate,
  encodeAwarenessUpdate,
  removeAwarenessStates,
} from 'y-protocols/awareness';
import { applyUpdate, type Doc, encodeStateAsUpdate, encodeStateVector } from 'yjs';
import { type Bytes, decodeBase64, encodeBase64Url } from './bytes.ts';
import { judgeMessage } from './gate.ts';
import { createGreeting, type Greeting, type Stranger } from './greeting.ts';
import type { Profile } from './hello.ts';
import { keyName, type Signer } from './keys.ts';
import type { Knock, Membership } from './membership.ts';
import {
  type ControlMessage,
  type DocumentName,
  type Door,
  decodeMessage,
  documentNames,
  encodeMessage,
  type Message,
  type Refusal,
} from './messages.ts';
import { connectPeer, type LinkSignal, type PeerConnection } from './peer-connection.ts';
import { createRoster, mayWrite, type Role, type SignedEntry } from './roster.ts';
import type { Signal, Signaling } from './signaling.ts';

/** Somebody else in the session. */
export interface Peer {
  readonly id: string;
  readonly person: string;
  readonly profile: Profile;
  readonly role: Role;
  readonly client: number;
  /** Bytes on the way to them. */
  readonly backlog: number;
}

/** Somebody in the waiting room. */
export interface Waiting {
  readonly person: string;
  readonly profile: Profile;
  readonly invitation: string;
}

export interface MeshEvents {
  onPeersChanged?(): void;
  /** This person came in, or may do something else now. */
  onRole?(role: Role): void;
  /** This person is out, or not in yet. */
  onRefused?(reason: Refusal): void;
  onWaitingChanged?(waiting: readonly Waiting[]): void;
  /** Roster entries that were not known, for keeping. */
  onRoster?(entries: readonly SignedEntry[]): void;
  /** A message that somebody was not allowed to send. */
  onDropped?(person: string, verdict: string): void;
  onProgress?(received: number, total: number): void;
}

export interface Mesh {
  readonly id: string;
  readonly membership: Membership | null;
  readonly role: Role | null;
  peers(): readonly Peer[];
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
  readonly events?: MeshEvents;
}

interface Link {
  readonly peer: string;
  readonly topic: string;
  readonly connection: PeerConnection;
  readonly greeting: Greeting;
  state: 'greeting' | 'waiting' | 'open';
  stranger: Stranger | null;
  role: Role;
  neighbours: ReadonlySet<number>;
  strikes: number;
  inbox: Promise<void>;
}

/** Milliseconds. */
const times = {
  announceAfter: [0, 700, 2000, 5000, 10_000],
  announceEvery: 20_000,
  healEvery: 15_000,
  judgeEvery: 10_000,
};
const mostLinks = 64;
const mostStrikes = 50;
const mostDoors = 16;

/** Takes part in a session: finds the other peers, lets in whom the roster allows, and keeps the documents the same everywhere. */
export function createMesh(options: MeshOptions): Mesh {
  const { identity, profile, documents, awareness, signaling, events = {} } = options;
  const id = encodeBase64Url(crypto.getRandomValues(new Uint8Array(12)));
  const me = keyName(identity.publicKey);
  const client = documents.files.clientID;
  const links = new Map<string, Link>();
  const doors = new Map<string, Door>();
  const counters = { sent: 0, dropped: 0 };
  const timers: ReturnType<typeof setTimeout>[] = [];
  let membership: Membership | null = 'roster' in options.join ? options.join : null;
  const knock: Knock | null = 'invitation' in options.join ? options.join : null;
  let role: Role | null = null;
  let gone = false;

  documents.comments.clientID = client;
  for (const name of documentNames)
    documents[name].on('update', (update: Uint8Array, origin: unknown) => edited(name, update, origin));
  awareness.on('update', cursorsMoved);
  signaling.onSignal((topic, signal) => void heard(topic, signal));
  signaling.onStatus((status) => {
    if (status === 'connected') announce();
  });
  if (knock) signaling.join(knock.channel);
  for (const door of options.doors ?? []) openDoor(door);
  if (membership) enter(membership);
  for (const pause of times.announceAfter) timers.push(setTimeout(announce, pause));
  const repeated = [
    setInterval(announce, times.announceEvery * (0.8 + Math.random() * 0.4)),
    setInterval(heal, times.healEvery),
    setInterval(() => void judgeAll(), times.judgeEvery),
  ];

  function enter(next: Membership): void {
    membership = next;
    signaling.join(next.room);
    void judgeMyself();
  }

  function openDoor(door: Door): void {
    const key = decodeBase64(door.signalingKey);
    if (!key || doors.has(door.invitation) || (doors.size >= mostDoors && !closeDeadDoor())) return;
    doors.set(door.invitation, door);
    signaling.join({ topic: door.topic, key });
  }

  /** Where a code of old leads, somebody still says that it is over, until the room is needed. */
  function closeDeadDoor(): boolean {
    for (const entry of membership?.roster.entries() ?? []) {
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

  function topics(): string[] {
    if (membership) return [membership.room.topic, ...[...doors.values()].map(({ topic }) => topic)];
    return knock ? [knock.channel.topic] : [];
  }

  function announce(): void {
    if (gone) return;
    for (const topic of topics()) signaling.send(topic, { type: 'announce', from: id, to: null });
  }

  async function heard(topic: string, signal: Signal): Promise<void> {
    if (gone || signal.from === id || !topics().includes(topic)) return;
    const known = links.get(signal.from);
    if (signal.type === 'leave') return;
    if (signal.type === 'announce') {
      if ((signal.to !== null && signal.to !== id) || known || links.size >= mostLinks) return;
      // The greater of the two calls, so that offers never cross.
      if (id > signal.from) link(topic, signal.from, encodeBase64Url(crypto.getRandomValues(new Uint8Array(6))), true);
      else if (signal.to === null) signaling.send(topic, { type: 'announce', from: id, to: signal.from });
      return;
    }
    if (signal.to !== id) return;
    if (known?.connection.link === signal.link) return known.connection.receive(signal);
    if (signal.type !== 'describe' || signal.kind !== 'offer' || id > signal.from) return;
    // Whoever calls has begun anew: what was there before is dead on the other side.
    known?.connection.close();
    if (known) drop(known);
    if (links.size < mostLinks) await link(topic, signal.from, signal.link, false).connection.receive(signal);
  }

  function link(topic: string, peer: string, name: string, calls: boolean): Link {
    const connection = connectPeer({
      link: name,
      calls,
      createConnection: options.createConnection,
      events: {
        onSignal: (signal: LinkSignal) => signaling.send(topic, { ...signal, from: id, to: peer } as Signal),
        onOpen: () => {
          const door = [...doors.values()].find((each) => each.topic === topic);
          say(made, greeting.hello(membership, door?.invitation ?? null));
        },
        onMessage: (bytes) => {
          made.inbox = made.inbox.then(() => receive(made, bytes)).catch(() => connection.close());
        },
        onProgress: (received, total) => events.onProgress?.(received, total),
        onEnd: () => {
          const wasOpen = made.state === 'open';
          drop(made);
          if (!gone && wasOpen) timers.push(setTimeout(announce, 300 + Math.random() * 700));
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
      stranger: null,
      role: 'viewer',
      neighbours: new Set(),
      strikes: 0,
      inbox: Promise.resolve(),
    };
    links.set(peer, made);
    return made;
  }

  function drop(ended: Link): void {
    if (links.get(ended.peer) === ended) links.delete(ended.peer);
    if (ended.state === 'open' && ended.stranger && !clientIsHere(ended.stranger.client)) {
      removeAwarenessStates(awareness, [ended.stranger.client], ended);
      tellNeighbours();
    }
    if (ended.state === 'waiting') waitingChanged();
    if (ended.state === 'open') events.onPeersChanged?.();
    ended.state = 'greeting';
  }

  function open(): Link[] {
    return [...links.values()].filter(({ state }) => state === 'open');
  }

  function clientIsHere(number: number): boolean {
    return number === client || open().some(({ stranger }) => stranger?.client === number);
  }

  function send(to: Link, message: Message): void {
    counters.sent += 1;
    to.connection.send(encodeMessage(message));
  }

  function say(to: Link, message: ControlMessage): void {
    send(to, { kind: 'control', message });
  }

  function refuse(whom: Link, reason: Refusal): void {
    say(whom, { type: 'refused', reason });
    whom.connection.close();
  }

  async function receive(from: Link, bytes: Bytes): Promise<void> {
    if (gone || links.get(from.peer) !== from) return;
    const message = decodeMessage(bytes);
    if (!message) return from.connection.close();
    if (message.kind === 'control') return control(from, message.message);
    if (from.state !== 'open' || !from.stranger) return;
    const verdict = judgeMessage(message, { role: from.role, client: from.stranger.client });
    if (verdict !== 'pass') {
      counters.dropped += 1;
      events.onDropped?.(from.stranger.person, verdict);
      from.strikes += 1;
      if (verdict === 'malformed' || from.strikes > mostStrikes) from.connection.close();
      return;
    }
    if (message.kind === 'awareness') return applyAwarenessUpdate(awareness, message.update, from);
    const document = documents[message.document];
    if (message.kind !== 'state') {
      applyUpdate(document, message.update, from);
      if (message.kind === 'update') relay(from, message.document, message.update);
      return;
    }
    if (!role || !mayWrite(role, message.document)) return;
    const update = encodeStateAsUpdate(document, message.vector) as Bytes;
    // Two bytes of zero: no insertions and no deletions.
    if (update.length > 2) send(from, { kind: 'missing', document: message.document, update });
  }

  async function control(from: Link, message: ControlMessage): Promise<void> {
    switch (message.type) {
      case 'hello': {
        const fingerprints = from.connection.fingerprints;
        if (!fingerprints) return;
        const answer = await from.greeting.heard(message, membership, fingerprints);
        // Two who both have only a code can't help each other.
        if (answer === null) return from.connection.close();
        if ('refusal' in answer) return refuse(from, answer.refusal);
        if (clientIsHere(message.client)) return refuse(from, 'client-in-use');
        return say(from, answer.proof);
      }
      case 'proof': {
        const stranger = await from.greeting.proven(message);
        if (!stranger) return from.connection.close();
        from.stranger = stranger;
        return judge(from);
      }
      case 'refused':
        if (!membership || message.reason !== 'uninvited') events.onRefused?.(message.reason);
        return;
      case 'bye':
        return from.connection.close();
      default:
        if (from.state === 'open' || (message.type === 'welcome' && knock && !membership)) return told(from, message);
    }
  }

  /** What only those say who are in. */
  async function told(
    from: Link,
    message: Extract<ControlMessage, { type: 'welcome' | 'roster' | 'admitted' | 'neighbours' }>,
  ): Promise<void> {
    switch (message.type) {
      case 'welcome': {
        const session = from.greeting.session();
        const key = decodeBase64(message.room.signalingKey);
        if (membership || !session || !key || !from.stranger) return;
        const roster = createRoster(session);
        await roster.add(message.entries);
        for (const { person, admission } of message.admissions) await roster.admit(person, admission);
        for (const door of message.doors) openDoor(door);
        enter({ roster, room: { topic: message.room.topic, key }, admission: from.greeting.admission() });
        if (knock) signaling.leave(knock.channel.topic);
        for (const door of doors.values()) {
          const doorKey = decodeBase64(door.signalingKey);
          if (doorKey) signaling.join({ topic: door.topic, key: doorKey });
        }
        events.onRoster?.(roster.entries());
        await judge(from);
        announce();
        return;
      }
      case 'roster': {
        for (const door of message.doors) openDoor(door);
        await learned(await (membership?.roster.add(message.entries) ?? []), from);
        return;
      }
      case 'admitted':
        if (await membership?.roster.admit(message.person, message.admission)) {
          for (const other of open()) if (other !== from) say(other, message);
        }
        return;
      case 'neighbours':
        from.neighbours = new Set(message.clients);
        return;
    }
  }

  async function learned(entries: readonly SignedEntry[], from: Link | null): Promise<void> {
    if (entries.length === 0) return;
    events.onRoster?.(entries);
    for (const other of open()) {
      if (other !== from) say(other, { type: 'roster', entries: [...entries], doors: [...doors.values()] });
    }
    await judgeAll();
  }

  async function judgeAll(): Promise<void> {
    if (gone) return;
    await judgeMyself();
    for (const each of [...links.values()]) if (each.stranger) await judge(each);
  }

  async function judgeMyself(): Promise<void> {
    if (!membership) return;
    const standing = await membership.roster.standingOf(me, membership.admission);
    const next = standing.allowed ? standing.role : null;
    if (next === role) return;
    role = next;
    if (standing.allowed) events.onRole?.(standing.role);
    else events.onRefused?.(standing.reason);
  }

  /** Opens, changes or ends a link by what the roster says of whoever is at its other end. */
  async function judge(whom: Link): Promise<void> {
    const { stranger } = whom;
    if (!stranger || links.get(whom.peer) !== whom) return;
    // Who has only a code waits for the welcome of the one who lets them in.
    if (!membership) return;
    const standing = await membership.roster.standingOf(stranger.person, stranger.admission);
    if (!standing.allowed) {
      if (standing.reason !== 'waiting') return refuse(whom, standing.reason);
      if (whom.state === 'waiting') return;
      whom.state = 'waiting';
      say(whom, { type: 'refused', reason: 'waiting' });
      return waitingChanged();
    }
    const before = whom.role;
    whom.role = standing.role;
    if (whom.state === 'open') {
      if (before !== standing.role) events.onPeersChanged?.();
      return;
    }
    if (clientIsHere(stranger.client)) return refuse(whom, 'client-in-use');
    const waited = whom.state === 'waiting';
    whom.state = 'open';
    if (waited) waitingChanged();
    await welcome(whom, stranger, membership);
  }

  async function welcome(whom: Link, stranger: Stranger, { roster, room }: Membership): Promise<void> {
    if (stranger.admission && (await roster.admit(stranger.person, stranger.admission))) {
      const { person, admission } = stranger;
      for (const other of open()) if (other !== whom) say(other, { type: 'admitted', person, admission });
    }
    const entries = [...roster.entries()];
    const known = [...doors.values()];
    if (stranger.hasSession) say(whom, { type: 'roster', entries, doors: known });
    else {
      say(whom, {
        type: 'welcome',
        room: { topic: room.topic, signalingKey: encodeBase64Url(room.key) },
        doors: known,
        entries,
        admissions: [...roster.admissions()],
      });
    }
    for (const name of documentNames) {
      send(whom, { kind: 'state', document: name, vector: encodeStateVector(documents[name]) as Bytes });
    }
    if (awareness.getLocalState() !== null) {
      send(whom, { kind: 'awareness', update: encodeAwarenessUpdate(awareness, [client]) as Bytes });
    }
    tellNeighbours();
    events.onPeersChanged?.();
  }

  function tellNeighbours(): void {
    const clients = open().flatMap(({ stranger }) => (stranger ? [stranger.client] : []));
    for (const other of open()) say(other, { type: 'neighbours', clients });
  }

  function waitingChanged(): void {
    const waiting = [...links.values()].filter(({ state }) => state === 'waiting');
    events.onWaitingChanged?.(
      waiting.flatMap(({ stranger }) =>
        stranger?.admission
          ? [{ person: stranger.person, profile: stranger.profile, invitation: stranger.admission.invitation }]
          : [],
      ),
    );
  }

  /** Our own edits go to everybody; what came over a link is passed on by `relay` alone. */
  function edited(name: DocumentName, update: Uint8Array, origin: unknown): void {
    if (isLink(origin) || !role || !mayWrite(role, name)) return;
    for (const to of open()) send(to, { kind: 'update', document: name, update: update as Bytes });
  }

  /** Passes an edit on to those who have no link to its author, if nobody of a smaller number does. */
  function relay(from: Link, name: DocumentName, update: Bytes): void {
    const author = from.stranger?.client;
    if (author === undefined || !role || !mayWrite(role, name)) return;
    for (const to of open()) {
      if (to === from || to.neighbours.has(author) || to.neighbours.size === 0) continue;
      const others = [...to.neighbours].filter((each) => each !== client && from.neighbours.has(each));
      if (others.every((each) => each > client)) send(to, { kind: 'missing', document: name, update });
    }
  }

  function cursorsMoved(
    { added, updated, removed }: { added: number[]; updated: number[]; removed: number[] },
    origin: unknown,
  ): void {
    if (isLink(origin) || ![...added, ...updated, ...removed].includes(client)) return;
    const update = encodeAwarenessUpdate(awareness, [client]) as Bytes;
    for (const to of open()) send(to, { kind: 'awareness', update });
  }

  function isLink(origin: unknown): boolean {
    return typeof origin === 'object' && origin !== null && 'greeting' in origin && 'inbox' in origin;
  }

  /** Asks one of the others what is missing here: whatever was lost on the way comes that way in the end. */
  function heal(): void {
    const others = open();
    const whom = others[Math.floor(Math.random() * others.length)];
    if (!whom) return;
    for (const name of documentNames) {
      send(whom, { kind: 'state', document: name, vector: encodeStateVector(documents[name]) as Bytes });
    }
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
    peers: () =>
      open().flatMap((each) =>
        each.stranger
          ? [
              {
                id: each.peer,
                person: each.stranger.person,
                profile: each.stranger.profile,
                role: each.role,
                client: each.stranger.client,
                backlog: each.connection.backlog,
              },
            ]
          : [],
      ),
    async publish(entries, newDoors = []) {
      if (!membership) return;
      for (const door of newDoors) openDoor(door);
      await learned(await membership.roster.add(entries), null);
    },
    leave() {
      if (gone) return;
      removeAwarenessStates(awareness, [client], 'leave');
      for (const each of links.values()) {
        if (each.state === 'open') say(each, { type: 'bye' });
        each.connection.close();
      }
      gone = true;
      for (const timer of timers) clearTimeout(timer);
      for (const timer of repeated) clearInterval(timer);
      for (const topic of topics()) signaling.leave(topic);
    },
  };
}
