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

/** Somebody whom the owner has put out, or turned away. */
export interface RemovedPerson {
  readonly person: string;
  /** What they were called, as far as is known; else the beginning of their key. */
  readonly name: string;
}

/** Those who may not come in whatever code they have, the latest first. `turnedAway` has the names of those who never came in. */
export function peopleRemoved(
  { session }: Pick<LiveSession, 'session'>,
  turnedAway: ReadonlyMap<string, string>,
): readonly RemovedPerson[] {
  const told = new Map<string, string>();
  for (const { act } of session.activity.entries()) if (act.type === 'removed') told.set(act.person, act.name);
  return (session.mesh.membership?.roster.entries() ?? [])
    .filter(({ kind, role }) => kind === 'person' && role === null)
    .sort((one, other) => other.epoch - one.epoch)
    .map(({ subject: person }) => {
      const name = session.nameOf(person) ?? told.get(person) ?? turnedAway.get(person);
      return { person, name: name ?? shortKey(person) };
    });
}
