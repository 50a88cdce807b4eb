import { createStore, type StoreApi } from 'zustand/vanilla';
import { createDisposables, type Disposable } from '../../../app/disposable.ts';
import type { LiveSession, Person } from '../live/live-session.ts';
import type { PersonPlace } from '../share/place-words.ts';
import { type Presence, readPresence } from './presence.ts';
import { fileById } from './shared-place.ts';

/** Somebody in the session, with where they are and what they do. */
export interface PlacedPerson extends Person, PersonPlace {
  /** Whose places they go to: a Yjs client. */
  readonly following: number | null;
  /** Moves each time they ask everybody to follow. */
  readonly calls: number;
}

/** Told of this much together, in milliseconds: where many people move about, lists of them would be drawn anew all the time. */
const together = { few: 50, many: 250 };
/** As many people as are shown moving at once. */
export const fewPeople = 4;

/** Keeps where everybody in a session is, this person included and in the same order as `live.state.people`. */
export function createPeoplePlaces(
  live: LiveSession,
): Disposable & { readonly state: StoreApi<readonly PlacedPerson[]> } {
  const ends = createDisposables();
  const { awareness, files } = live.session;
  const read = () => live.state.getState().people.map((person) => placeOf(live, person));
  const state = createStore<readonly PlacedPerson[]>(read);
  let timer: ReturnType<typeof setTimeout> | null = null;
  const refresh = () => {
    const pause = live.state.getState().people.length <= fewPeople ? together.few : together.many;
    timer ??= setTimeout(() => {
      timer = null;
      const before = state.getState();
      const now = read().map((place, index) => (isSame(place, before[index]) ? (before[index] ?? place) : place));
      if (now.length !== before.length || now.some((place, index) => place !== before[index]))
        state.setState(now, true);
    }, pause);
  };
  awareness.on('change', refresh);
  ends.addFunction(() => awareness.off('change', refresh));
  ends.addFunction(live.state.subscribe(refresh));
  ends.addFunction(files.onTreeChanged(refresh));
  ends.addFunction(() => clearTimeout(timer ?? undefined));
  return { state, dispose: ends.dispose };
}

/** What somebody says of themselves; null as long as they have said nothing that can be read. */
export function presenceOf(live: LiveSession, client: number): Presence | null {
  return readPresence(live.session.awareness.getStates().get(client));
}

function placeOf(live: LiveSession, person: Person): PlacedPerson {
  const presence = presenceOf(live, person.client);
  const file = fileById(live, presence?.file ?? null);
  return {
    ...person,
    path: file?.path ?? null,
    line: file ? (presence?.line ?? null) : null,
    typing: presence?.typing ?? false,
    following: presence?.following ?? null,
    awaySince: presence?.idleSince ?? null,
    calls: presence?.calls ?? 0,
  };
}

function isSame(one: PlacedPerson, other: PlacedPerson | undefined): boolean {
  return other !== undefined && (Object.keys(one) as (keyof PlacedPerson)[]).every((key) => one[key] === other[key]);
}

/** The word of a name that calls somebody, unless others in the session have the same one. */
export function shortName(person: Pick<Person, 'name' | 'client'>, people: readonly Person[]): string {
  const first = firstWord(person.name);
  const shared = people.some(({ client, name }) => client !== person.client && firstWord(name) === first);
  return shared ? person.name : first;
}

function firstWord(name: string): string {
  return name.trim().split(/\s+/, 1)[0] ?? name;
}
