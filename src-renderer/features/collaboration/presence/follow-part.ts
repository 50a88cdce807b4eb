import type { Command } from '../../../app/commands.ts';
import { createDisposables, type Disposable } from '../../../app/disposable.ts';
import { t } from '../../../localize.ts';
import type { Collaboration } from '../live/live-session.ts';
import { describePlace } from '../share/place-words.ts';
import { createFollowing, type Following } from './following.ts';
import { createFollowingFrame } from './following-frame.ts';
import { type PlacedPerson, shortName } from './people-places.ts';
import type { PresencePart } from './presence-part.ts';
import { PresenceStatus } from './presence-status.tsx';

/** Somebody can't ask more often than this, in milliseconds. */
const callInterval = 10_000;

/** Following people, going to them, and asking them to come along: commands, what the window shows of it, and the notices. */
export function createFollowPart(collaboration: Collaboration, presence: PresencePart): Disposable & Following {
  const { services } = collaboration;
  const { commands, contextKeys, dialogs, editor, notifications, statusItems } = services;
  const ends = createDisposables();
  const following = ends.add(createFollowing(collaboration, presence));
  ends.add(createFollowingFrame(collaboration, presence, following));
  ends.add(
    statusItems.register({
      id: 'collaboration.presence',
      side: 'project',
      order: 70,
      Component: PresenceStatus.bind(null, { presence, following }),
    }),
  );

  const others = () => presence.places.getState().filter(({ self }) => !self);
  /** The one who is given, or who is chosen from a list. */
  const choose = async (argument: unknown, placeholder: string): Promise<PlacedPerson | null> => {
    const people = others();
    const given = argument as { readonly person?: unknown; readonly client?: unknown } | undefined;
    const known =
      people.find(({ client }) => client === given?.client) ?? people.find(({ person }) => person === given?.person);
    if (known) return known;
    return dialogs.pick({
      placeholder,
      items: people.map((person) => ({ label: person.name, description: describePlace(person), value: person })),
    });
  };
  const goTo = async ({ client }: PlacedPerson) => {
    // Where they are by the time they have been chosen.
    const place = others().find((other) => other.client === client);
    if (!place) return;
    if (place.path === null) {
      notifications.info(t('{{name}} has no file of the session in view', { name: place.name }));
      return;
    }
    await editor.open(place.path, { preview: true, line: place.line ?? 1 });
  };

  const category = t('Session');
  const all: readonly Command[] = [
    {
      id: 'collaboration.follow',
      title: t('Follow a person'),
      category,
      keys: ['Ctrl+Alt+L'],
      when: 'othersInSession',
      async run(argument) {
        const person = await choose(argument, t('Whom to follow'));
        if (person) following.start(person.client);
      },
    },
    {
      id: 'collaboration.unfollow',
      title: t('Stop following'),
      category,
      keys: ['Escape'],
      when: 'followingPerson && !inputFocus && !terminalFocus',
      run: following.stop,
    },
    {
      id: 'collaboration.goToPerson',
      title: t('Go to a person'),
      category,
      keys: ['Ctrl+Alt+J'],
      when: 'othersInSession',
      async run(argument) {
        const person = await choose(argument, t('Whom to go to'));
        if (person) await goTo(person);
      },
    },
    {
      id: 'collaboration.callEverybody',
      title: t('Ask everybody to follow me'),
      category,
      when: 'othersInSession',
      run: () => presence.current()?.own.call(),
    },
  ];
  ends.add(commands.register(...all));

  /** How often each has asked, and when they were last heard. */
  const heard = new Map<number, { readonly calls: number; readonly at: number }>();
  const hearCalls = () => {
    const people = others();
    for (const client of heard.keys()) if (!people.some((person) => person.client === client)) heard.delete(client);
    for (const person of people) {
      const before = heard.get(person.client);
      // What they asked before one came is over.
      if (before && person.calls === before.calls) continue;
      const now = Date.now();
      const ask = before !== undefined && person.calls > before.calls && now - before.at >= callInterval;
      heard.set(person.client, { calls: person.calls, at: ask ? now : (before?.at ?? 0) });
      if (!ask || following.state.getState().client === person.client) continue;
      notifications.info(t('{{name}} asks you to follow', { name: person.name }), {
        detail: t('You then see the files and lines that {{name}} goes to. Esc stops.', {
          name: shortName(person, people),
        }),
        actions: [{ title: t('Follow'), run: () => following.start(person.client) }],
      });
    }
  };
  const keepKeys = () => {
    contextKeys.set('othersInSession', others().length > 0);
    contextKeys.set('followingPerson', following.state.getState().client !== null);
  };
  const onPlaces = () => {
    hearCalls();
    keepKeys();
  };
  onPlaces();
  ends.addFunction(presence.places.subscribe(onPlaces));
  ends.addFunction(following.state.subscribe(keepKeys));
  return { ...following, dispose: ends.dispose };
}
