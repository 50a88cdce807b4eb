import { encodeBase64Url } from './bytes.ts';
import type { Crowd } from './crowd.ts';
import type { Doors } from './doors.ts';
import type { Stranger } from './greeting.ts';
import type { Profile } from './hello.ts';
import type { Link } from './link.ts';
import type { Membership } from './membership.ts';
import type { ControlMessage, Refusal } from './messages.ts';
import type { SignedEntry, Standing } from './roster.ts';

/** Somebody in the waiting room. */
export interface Waiting {
  readonly person: string;
  readonly profile: Profile;
  readonly invitation: string;
}

/** Lets in whom the roster allows, this peer included, and sends the others away. */
export interface Entrance {
  /** Opens, changes or ends a link by what the roster says of whoever is at its other end. */
  judge(whom: Link): Promise<void>;
  judgeMyself(): Promise<void>;
  refuse(whom: Link, reason: Refusal): void;
  /** Whether somebody says a client is theirs that is somebody else's. */
  isTaken(whose: { readonly client: number; readonly person: string }): boolean;
  /** Somebody who waited is gone. */
  waitingChanged(): void;
}

/** Links to people who wait; the others knock again. They take the places that are kept free for those who are new. */
const mostWaiting = 8;
/** Of those who came in with codes, as many are told of at once. */
const mostTold = 5000;

export function createEntrance(options: {
  /** This person, and this peer's client. */
  readonly me: string;
  readonly client: number;
  readonly crowd: Crowd;
  readonly doors: Doors;
  readonly links: ReadonlyMap<string, Link>;
  readonly open: () => readonly Link[];
  readonly say: (to: Link, message: ControlMessage) => void;
  readonly membership: () => Membership | null;
  /** A link is open, and whoever is at its other end has been welcomed. */
  readonly onOpened: (whom: Link) => Promise<void>;
  /** What this person may do is another, or known for the first time. */
  readonly onStanding: (standing: Standing) => void;
  readonly onWaitingChanged: (waiting: readonly Waiting[]) => void;
  readonly onPeersChanged: () => void;
  readonly onMembershipChanged: () => void;
}): Entrance {
  const { me, client, crowd, doors, links, open, say } = options;
  /** The role that was told last. Whoever is out from the start hears so, too. */
  let told: { readonly role: string | null } | null = null;

  async function judge(whom: Link): Promise<void> {
    const { stranger } = whom;
    if (!stranger || links.get(whom.peer) !== whom) return;
    const membership = options.membership();
    // Who has only a code waits for the welcome of the one who lets them in.
    if (!membership) return;
    const standing = await membership.roster.standingOf(stranger.person, stranger.admission);
    if (!standing.allowed) {
      if (standing.reason !== 'waiting') return refuse(whom, standing.reason);
      if (whom.state === 'waiting') return;
      if (waitingLinks().length >= mostWaiting) return refuse(whom, 'waiting');
      whom.state = 'waiting';
      say(whom, { type: 'refused', reason: 'waiting', entries: [] });
      return waitingChanged();
    }
    const before = whom.role;
    whom.role = standing.role;
    if (whom.state === 'open') {
      if (before !== standing.role) options.onPeersChanged();
      return;
    }
    if (isTaken(stranger)) return refuse(whom, 'client-in-use');
    const waited = whom.state === 'waiting';
    whom.state = 'open';
    if (waited) waitingChanged();
    await welcome(whom, stranger, membership);
    await options.onOpened(whom);
  }

  async function welcome(whom: Link, stranger: Stranger, { roster, room }: Membership): Promise<void> {
    const { admission, person } = stranger;
    if (admission && (await roster.admit(person, admission))) {
      const isLimited = roster.entries().some((entry) => {
        return entry.kind === 'invitation' && entry.subject === admission.invitation && entry.uses !== null;
      });
      // Who came in counts where the number is limited; otherwise everybody hears of them soon enough.
      if (isLimited)
        for (const other of open()) if (other !== whom) say(other, { type: 'admitted', person, admission });
      options.onMembershipChanged();
    }
    const entries = [...roster.entries()];
    const known = [...doors.list()];
    const admissions = roster.admissions().slice(-mostTold);
    if (stranger.hasSession) return say(whom, { type: 'roster', entries, doors: known, admissions });
    const address = { topic: room.topic, signalingKey: encodeBase64Url(room.key) };
    say(whom, { type: 'welcome', room: address, doors: known, entries, admissions });
  }

  function refuse(whom: Link, reason: Refusal): void {
    say(whom, { type: 'refused', reason, entries: entriesAbout(whom) });
    whom.connection.close();
  }

  function entriesAbout({ stranger }: Link): SignedEntry[] {
    const about = [stranger?.person, stranger?.admission?.invitation];
    return (options.membership()?.roster.entries() ?? []).filter(({ subject }) => about.includes(subject));
  }

  function isTaken({ client: wanted, person }: { readonly client: number; readonly person: string }): boolean {
    if (wanted === client || open().some(({ stranger }) => stranger?.client === wanted)) return true;
    const holder = crowd.topology().reachable.has(wanted) ? crowd.find(wanted) : null;
    return holder !== null && holder.presence.person !== person;
  }

  function waitingLinks(): Link[] {
    return [...links.values()].filter(({ state }) => state === 'waiting');
  }

  function waitingChanged(): void {
    options.onWaitingChanged(
      waitingLinks().flatMap(({ stranger }) =>
        stranger?.admission
          ? [{ person: stranger.person, profile: stranger.profile, invitation: stranger.admission.invitation }]
          : [],
      ),
    );
  }

  return {
    judge,
    async judgeMyself() {
      const membership = options.membership();
      if (!membership) return;
      const standing = await membership.roster.standingOf(me, membership.admission);
      const role = standing.allowed ? standing.role : null;
      if (told?.role === role) return;
      told = { role };
      options.onStanding(standing);
    },
    refuse,
    isTaken,
    waitingChanged,
  };
}
