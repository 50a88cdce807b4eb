import { type Awareness, removeAwarenessStates } from 'y-protocols/awareness';
import type { Doc } from 'yjs';
import { type Crowd, clocksOf } from './crowd.ts';
import type { Exchange } from './exchange.ts';
import type { Profile } from './hello.ts';
import type { Link } from './link.ts';
import type { Membership } from './membership.ts';
import { type ControlMessage, type DocumentName, documentNames, type Presence } from './messages.ts';
import type { Timers } from './timers.ts';

/** Keeps track of who is in the session and over whom they are reached, and tells the others what they are to know of this peer. */
export interface Attendance {
  /** A link was opened or has ended. */
  linksChanged(): void;
  /** Tells somebody new who is here, this peer included. */
  introduce(to: Link): Promise<void>;
  /** Takes what somebody signed of themselves, and passes it on to those who have no link to them. */
  hear(from: Link, presence: Presence): Promise<void>;
  /** What is done now and then: forgets who is gone, gives up links there are too many of, and tells how far this peer is. */
  review(): Promise<void>;
}

/** Milliseconds. */
const presenceAfter = 200;
/** Until what others say to have sent is asked for. */
const healAfter = 1000;

export function createAttendance(options: {
  readonly peer: string;
  readonly profile: Profile;
  readonly documents: Readonly<Record<DocumentName, Doc>>;
  readonly awareness: Awareness;
  readonly crowd: Crowd;
  readonly exchange: Exchange;
  readonly timers: Timers;
  readonly mostNeighbours: number;
  readonly open: () => readonly Link[];
  readonly say: (to: Link, message: ControlMessage) => void;
  readonly dropped: (from: Link, person: string, verdict: string) => void;
  readonly flooded: (by: Link) => void;
  readonly isSource: (client: number, without: number) => boolean;
  readonly membership: () => Membership | null;
  readonly onPeersChanged: () => void;
  readonly onMembershipChanged: () => void;
}): Attendance {
  const { peer, profile, documents, awareness, crowd, exchange, timers, mostNeighbours } = options;
  const { open, say, dropped, flooded } = options;
  let reached: ReadonlySet<number> = new Set();
  let statedClocks = '';

  const ownClocks = () => clocksOf(documentNames.map((name) => documents[name]));

  /** Who is linked with this peer is another: who is out of reach now has left, and the others are told. */
  function linksChanged(): void {
    crowd.linked(open().flatMap(({ stranger }) => (stranger ? [stranger.client] : [])));
    timers.together('presence', presenceAfter, () => void tellPresence());
    crowdChanged();
    options.onPeersChanged();
    if (open().length > mostNeighbours) timers.together('shed', 1000, shedLink);
  }

  /** Removes the cursors of those who can't be reached any more, and shows ours to those who can be reached now. */
  function crowdChanged(): void {
    for (const lost of crowd.prune()) exchange.forget(lost);
    const before = reached;
    reached = crowd.topology().reachable;
    forgetCursors([...before].filter((each) => !reached.has(each)));
    const direct = new Set(open().map(({ stranger }) => stranger?.client));
    if ([...reached].every((each) => before.has(each) || direct.has(each))) return;
    exchange.showCursor();
    timers.together('presence', presenceAfter, () => void tellPresence());
  }

  function forgetCursors(lost: readonly number[]): void {
    for (const each of lost) {
      removeAwarenessStates(awareness, [each], 'gone');
      // Whoever comes back goes on counting where they were.
      awareness.meta.delete(each);
    }
  }

  async function tellPresence(): Promise<void> {
    const own = open().length === 0 ? null : await signPresence();
    if (own) for (const to of open()) say(to, { type: 'present', members: [own] });
  }

  async function signPresence(): Promise<Presence | null> {
    const membership = options.membership();
    if (!membership) return null;
    const clocks = ownClocks();
    statedClocks = clocks.join(' ');
    const { roster, admission } = membership;
    return crowd.sign({ sessionId: roster.sessionId, peer, profile, admission, clocks });
  }

  /** Takes what somebody signed of themselves, and passes it on to those who have no link to them. */
  async function hear(from: Link, presence: Presence): Promise<void> {
    const membership = options.membership();
    if (!membership || !from.stranger) return;
    if (!from.intake.statement()) return flooded(from);
    const holder = open().find(({ stranger }) => stranger?.client === presence.client);
    if (holder && holder.stranger?.person !== presence.person) return;
    const result = await crowd.hear(presence, membership.roster);
    if (result === 'forged') return dropped(from, from.stranger.person, 'forged');
    if (result !== 'new') return;
    if (presence.admission && (await membership.roster.admit(presence.person, presence.admission))) {
      options.onMembershipChanged();
    }
    for (const to of open()) {
      const theirs = to.stranger?.client ?? presence.client;
      if (to === from || theirs === presence.client || presence.neighbours.includes(theirs)) continue;
      say(to, { type: 'present', members: [presence] });
    }
    crowdChanged();
    options.onPeersChanged();
    if (exchange.lacks(presence)) timers.together('heal', healAfter, () => exchange.lacks(presence) && exchange.heal());
  }

  /** Gives up a link that is not needed, when there are too many: to somebody who has many, and whom others reach as well. */
  function shedLink(): void {
    const all = open();
    if (all.length <= mostNeighbours) return;
    const degree = ({ stranger }: Link) => crowd.find(stranger?.client ?? -1)?.presence.neighbours ?? [];
    const direct = all.map(({ stranger }) => stranger?.client);
    const spare = all
      .filter((each) => degree(each).filter((other) => direct.includes(other)).length > mostNeighbours / 2)
      .filter(({ stranger }) => stranger && !options.isSource(stranger.client, stranger.client))
      .sort((a, b) => degree(b).length - degree(a).length)[0];
    if (!spare) return;
    say(spare, { type: 'bye', parted: true });
    spare.parted = true;
    spare.connection.close('them');
    linksChanged();
    timers.together('shed', 1000, shedLink);
  }

  return {
    linksChanged,
    hear,
    async introduce(to) {
      const own = await signPresence();
      const members = crowd.members().map(({ presence }) => presence);
      if (own) members.unshift(own);
      for (let at = 0; at < members.length; at += 64) say(to, { type: 'present', members: members.slice(at, at + 64) });
    },
    async review() {
      const membership = options.membership();
      if (membership && (await crowd.judge(membership.roster))) options.onPeersChanged();
      crowdChanged();
      // A cursor may come before word of its owner, who may be gone by then.
      forgetCursors(
        [...awareness.getStates().keys()].filter((each) => each !== awareness.clientID && !reached.has(each)),
      );
      shedLink();
      // Those who reach this peer only through others learn how far it is.
      if (crowd.topology().relays.size > 0 && ownClocks().join(' ') !== statedClocks) await tellPresence();
    },
  };
}
