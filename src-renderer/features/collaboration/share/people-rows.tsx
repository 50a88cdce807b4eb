import { useStore } from 'zustand';
import { useServices } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import { Avatar } from '../../../ui/avatar.tsx';
import type { LiveSession, Person } from '../live/live-session.ts';
import { FollowButton } from './people-list.tsx';
import { describePlace, type PersonPlace, type Places } from './place-words.ts';
import { roleName } from './terms.ts';

/** Everybody in the session, a line each: who, and where. A press goes there. */
export function PeopleRows({ live, places }: { readonly live: LiveSession; readonly places: Places }) {
  const people = useStore(live.state, (state) => state.people);
  const all = useStore(places.places);
  const followed = useStore(places.followed, (state) => state.person);
  return (
    <ul className="share-list">
      {people.map((person) => (
        <PeopleRow
          key={person.client}
          person={person}
          place={all.get(person.client) ?? null}
          following={followed === person.person}
        />
      ))}
    </ul>
  );
}

interface PeopleRowProps {
  readonly person: Person;
  readonly place: PersonPlace | null;
  readonly following: boolean;
}

function PeopleRow({ person, place, following }: PeopleRowProps) {
  const { commands } = useServices();
  const away = place !== null && place.awaySince !== null;
  const words = describePlace(place);
  const name = person.self ? t('You') : person.name;
  const about = t('{{name}}, {{role}}', { name, role: roleName(person.role) });
  return (
    <li className="people-row">
      <button
        type="button"
        className="people-row-main"
        disabled={person.self}
        data-tooltip={words ? t('{{person}}: {{place}}', { person: about, place: words }) : about}
        onClick={() => void commands.run('collaboration.goToPerson', person)}
      >
        <Avatar size="small" name={person.name} color={person.self ? null : person.color} away={away} />
        <span className={away ? 'people-row-name person-row-away clip' : 'people-row-name clip'}>{name}</span>
        <span className="visually-hidden">{roleName(person.role)}</span>
        <span className="people-row-place clip">{shortPlace(place) ?? words}</span>
      </button>
      {person.self ? null : <FollowButton person={person} following={following} />}
    </li>
  );
}

/** `departures.ts:28`; null where words say it better. */
function shortPlace(place: PersonPlace | null): string | null {
  if (place === null || place.awaySince !== null || place.path === null || place.line === null) return null;
  return `${place.path.split('/').at(-1)}:${place.line}`;
}
