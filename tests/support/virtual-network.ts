import type {
  Channel,
  Signal,
  Signaling,
  SignalingStatus,
} from '../../src-renderer/features/collaboration/protocol/signaling.ts';
import { createClock, createRandom, takeOver } from './virtual-time.ts';

/** What a virtual network does to what goes through it. */
export interface Weather {
  /** Milliseconds that a message takes at least and at most; each link has its own, so that links overtake each other. */
  readonly delay: readonly [number, number];
  /** How likely it is that a signal, or a message of documents and cursors, comes twice; and that a signal is lost. */
  readonly duplication: number;
  readonly signalLoss: number;
}

/**
 * A network, a clock and random numbers that exist only here and depend on nothing but a seed: while it is there, timers, time,
 * random numbers and signatures of this process are its own. Peers are the real ones above RTCPeerConnection and below the server.
 */
export interface VirtualNetwork {
  readonly random: () => number;
  now(): number;
  /** Lets time pass, in milliseconds. */
  run(duration: number): Promise<void>;
  /** Lets time pass until something holds; false when it did not within so many milliseconds. */
  runUntil(holds: () => boolean, within: number): Promise<boolean>;
  signaling(host: string): Signaling;
  connection(host: string): RTCPeerConnection;
  /** Nothing passes between hosts of different groups, nor to the server from groups but the first. */
  partition(groups: readonly (readonly string[])[]): void;
  heal(): void;
  /** Two hosts never reach each other directly. */
  block(one: string, other: string): void;
  unblock(): void;
  /** What a host makes of the frames that it sends: as many as it likes. Null for a host of good will. */
  corrupt(host: string, change: ((frame: Uint8Array, to: string) => readonly Uint8Array[]) | null): void;
  /** Ends one of the connections there are, as when a router forgets it. */
  loseLink(): void;
  /** A host vanishes without a word: its connections stay silent. */
  crash(host: string): void;
  dispose(): void;
}

export function createVirtualNetwork(seed: number, weather: Weather): VirtualNetwork {
  const random = createRandom(seed);
  const clock = createClock();
  const restore = takeOver(clock, random);
  const groups = new Map<string, number>();
  const dead = new Set<string>();
  const blocked = new Set<string>();
  const corrupted = new Map<string, (frame: Uint8Array, to: string) => readonly Uint8Array[]>();
  const servers = new Set<VirtualSignaling>();
  const connections = new Map<string, VirtualConnection>();
  let names = 0;

  const nextName = () => {
    names += 1;
    return `c${String(names).padStart(7, '0')}`;
  };
  const between = ([least, most]: readonly [number, number]) => least + random() * (most - least);
  const reaches = (one: string, other: string) =>
    !dead.has(one) &&
    !dead.has(other) &&
    !blocked.has(`${one} ${other}`) &&
    (groups.get(one) ?? 0) === (groups.get(other) ?? 0);
  const reachesServer = (host: string) => !dead.has(host) && (groups.get(host) ?? 0) === 0;

  interface VirtualSignaling {
    readonly host: string;
    readonly topics: Set<string>;
    deliver(topic: string, signal: Signal): void;
    look(): void;
  }

  function signaling(host: string): Signaling {
    const topics = new Set<string>();
    const signals: ((topic: string, signal: Signal) => void)[] = [];
    const statuses: ((status: SignalingStatus) => void)[] = [];
    let status: SignalingStatus = 'connecting';
    let disposed = false;
    const self: VirtualSignaling = {
      host,
      topics,
      deliver(topic, signal) {
        if (!disposed && topics.has(topic)) for (const listener of signals) listener(topic, signal);
      },
      look() {
        const next = reachesServer(host) ? 'connected' : 'offline';
        if (disposed || next === status) return;
        status = next;
        for (const listener of statuses) listener(next);
      },
    };
    servers.add(self);
    clock.setTimer(() => self.look(), 5);
    return {
      get status() {
        return status;
      },
      join: ({ topic }: Channel) => void topics.add(topic),
      leave: (topic) => void topics.delete(topic),
      send(topic, signal) {
        if (disposed || !reachesServer(host) || random() < weather.signalLoss) return;
        for (const other of servers) {
          if (other === self || !other.topics.has(topic)) continue;
          for (let copy = 0; copy < (random() < weather.duplication ? 2 : 1); copy += 1) {
            clock.setTimer(() => reachesServer(other.host) && other.deliver(topic, signal), between(weather.delay));
          }
        }
      },
      onSignal: (listener) => void signals.push(listener),
      onStatus: (listener) => void statuses.push(listener),
      dispose() {
        disposed = true;
        servers.delete(self);
      },
    };
  }

  class VirtualChannel extends EventTarget {
    binaryType = 'arraybuffer';
    bufferedAmountLowThreshold = 0;
    bufferedAmount = 0;
    readyState = 'connecting';
    /** What has not left yet. */
    queue: Uint8Array[] = [];
    lastArrival = 0;
    readonly #connection: VirtualConnection;
    constructor(connection: VirtualConnection) {
      super();
      this.#connection = connection;
    }
    send(frame: Uint8Array): void {
      if (this.readyState !== 'open') throw new Error('not open');
      this.#connection.transmit(this, Uint8Array.from(frame));
    }
    close(): void {
      if (this.readyState === 'closed') return;
      this.readyState = 'closed';
      this.#connection.other()?.remoteClosed();
    }
    /** The other side has closed, or the link is lost. */
    lose(): void {
      if (this.readyState === 'closed') return;
      this.readyState = 'closed';
      this.dispatchEvent(new Event('close'));
    }
  }

  class VirtualConnection extends EventTarget {
    readonly name = nextName();
    /** By the numbers that both sides have agreed on; what is sent over one may overtake what is sent over another. */
    readonly channels: VirtualChannel[] = [];
    readonly host: string;
    readonly delay = between(weather.delay);
    signalingState = 'stable';
    connectionState = 'new';
    iceGatheringState = 'complete';
    localDescription: { type: string; sdp: string } | null = null;
    remoteDescription: { type: string; sdp: string } | null = null;
    #watch = 0;
    constructor(host: string) {
      super();
      this.host = host;
      connections.set(this.name, this);
    }
    createDataChannel(_label: string, { id }: { readonly id: number }): VirtualChannel {
      const channel = new VirtualChannel(this);
      this.channels[id] = channel;
      return channel;
    }
    async createOffer() {
      return { type: 'offer', sdp: this.#sdp() };
    }
    async createAnswer() {
      return { type: 'answer', sdp: this.#sdp() };
    }
    #sdp(): string {
      names += 1;
      return `a=fingerprint:sha-256 ${this.name}\r\na=number:${names}\r\n`;
    }
    async setLocalDescription(description: { type: string; sdp: string }) {
      this.localDescription = description;
      this.signalingState = description.type === 'offer' ? 'have-local-offer' : 'stable';
      if (description.type === 'answer') this.#connect();
    }
    async setRemoteDescription(description: { type: string; sdp: string }) {
      this.remoteDescription = description;
      this.signalingState = description.type === 'offer' ? 'have-remote-offer' : 'stable';
      if (description.type === 'answer') this.#connect();
    }
    async addIceCandidate() {}
    async getStats() {
      return new Map();
    }
    close(): void {
      if (this.connectionState === 'closed') return;
      this.connectionState = 'closed';
      clock.clearTimer(this.#watch);
      for (const channel of this.channels) channel.close();
      connections.delete(this.name);
    }
    other(): VirtualConnection | null {
      const name = /fingerprint:sha-256 (c\d+)/.exec(this.remoteDescription?.sdp ?? '')?.[1];
      const other = name === undefined ? undefined : connections.get(name);
      // A description of an earlier attempt leads nowhere.
      return other?.remoteDescription?.sdp.includes(this.name) ? other : null;
    }
    /** The two have described themselves to each other: they find a path, if there is one. */
    #connect(): void {
      clock.setTimer(() => {
        const other = this.other();
        if (!other || this.connectionState === 'closed' || !reaches(this.host, other.host)) return;
        this.#become('connected');
        other.#become('connected');
        for (const each of [this, other]) {
          const connecting = each.channels.filter(({ readyState }) => readyState === 'connecting');
          if (connecting.length === 0) continue;
          for (const channel of connecting) channel.readyState = 'open';
          for (const channel of connecting) channel.dispatchEvent(new Event('open'));
          each.look();
        }
        this.#flush();
        other.#flush();
      }, this.delay * 2);
    }
    #become(state: string): void {
      if (this.connectionState === state || this.connectionState === 'closed') return;
      this.connectionState = state;
      this.dispatchEvent(new Event('connectionstatechange'));
    }
    /** Notices after a while when the path is gone or there again, as consent checks do. */
    look(): void {
      this.#watch = clock.setTimer(() => {
        if (this.connectionState === 'closed') return;
        const other = this.other();
        const path = other !== null && reaches(this.host, other.host);
        if (this.connectionState === 'connected' && !path) this.#become('disconnected');
        else if (this.connectionState === 'disconnected' && !path) this.#become('failed');
        else if (this.connectionState === 'disconnected' && path) {
          this.#become('connected');
          this.#flush();
        }
        this.look();
      }, 3000);
    }
    transmit(over: VirtualChannel, frame: Uint8Array): void {
      const change = corrupted.get(this.host);
      if (change) over.queue.push(...change(frame, this.other()?.host ?? ''));
      else over.queue.push(frame);
      // Messages of documents and cursors are the same a second time; the steps of a greeting are not.
      if (frame[0] === 3 && (frame[5] ?? 0) >= 2 && random() < weather.duplication) over.queue.push(frame);
      this.#flush();
    }
    #flush(): void {
      const other = this.other();
      if (!other || this.connectionState !== 'connected' || !reaches(this.host, other.host)) return;
      for (const [id, channel] of this.channels.entries()) {
        for (const frame of channel.queue.splice(0)) {
          channel.lastArrival = Math.max(channel.lastArrival, clock.now() + this.delay * (0.5 + random()));
          clock.setTimer(() => other.#arrive(id, frame, this), channel.lastArrival - clock.now());
        }
      }
    }
    #arrive(id: number, frame: Uint8Array, from: VirtualConnection): void {
      // What was on the way when the path broke is sent again when there is one.
      if (!reaches(this.host, from.host)) {
        from.channels[id]?.queue.push(frame);
        return;
      }
      const channel = this.channels[id];
      if (channel?.readyState === 'open') channel.dispatchEvent(new MessageEvent('message', { data: frame.buffer }));
    }
    remoteClosed(): void {
      const from = this.other();
      clock.setTimer(() => {
        if (from && !reaches(this.host, from.host)) return;
        for (const channel of this.channels) channel.lose();
      }, this.delay);
    }
    get isOpen(): boolean {
      return this.channels.some(({ readyState }) => readyState === 'open');
    }
  }

  return {
    random,
    now: clock.now,
    run: clock.run,
    runUntil: clock.runUntil,
    signaling,
    connection: (host) => new VirtualConnection(host) as unknown as RTCPeerConnection,
    partition(parts) {
      parts.forEach((hosts, at) => {
        for (const host of hosts) groups.set(host, at);
      });
      for (const server of servers) server.look();
    },
    heal() {
      groups.clear();
      for (const server of servers) server.look();
    },
    block(one, other) {
      for (const pair of [`${one} ${other}`, `${other} ${one}`]) blocked.add(pair);
    },
    unblock: () => blocked.clear(),
    corrupt(host, change) {
      if (change) corrupted.set(host, change);
      else corrupted.delete(host);
    },
    loseLink() {
      const open = [...connections.values()].filter(({ isOpen }) => isOpen);
      const lost = open[Math.floor(random() * open.length)];
      for (const each of [lost, lost?.other()]) for (const channel of each?.channels ?? []) channel.lose();
    },
    crash(host) {
      dead.add(host);
      for (const connection of [...connections.values()]) {
        if (connection.host !== host) continue;
        connections.delete(connection.name);
        connection.connectionState = 'closed';
        for (const channel of connection.channels) channel.readyState = 'closed';
      }
      for (const server of [...servers]) if (server.host === host) servers.delete(server);
    },
    dispose: restore,
  };
}
