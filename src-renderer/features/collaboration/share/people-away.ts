import type { LiveSession } from '../live/live-session.ts';
import type { GrantedRole } from '../protocol/roster.ts';
import { membersOf, shortKey } from './terms.ts';

/** Somebody who may come in and is not here. */
export interface AwayPerson {
  readonly person: string;
  /** What they called themselves; the beginning of their key where they have not said anything. */
  readonly name: string;
  readonly role: GrantedRole;
}

/** Those who have a right to be in the session and are not here, by name. */
export function peopleAway({ session, state }: Pick<LiveSession, 'session' | 'state'>): readonly AwayPerson[] {
  const roster = session.mesh.membership?.roster;
  if (!roster) return [];
  const here = new Set(state.getState().people.map(({ person }) => person));
  return [...membersOf(roster, Date.now())]
    .filter(([person]) => !here.has(person))
    .map(([person, role]) => ({ person, role, name: session.nameOf(person) ?? shortKey(person) }))
    .sort((one, other) => one.name.localeCompare(other.name));
}
