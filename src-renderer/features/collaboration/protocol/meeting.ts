import { encodeBase64Url } from './bytes.ts';
import type { Crowd } from './crowd.ts';
import type { Doors } from './doors.ts';
import type { Link } from './link.ts';
import type { Knock, Membership } from './membership.ts';
import type { Role } from './roster.ts';
import type { Signal, Signaling } from './signaling.ts';
import type { Timers } from './timers.ts';

/** How peers find each other: they say on signaling servers that they are there, and one of each two calls the other. */
export interface Meeting {
  /** Where this peer listens. */
  topics(): readonly string[];
  announce(): void;
  /** Whether a link is the only way to what was written before; `without` a link that there is. */
  isSource(client: number, without?: number): boolean;
}

/** Milliseconds in which a peer that has links enough waits for others to take in who is new. */
const crowdedPause = [300, 1500] as const;
/** Links above those that are kept, so that nobody who is new finds all doors shut. */
const spareLinks = 8;
/** Links that are kept where they are the only way to what was written. */
const mostLinks = 64;
/** Somebody with only a code needs no more to come in. */
const mostKnocks = 4;

export function createMeeting(options: {
  readonly id: string;
  readonly client: number;
  readonly signaling: Signaling;
  readonly doors: Doors;
  readonly crowd: Crowd;
  readonly timers: Timers;
  readonly links: ReadonlyMap<string, Link>;
  readonly mostNeighbours: number;
  readonly knock: Knock | null;
  readonly membership: () => Membership | null;
  readonly role: () => Role | null;
  /** Begins a link, as the one who calls or the one who is called. */
  readonly link: (topic: string, peer: string, name: string, calls: boolean) => Link;
  readonly drop: (link: Link) => void;
}): Meeting {
  const { id, client, signaling, doors, crowd, timers, links, mostNeighbours, knock, membership, role, link, drop } =
    options;

  signaling.onSignal((topic, signal) => void heard(topic, signal));
  signaling.onStatus((status) => {
    if (status === 'connected') announce();
  });

  function topics(): string[] {
    const room = membership()?.room;
    if (room) return [room.topic, ...doors.topics()];
    return knock ? [knock.channel.topic] : [];
  }

  function announce(): void {
    for (const topic of topics()) announceTo(topic, null);
  }

  function announceTo(topic: string, to: string | null): void {
    const count = Math.min(links.size, 255);
    signaling.send(topic, { type: 'announce', from: id, to, links: count, member: membership() !== null });
  }

  async function heard(topic: string, signal: Signal): Promise<void> {
    if (signal.from === id) return;
    const known = links.get(signal.from);
    // Who has come in hears at the door what is left to say of links that were begun there, and nothing else.
    const goesOn = 'link' in signal && signal.to === id && known?.connection.link === signal.link;
    if (!topics().includes(topic) && !(goesOn && known.topic === topic)) return;
    if (signal.type === 'leave') return;
    if (signal.type === 'announce') {
      if ((signal.to !== null && signal.to !== id) || known || !isWanted(signal)) return;
      // Members meet in their room; at the doors they listen for those who knock.
      const room = membership()?.room;
      if (room && signal.member && topic !== room.topic) return;
      if (links.size < mostNeighbours || isReached(signal.from)) return meet(topic, signal);
      const [least, most] = crowdedPause;
      return timers.together(`meet ${signal.from}`, least + Math.random() * (most - least), () => {
        if (!links.has(signal.from) && isWanted(signal)) meet(topic, signal);
      });
    }
    if (signal.to !== id) return;
    if (known?.connection.link === signal.link) return known.connection.receive(signal);
    if (signal.type !== 'describe' || signal.kind !== 'offer' || id > signal.from) return;
    // Whoever calls has begun anew: what was there before is dead on the other side.
    known?.connection.close();
    if (known) drop(known);
    if (links.size < mostLinks) await link(topic, signal.from, signal.link, false).connection.receive(signal);
  }

  function isReached(peer: string) {
    return crowd.members().find(({ presence }) => presence.peer === peer);
  }

  /** Whether a link to somebody is of use: to everybody while there are few, later to those whom nobody has taken in yet. */
  function isWanted({ from, links: theirs, member }: Extract<Signal, { type: 'announce' }>): boolean {
    if (!membership()) return member && links.size < mostKnocks;
    if (!member) return theirs < mostKnocks && links.size < mostNeighbours + spareLinks;
    const reachedMember = isReached(from);
    if (reachedMember && isSource(reachedMember.presence.client)) return links.size < mostLinks;
    if (reachedMember) return links.size < mostNeighbours && theirs < mostNeighbours;
    return links.size < mostNeighbours + spareLinks;
  }

  /**
   * Whether there is no way to somebody over those alone who may change files, though one of the two may: only these tell others what was
   * written before, so that everybody has it there has to be such a way to each of them.
   */
  function isSource(other: number, without?: number): boolean {
    const writes = (whom: number) => {
      const theirs = whom === client ? role() : crowd.find(whom)?.role;
      return theirs === 'owner' || theirs === 'editor';
    };
    if (!writes(other) && !writes(client)) return false;
    return !crowd.topology().reachedOver(writes, without).has(other);
  }

  /** The greater of the two calls, so that offers never cross. */
  function meet(topic: string, { from, to }: Extract<Signal, { type: 'announce' }>): void {
    if (id > from) link(topic, from, encodeBase64Url(crypto.getRandomValues(new Uint8Array(6))), true);
    else if (to === null) announceTo(topic, from);
  }

  return { topics, announce, isSource };
}
