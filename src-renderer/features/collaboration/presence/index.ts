import { createStore } from 'zustand/vanilla';
import { createDisposables, type Disposable } from '../../../app/disposable.ts';
import type { Collaboration } from '../live/live-session.ts';
import type { PersonPlace, Places } from '../share/place-words.ts';
import { createRemoteCursorsPart } from '../text/remote-cursors.ts';
import { createWritePermission, type WritePermission } from '../text/write-permission.ts';
import { createFileVisitorsPart } from './file-visitors.ts';
import { createFollowPart } from './follow-part.ts';
import { createPresencePart } from './presence-part.ts';

/** What people see of each other in the files of a session. */
export interface PeopleInFiles extends Disposable, Places {
  readonly permission: WritePermission;
}

/** Shows people to each other: cursors, who is where and in which files, following, and who may write what. */
export function createPeopleInFiles(collaboration: Collaboration): PeopleInFiles {
  const ends = createDisposables();
  const presence = ends.add(createPresencePart(collaboration));
  ends.add(createRemoteCursorsPart(collaboration));
  ends.add(createFileVisitorsPart(collaboration, presence.places));
  const following = ends.add(createFollowPart(collaboration, presence));
  const permission = ends.add(createWritePermission(collaboration));

  const places = createStore<ReadonlyMap<number, PersonPlace>>(() => new Map());
  const followed = createStore<{ readonly person: string | null }>(() => ({ person: null }));
  const show = () => {
    const people = presence.places.getState();
    places.setState(new Map(people.map((person) => [person.client, person])), true);
    const { client } = following.state.getState();
    followed.setState({ person: people.find((each) => each.client === client)?.person ?? null });
  };
  ends.addFunction(presence.places.subscribe(show));
  ends.addFunction(following.state.subscribe(show));
  return { places, followed, permission, dispose: ends.dispose };
}
