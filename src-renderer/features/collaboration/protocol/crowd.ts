import { type Bytes, decodeBase64 } from './bytes.ts';
import type { Profile } from './hello.ts';
import { type ClientKey, importClientKey, isSigned, keyName, type Signer, signedBytes } from './keys.ts';
import type { Presence } from './messages.ts';
import type { Admission, Role, Roster } from './roster.ts';
import { createTopology, type Topology } from './topology.ts';

/** Somebody in the session, whether there is a link to them or not. */
export interface Member {
  readonly presence: Presence;
  role: Role;
  /** Whether an envelope was sealed by them. */
  readonly isTheirs: (signature: Bytes, bytes: Bytes) => Promise<boolean>;
  /** Since when nobody is linked with them, in milliseconds of the monotonic clock; null while somebody is. */
  lostAt: number | null;
}

export type Heard = 'new' | 'known' | 'not-allowed' | 'forged';

/**
 * Everybody in the session by what they have signed of themselves. A person's key signs a peer's own key once; with that one the peer
 * signs whom it is linked with and how far its edits go, each time that changes, and whatever others pass on for it.
 */
export interface Crowd {
  members(): readonly Member[];
  find(client: number): Member | null;
  /** Takes what somebody signed of themselves, over whatever way it came. */
  hear(presence: Presence, roster: Roster): Promise<Heard>;
  /** Somebody has said goodbye. */
  forget(client: number): void;
  /** Looks everybody up in the roster again; true when somebody's role is another. */
  judge(roster: Roster): Promise<boolean>;
  /** Notes who is linked with this peer. */
  linked(clients: readonly number[]): void;
  topology(): Topology;
  /** Forgets those who have been out of reach for a while; answers the clients of those who are out of reach since the last call. */
  prune(): readonly number[];
  /** Signs anew what others are to know of this peer. */
  sign(statement: OwnStatement): Promise<Presence>;
}

/** What a peer says of itself. */
export interface OwnStatement {
  readonly sessionId: string;
  readonly peer: string;
  readonly profile: Profile;
  readonly admission: Admission | null;
  readonly clocks: Presence['clocks'];
}

/** Milliseconds for which somebody out of reach is remembered. */
const remembered = 30_000;
const mostMembers = 256;

export function createCrowd(client: number, identity: Signer, key: Promise<ClientKey>): Crowd {
  const me = keyName(identity.publicKey);
  const members = new Map<number, Member>();
  let own: ReadonlySet<number> = new Set();
  let topology: Topology | null = null;
  let number = 0;
  let stated: { readonly bytes: Bytes; readonly signature: Promise<Bytes> } | null = null;

  function ways(): Topology {
    topology ??= createTopology(
      client,
      own,
      new Map([...members].map(([each, { presence }]) => [each, presence.neighbours])),
    );
    return topology;
  }

  return {
    members: () => [...members.values()].filter(({ presence }) => ways().reachable.has(presence.client)),
    find: (wanted) => members.get(wanted) ?? null,
    async hear(presence, roster) {
      if (presence.client === client) return 'known';
      const known = members.get(presence.client);
      if (known && known.presence.number >= presence.number) return 'known';
      if (known && (known.presence.person !== presence.person || known.presence.key !== presence.key)) {
        return 'not-allowed';
      }
      if (!known && members.size >= mostMembers) return 'not-allowed';
      const point = decodeBase64(presence.key);
      const isTheirs = known?.isTheirs ?? (point && (await importClientKey(point)));
      const signature = decodeBase64(presence.signature);
      if (!isTheirs || !signature) return 'forged';
      if (known?.presence.statement !== presence.statement && !(await isStated(roster.sessionId, presence))) {
        return 'forged';
      }
      if (!(await isTheirs(signature, presenceBytes(roster.sessionId, presence)))) return 'forged';
      const standing = await roster.standingOf(presence.person, presence.admission);
      if (!standing.allowed) return 'not-allowed';
      const meanwhile = members.get(presence.client);
      if (meanwhile && meanwhile.presence.number >= presence.number) return 'known';
      members.set(presence.client, { presence, role: standing.role, isTheirs, lostAt: meanwhile?.lostAt ?? null });
      topology = null;
      return 'new';
    },
    forget(left) {
      if (members.delete(left)) topology = null;
    },
    async judge(roster) {
      let changed = false;
      for (const [each, member] of [...members]) {
        const standing = await roster.standingOf(member.presence.person, member.presence.admission);
        if (!standing.allowed) {
          if (members.get(each)?.presence.person === member.presence.person) members.delete(each);
          topology = null;
          changed = true;
        } else if (member.role !== standing.role) {
          member.role = standing.role;
          changed = true;
        }
      }
      return changed;
    },
    linked(clients) {
      own = new Set(clients);
      topology = null;
    },
    topology: ways,
    prune() {
      const now = performance.now();
      const lost: number[] = [];
      for (const [each, member] of [...members]) {
        if (ways().reachable.has(each)) member.lostAt = null;
        else if (member.lostAt === null) {
          member.lostAt = now;
          lost.push(each);
        } else if (now - member.lostAt > remembered) {
          members.delete(each);
          topology = null;
        }
      }
      return lost;
    },
    async sign({ sessionId, peer, profile, admission, clocks }) {
      const { name, sign } = await key;
      number += 1;
      const unsigned = {
        peer,
        person: me,
        profile,
        client,
        key: name,
        admission,
        number,
        neighbours: [...own].sort((a, b) => a - b).slice(0, 64),
        clocks,
      };
      const bytes = statementBytes(sessionId, unsigned);
      // Asking for the person's signature takes a while, and it stays the same.
      if (!stated || keyName(stated.bytes) !== keyName(bytes)) stated = { bytes, signature: identity.sign(bytes) };
      const statement = keyName(await stated.signature);
      const signature = keyName(await sign(presenceBytes(sessionId, { ...unsigned, statement })));
      return { ...unsigned, statement, signature };
    },
  };
}

/** How far a client's own edits go in each document. */
export function clocksOf(
  documents: readonly { readonly clientID: number; readonly store: Parameters<typeof clockIn>[0] }[],
): Presence['clocks'] {
  const [files = 0, comments = 0, talk = 0] = documents.map(({ store, clientID }) => clockIn(store, clientID));
  return [files, comments, talk];
}

function clockIn(
  store: { readonly clients: ReadonlyMap<number, readonly { id: { clock: number }; length: number }[]> },
  client: number,
): number {
  const last = store.clients.get(client)?.at(-1);
  return last ? last.id.clock + last.length : 0;
}

async function isStated(sessionId: string, presence: Presence): Promise<boolean> {
  const [statement, person] = [decodeBase64(presence.statement), decodeBase64(presence.person)];
  return statement !== null && person !== null && isSigned(statement, statementBytes(sessionId, presence), person);
}

function statementBytes(
  sessionId: string,
  {
    peer,
    person,
    profile,
    client,
    key,
    admission,
  }: Omit<Presence, 'statement' | 'signature' | 'number' | 'neighbours'>,
): Bytes {
  return signedBytes(
    'client',
    sessionId,
    peer,
    person,
    client,
    key,
    profile.name,
    profile.color,
    admission?.invitation ?? '',
    admission?.signature ?? '',
  );
}

function presenceBytes(sessionId: string, presence: Omit<Presence, 'signature'>): Bytes {
  const { statement, number, neighbours, clocks } = presence;
  return signedBytes('presence', sessionId, statement, number, neighbours.join(' '), clocks.join(' '));
}
