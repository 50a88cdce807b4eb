import { Eye, PencilLine, Users } from 'lucide-react';
import { useStore } from 'zustand';
import { useServices } from '../../../app/services.ts';
import { StatusBarItem } from '../../../app/status-bar.tsx';
import { t } from '../../../localize.ts';
import type { Following } from './following.ts';
import { type PlacedPerson, shortName } from './people-places.ts';
import type { PresencePart } from './presence-part.ts';

interface PresenceStatusProps {
  readonly presence: PresencePart;
  readonly following: Following;
}

/** Whom one follows, who follows, and who writes in the file that is open. */
export function PresenceStatus({ presence, following }: PresenceStatusProps) {
  const { editor } = useServices();
  const places = useStore(presence.places);
  const client = useStore(following.state, (state) => state.client);
  const active = useStore(editor.state, (state) => state.active);
  const own = places.find(({ self }) => self);
  const followed = places.find((place) => place.client === client);
  const followers = places.filter(
    (place) => !place.self && place.following !== null && place.following === own?.client,
  );
  const writers = places.filter((place) => !place.self && place.typing && place.path !== null && place.path === active);
  return (
    <>
      {followed ? (
        <StatusBarItem command="collaboration.unfollow">
          <Eye aria-hidden="true" />
          {t('Following {{name}}', { name: shortName(followed, places) })}
        </StatusBarItem>
      ) : null}
      {followers.length > 0 ? (
        <StatusBarItem live>
          <Users aria-hidden="true" />
          {followersText(followers, places)}
        </StatusBarItem>
      ) : null}
      {writers.length > 0 ? (
        <StatusBarItem optional>
          <PencilLine aria-hidden="true" />
          {writersText(writers, places)}
        </StatusBarItem>
      ) : null}
    </>
  );
}

function followersText(followers: readonly PlacedPerson[], people: readonly PlacedPerson[]): string {
  const [first, ...others] = followers;
  if (first && others.length === 0) return t('{{name}} follows you', { name: shortName(first, people) });
  return t('{{count}} people follow you', { count: followers.length });
}

/** Who writes in the open file, in a few words. */
export function writersText(writers: readonly PlacedPerson[], people: readonly PlacedPerson[]): string {
  const [first, second, ...others] = writers.map((writer) => shortName(writer, people));
  if (first !== undefined && second === undefined) return t('{{name}} is typing', { name: first });
  if (first !== undefined && second !== undefined && others.length === 0) {
    return t('{{name}} and {{other}} are typing', { name: first, other: second });
  }
  return t('{{count}} people are typing', { count: writers.length });
}
