import type { Crowd } from './crowd.ts';
import type { Profile } from './hello.ts';
import type { Link } from './link.ts';
import type { Role } from './roster.ts';

/** Somebody else in the session. */
export interface Peer {
  readonly id: string;
  readonly person: string;
  readonly profile: Profile;
  readonly role: Role;
  readonly client: number;
  /** Whether there is a link to them; others are reached through those to whom there is. */
  readonly direct: boolean;
  /** Bytes on the way to them. */
  readonly backlog: number;
  /** Milliseconds to them and back; null where it is not known. */
  readonly roundTrip: number | null;
  /** Whether a relay server (TURN) carries the link. */
  readonly relayed: boolean;
}

/** Everybody else in the session: those to whom a link is open, then those whom these reach. */
export function listPeers(open: readonly Link[], crowd: Crowd): readonly Peer[] {
  const direct = open.flatMap(({ peer, role, connection, path, stranger }) => {
    if (!stranger) return [];
    const { person, profile, client } = stranger;
    return [{ id: peer, person, profile, role, client, direct: true, backlog: connection.backlog, ...path }];
  });
  const near = new Set(direct.map(({ client }) => client));
  const far = crowd.members().filter(({ presence }) => !near.has(presence.client));
  const unknown = { direct: false, backlog: 0, roundTrip: null, relayed: false };
  return [
    ...direct,
    ...far.map(({ presence: { peer, person, profile, client }, role }) => {
      return { id: peer, person, profile, role, client, ...unknown };
    }),
  ];
}
