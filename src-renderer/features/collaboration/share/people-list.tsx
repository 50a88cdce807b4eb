import { Crosshair } from 'lucide-react';
import { useStore } from 'zustand';
import { useServices } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import { Avatar } from '../../../ui/avatar.tsx';
import { Button, IconButton } from '../../../ui/button.tsx';
import type { LiveSession, Person } from '../live/live-session.ts';
import { whoIs } from '../talk/who.ts';
import { peopleAway, peopleRemoved } from './people-away.ts';
import { PersonRow } from './person-row.tsx';
import { describePlace, type Places } from './place-words.ts';
import type { Sharing } from './share-state.ts';
import { shortKey } from './terms.ts';

/** Everybody in the session, with where they are; one press goes along with somebody. */
export function PeopleList({ live, places }: { readonly live: LiveSession; readonly places: Places }) {
  const people = useStore(live.state, (state) => state.people);
  const all = useStore(places.places);
  const followed = useStore(places.followed, (state) => state.person);
  return (
    <ul className="share-list">
      {people.map((person) => {
        const place = all.get(person.client) ?? null;
        return (
          <PersonRow
            key={person.client}
            live={live}
            person={person}
            place={describePlace(place)}
            away={place !== null && place.awaySince !== null}
            tools={person.self ? null : <FollowButton person={person} following={followed === person.person} />}
          />
        );
      })}
    </ul>
  );
}

/** Those who may come in and are not here: the owner gives them another role, or removes them. */
export function PeopleAway({ live }: { readonly live: LiveSession }) {
  // Whoever has a right to be here comes with the people, too.
  useStore(live.state, (state) => state.people);
  const away = peopleAway(live);
  if (away.length === 0) return null;
  return (
    <section className="share-section" aria-label={t('Not here now')}>
      <div className="share-head">
        <span>
          {t('Not here now')} <span className="share-count">{away.length}</span>
        </span>
      </div>
      <ul className="share-list">
        {away.map(({ person, name, role }) => {
          const color = whoIs([], person, name).color ?? 0;
          return (
            <PersonRow key={person} live={live} person={{ person, name, role, color, self: false }} place="" away />
          );
        })}
      </ul>
    </section>
  );
}

/** Those whom the owner has put out or turned away, each to be let in again. */
export function PeopleRemoved({ live, sharing }: { readonly live: LiveSession; readonly sharing: Sharing }) {
  const { commands } = useServices();
  // What the owner has said comes with the people.
  useStore(live.state, (state) => state.people);
  const turnedAway = useStore(sharing.state, (state) => state.turnedAway);
  const removed = peopleRemoved(live, turnedAway);
  if (removed.length === 0) return null;
  return (
    <section className="share-section" aria-label={t('Removed')}>
      <div className="share-head">
        <span>
          {t('Removed')} <span className="share-count">{removed.length}</span>
        </span>
      </div>
      <ul className="share-list">
        {removed.map(({ person, name }) => (
          <li key={person} className="person-row">
            <Avatar name={name} color={whoIs([], person, name).color ?? 0} away />
            <span className="person-row-name">
              <span className="person-row-title person-row-away clip">{name}</span>
              <span className="person-row-place clip">{t('key {{key}}', { key: shortKey(person) })}</span>
            </span>
            <Button
              small
              aria-label={t('Let {{name}} in again', { name })}
              onClick={() => void commands.run('collaboration.letInAgain', { person })}
            >
              {t('Let in again')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Goes along with somebody, or no longer. */
export function FollowButton({
  person: { person, name },
  following,
}: {
  readonly person: Person;
  readonly following: boolean;
}) {
  const { commands } = useServices();
  return (
    <IconButton
      label={following ? t('Stop following {{name}}', { name }) : t('Follow {{name}}', { name })}
      aria-pressed={following}
      onClick={() => void commands.run(following ? 'collaboration.unfollow' : 'collaboration.follow', person)}
    >
      <Crosshair aria-hidden="true" />
    </IconButton>
  );
}
