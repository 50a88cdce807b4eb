import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { Person } from '../live/live-session.ts';
import type { SpokenSession } from './past-session.ts';

/** How somebody is shown who may be here or not. */
export interface Who {
  readonly person: string;
  readonly name: string;
  /** 0 to 7; null for this person. */
  readonly color: number | null;
  readonly here: boolean;
  readonly self: boolean;
}

/** How somebody is shown: as they are now, or by what they were called when they said something. */
export function whoIs(
  people: readonly { readonly person: string; readonly name: string; readonly color: number; readonly self: boolean }[],
  person: string,
  name: string,
): Who {
  const here = people.find((each) => each.person === person);
  if (here) return { person, name: here.name, color: here.self ? null : here.color, here: true, self: here.self };
  return { person, name, color: colorOf(person), here: false, self: false };
}

/** Answers how people are shown, and renders anew when somebody comes or goes. */
export function useWho(live: Pick<SpokenSession, 'state'>): (person: string, name: string) => Who {
  const people = useStore(live.state, (state) => state.people);
  return (person, name) => whoIs(people, person, name);
}

/** Somebody who is not here has a colour all the same, always the same one. */
function colorOf(person: string): number {
  let sum = 0;
  for (const letter of person) sum = (sum * 31 + letter.charCodeAt(0)) % 8;
  return sum;
}

/** Who can be mentioned: the others who are here. */
export function useMentionable(live: Pick<SpokenSession, 'state'>): readonly Person[] {
  const people = useStore(live.state, (state) => state.people);
  return useMemo(
    () => [...new Map(people.filter(({ self }) => !self).map((each) => [each.person, each])).values()],
    [people],
  );
}
