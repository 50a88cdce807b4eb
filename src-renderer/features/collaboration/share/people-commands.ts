import type { Command } from '../../../app/commands.ts';
import type { NoticeAction, Services } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import type { LiveSession } from '../live/live-session.ts';
import type { Waiting } from '../protocol/entrance.ts';
import type { GrantedRole, InvitationEntry } from '../protocol/roster.ts';
import { peopleAway, peopleRemoved } from './people-away.ts';
import type { ShareParts } from './share-parts.ts';
import { describeRemoval, roleName, shortKey } from './terms.ts';

interface Chosen {
  readonly person: string;
  readonly name: string;
  /** Null where they have none. */
  readonly role: GrantedRole | null;
}

/** The commands by which the owner of a session lets people in and out, and says what they may do. */
export function peopleCommands(services: Services, { sessions, sharing }: ShareParts): readonly Command[] {
  const { commands, dialogs, notifications } = services;
  const category = t('Session');
  const live = () => sessions.live.getState().session;

  const personOf = (argument: unknown): string | null => {
    const given = (argument as { person?: unknown } | undefined)?.person;
    return typeof given === 'string' ? given : null;
  };
  const roleOf = (argument: unknown): GrantedRole | null =>
    (argument as { role?: GrantedRole | null } | undefined)?.role ?? null;
  /** What whoever came with a code may do by it; null where it is not known, or revoked. */
  const roleByCode = (session: LiveSession, invitation: string | undefined): GrantedRole | null =>
    session.session.mesh.membership?.roster
      .entries()
      .find((each): each is typeof each & InvitationEntry => each.kind === 'invitation' && each.subject === invitation)
      ?.role ?? null;
  /** The person a command is about: given, or picked of those who have a right to be here. */
  const choose = async (session: LiveSession, argument: unknown): Promise<Chosen | null> => {
    const here = session.state
      .getState()
      .people.filter(({ self }) => !self)
      .map(({ person, name, role }): Chosen => ({ person, name, role: role === 'owner' ? null : role }));
    const away = peopleAway(session);
    const given = personOf(argument);
    if (given !== null)
      return [...here, ...away].find(({ person }) => person === given) ?? { person: given, name: '', role: null };
    return dialogs.pick<Chosen>({
      placeholder: here.length + away.length > 0 ? t('Whom?') : t('Nobody else is here'),
      items: [
        ...here.map((each) => ({ label: each.name, description: roleName(each.role ?? 'owner'), value: each })),
        ...away.map((each) => ({
          label: each.name,
          description: t('{{role}}, not here now', { role: roleName(each.role) }),
          value: each,
        })),
      ],
    });
  };
  const chooseRole = (name: string): Promise<GrantedRole | null> =>
    dialogs.pick<GrantedRole>({
      placeholder: t('What may {{name}} do?', { name }),
      items: [
        { label: roleName('editor'), description: t('edits files and comments'), value: 'editor' },
        { label: roleName('commenter'), description: t('comments'), value: 'commenter' },
        { label: roleName('viewer'), description: t('reads'), value: 'viewer' },
      ],
    });
  const letInAgain = (person: string, role: GrantedRole | null): NoticeAction => ({
    title: t('Let in again'),
    run: () => commands.run('collaboration.letInAgain', { person, role }),
  });
  const makeCode = (): NoticeAction => ({
    title: t('Make a code'),
    run: () => commands.run('collaboration.makeCode'),
  });

  return [
    {
      id: 'collaboration.admit',
      title: t('Admit somebody who waits'),
      category,
      hidden: true,
      async run(argument) {
        const { person, invitation } = argument as { person: string; invitation: string };
        const session = live();
        if (session?.own) await session.own.setRole(person, roleByCode(session, invitation) ?? 'viewer');
      },
    },
    {
      id: 'collaboration.deny',
      title: t('Deny somebody who waits'),
      category,
      hidden: true,
      async run(argument) {
        const session = live();
        const person = personOf(argument);
        if (!session?.own || person === null) return;
        // Their link may have gone since they were shown.
        const waiting =
          session.state.getState().waiting.find((each) => each.person === person) ?? (argument as Partial<Waiting>);
        const name = waiting.profile?.name ?? session.session.nameOf(person) ?? shortKey(person);
        const role = roleByCode(session, waiting.invitation);
        await session.own.setRole(person, null);
        sharing.denied(person, name);
        notifications.info(t('{{name}} is turned away', { name }), {
          detail: t('They can’t come in with any code, until you let them in again.'),
          actions: [letInAgain(person, role)],
        });
      },
    },
    {
      id: 'collaboration.setRole',
      title: t('Give somebody another role…'),
      category,
      when: 'sessionOwner',
      async run(argument) {
        const session = live();
        const chosen = session && (await choose(session, argument));
        if (!session?.own || !chosen) return;
        const role = roleOf(argument) ?? (await chooseRole(chosen.name));
        if (role) await session.own.setRole(chosen.person, role);
      },
    },
    {
      id: 'collaboration.removePerson',
      title: t('Remove somebody…'),
      category,
      when: 'sessionOwner',
      async run(argument) {
        const session = live();
        const chosen = session && (await choose(session, argument));
        if (!session?.own || !chosen) return;
        const { person, name, role } = chosen;
        const answer = await dialogs.ask({
          title: t('Remove {{name}}?', { name }),
          body: describeRemoval(session.own.removalOf(person)),
          buttons: [
            { id: 'cancel', title: t('Cancel') },
            { id: 'remove', title: t('Remove'), danger: true },
          ],
        });
        if (answer !== 'remove') return;
        const { codes } = await session.own.remove(person);
        sharing.forget(codes.map(({ subject }) => subject));
        if (codes.length === 0)
          notifications.info(t('{{name}} is out', { name }), { actions: [letInAgain(person, role)] });
        else
          notifications.info(t('{{name}} is out, and the code that they came with is revoked', { name }), {
            detail: t('Whoever is still to come needs a new one.'),
            actions: [makeCode(), letInAgain(person, role)],
          });
      },
    },
    {
      id: 'collaboration.letInAgain',
      title: t('Let somebody in again…'),
      category,
      when: 'sessionOwner',
      async run(argument) {
        const session = live();
        if (!session?.own) return;
        const removed = peopleRemoved(session, sharing.state.getState().turnedAway);
        const given = personOf(argument);
        const chosen =
          given === null
            ? await dialogs.pick<{ person: string; name: string }>({
                placeholder: removed.length > 0 ? t('Whom?') : t('Nobody has been removed'),
                items: removed.map((each) => ({
                  label: each.name,
                  description: t('key {{key}}', { key: shortKey(each.person) }),
                  value: each,
                })),
              })
            : removed.find(({ person }) => person === given);
        if (!chosen) return;
        const role = roleOf(argument) ?? (await chooseRole(chosen.name));
        if (!role) return;
        await session.own.setRole(chosen.person, role);
        notifications.info(t('{{name}} may come in again', { name: chosen.name }), {
          detail: t('They need a code that still works.'),
          actions: [makeCode()],
        });
      },
    },
  ];
}
