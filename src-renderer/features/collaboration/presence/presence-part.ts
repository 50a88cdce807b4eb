import { createStore, type StoreApi } from 'zustand/vanilla';
import { createDisposables, type Disposable } from '../../../app/disposable.ts';
import type { Collaboration, LiveSession } from '../live/live-session.ts';
import { createOwnPresence, type OwnPresence } from './own-presence.ts';
import { createPeoplePlaces, type PlacedPerson } from './people-places.ts';

/** Where everybody is, and what this person says of themselves. */
export interface PresencePart extends Disposable {
  /** In the order of `live.state.people`, this person included; empty while there is no session. */
  readonly places: StoreApi<readonly PlacedPerson[]>;
  /** Null while there is no session. */
  current(): { readonly live: LiveSession; readonly own: OwnPresence } | null;
}

/** Tells others where this person is, and keeps where they are. */
export function createPresencePart(collaboration: Collaboration): PresencePart {
  const { services } = collaboration;
  const places = createStore<readonly PlacedPerson[]>(() => []);
  let current: ReturnType<PresencePart['current']> = null;
  const following = collaboration.follow((live) => {
    const ends = createDisposables();
    const own = ends.add(createOwnPresence(services, live));
    const people = ends.add(createPeoplePlaces(live));
    const show = () => places.setState(people.state.getState(), true);
    current = { live, own };
    show();
    ends.addFunction(people.state.subscribe(show));
    ends.addFunction(() => {
      current = null;
      places.setState([], true);
    });
    return ends;
  });
  return { places, current: () => current, dispose: following.dispose };
}
