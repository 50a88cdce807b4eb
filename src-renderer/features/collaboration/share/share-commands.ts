import type { Command } from '../../../app/commands.ts';
import type { Services } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import type { LiveSession } from '../live/live-session.ts';
import type { GrantedRole, InvitationEntry } from '../protocol/roster.ts';
import { joinLink } from './join-link.ts';
import { peopleAway } from './people-away.ts';
import type { ShareParts } from './share-parts.ts';
import { describeRemoval, roleName } from './terms.ts';

/** The commands that begin, end and govern the session of a window. */
export function shareCommands(services: Services, { sessions, sharing }: ShareParts): readonly Command[] {
  const { commands, core, dialogs, notifications, shell, workspace } = services;
  const category = t('Session');
  const live = () => sessions.live.getState().session;

  const copy = async (text: string, words: string) => {
    await shell.system.writeClipboard({ text });
    notifications.info(words);
  };
  const codeOf = (argument: unknown): string | null => {
    const given = (argument as { code?: unknown } | undefined)?.code;
    return typeof given === 'string'
      ? given
      : (live()
          ?.codes.getState()
          .findLast(({ nearby }) => !nearby)?.code ?? null);
  };
  const personOf = (argument: unknown): string | null => {
    const given = (argument as { person?: unknown } | undefined)?.person;
    return typeof given === 'string' ? given : null;
  };
  /** The person a command is about: given, or picked. */
  const choose = async (session: LiveSession, argument: unknown): Promise<{ person: string; name: string } | null> => {
    const here = session.state.getState().people.filter(({ self }) => !self);
    const away = peopleAway(session);
    const given = personOf(argument);
    if (given !== null)
      return { person: given, name: [...here, ...away].find(({ person }) => person === given)?.name ?? '' };
    return dialogs.pick<{ person: string; name: string }>({
      placeholder: here.length + away.length > 0 ? t('Whom?') : t('Nobody else is here'),
      items: [
        ...here.map((each) => ({ label: each.name, description: roleName(each.role), value: each })),
        ...away.map((each) => ({
          label: each.name,
          description: t('{{role}}, not here now', { role: roleName(each.role) }),
          value: each,
        })),
      ],
    });
  };

  return [
    {
      id: 'workbench.view.session',
      title: t('Show the session'),
      category: t('View'),
      when: 'projectOpen',
      menus: [{ menu: 'view', group: '2_views', order: 40 }],
      run() {
        const { sideBar } = workspace.getState();
        workspace.setState({ sideBar: { ...sideBar, visible: true, view: 'session' }, page: null });
      },
    },
    {
      id: 'collaboration.share',
      title: t('Share…'),
      category,
      when: 'projectOpen',
      menus: [{ menu: 'file', group: '4_share', order: 1 }],
      run: () => sharing.state.setState({ open: true }),
    },
    {
      id: 'collaboration.start',
      title: t('Start a session'),
      category,
      when: 'projectOpen && !sessionLive',
      async run() {
        await sharing.start();
        sharing.state.setState({ open: true });
      },
    },
    {
      id: 'collaboration.join',
      title: t('Join a session…'),
      category,
      menus: [{ menu: 'file', group: '4_share', order: 2 }],
      run: (argument) => sessions.joining.show(codeOf(argument) ?? ''),
    },
    {
      id: 'collaboration.rejoin',
      title: t('Go back into the last session of this folder'),
      category,
      when: 'projectOpen && !sessionLive',
      async run() {
        if (await sessions.rejoin()) return;
        notifications.info(t('This folder has had no session that could be taken up again'));
      },
    },
    {
      id: 'collaboration.leave',
      title: t('Leave the session'),
      category,
      when: 'sessionLive',
      async run() {
        sharing.state.setState({ open: false });
        await sessions.leave();
      },
    },
    {
      id: 'collaboration.end',
      title: t('End the session for everybody…'),
      category,
      when: 'sessionOwner',
      async run() {
        const session = live();
        if (!session) return;
        const answer = await dialogs.ask({
          title: t('End the session for everybody?'),
          body: t('All codes stop working and everybody is out. They keep their copies of the files.'),
          buttons: [
            { id: 'cancel', title: t('Cancel') },
            { id: 'end', title: t('End session'), danger: true },
          ],
        });
        if (answer !== 'end') return;
        sharing.state.setState({ open: false });
        await sessions.endForAll();
      },
    },
    {
      id: 'collaboration.makeCode',
      title: t('Make a session code'),
      category,
      when: 'sessionOwner',
      async run() {
        if ((await sharing.makeCode()) !== null) sharing.state.setState({ open: true });
      },
    },
    {
      id: 'collaboration.copyCode',
      title: t('Copy the session code'),
      category,
      when: 'sessionOwner',
      async run(argument) {
        const code = codeOf(argument) ?? (await sharing.makeCode());
        if (code) await copy(code, t('The code is copied'));
      },
    },
    {
      id: 'collaboration.copyLink',
      title: t('Copy the link to the session'),
      category,
      when: 'sessionOwner',
      async run(argument) {
        const code = codeOf(argument) ?? (await sharing.makeCode());
        if (code) await copy(joinLink(code, await core.cloud.state()), t('The link is copied'));
      },
    },
    {
      id: 'collaboration.revoke',
      title: t('Revoke a session code'),
      category,
      hidden: true,
      async run(argument) {
        const session = live();
        const { invitation, code } = argument as { invitation: string; code: string };
        if (!session?.own) return;
        const answer = await dialogs.ask({
          title: t('Revoke {{code}} …?', { code }),
          body: t(
            'Nobody can come in with it any more. Who came with it is out, unless you have given them a role of their own.',
          ),
          buttons: [
            { id: 'cancel', title: t('Cancel') },
            { id: 'revoke', title: t('Revoke'), danger: true },
          ],
        });
        if (answer !== 'revoke') return;
        const known = session.codes.getState().find((each) => each.invitation === invitation);
        if (known?.nearby && sharing.state.getState().onNetwork) return sharing.showOnNetwork(false);
        await session.own.revoke(invitation);
        sharing.forget([invitation]);
      },
    },
    {
      id: 'collaboration.admit',
      title: t('Admit somebody who waits'),
      category,
      hidden: true,
      async run(argument) {
        const { person, invitation } = argument as { person: string; invitation: string };
        const session = live();
        const entry = session?.session.mesh.membership?.roster
          .entries()
          .find(
            (each): each is typeof each & InvitationEntry => each.kind === 'invitation' && each.subject === invitation,
          );
        await session?.own?.setRole(person, entry?.role ?? 'viewer');
      },
    },
    {
      id: 'collaboration.deny',
      title: t('Deny somebody who waits'),
      category,
      hidden: true,
      async run(argument) {
        const person = personOf(argument);
        if (person) await live()?.own?.setRole(person, null);
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
        const given = (argument as { role?: GrantedRole } | undefined)?.role;
        const role =
          given ??
          (await dialogs.pick<GrantedRole>({
            placeholder: t('What may {{name}} do?', { name: chosen.name }),
            items: [
              { label: roleName('editor'), description: t('edits files and comments'), value: 'editor' },
              { label: roleName('commenter'), description: t('comments'), value: 'commenter' },
              { label: roleName('viewer'), description: t('reads'), value: 'viewer' },
            ],
          }));
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
        const answer = await dialogs.ask({
          title: t('Remove {{name}}?', { name: chosen.name }),
          body: describeRemoval(session.own.removalOf(chosen.person)),
          buttons: [
            { id: 'cancel', title: t('Cancel') },
            { id: 'remove', title: t('Remove'), danger: true },
          ],
        });
        if (answer !== 'remove') return;
        const { codes } = await session.own.remove(chosen.person);
        sharing.forget(codes.map(({ subject }) => subject));
        if (codes.length === 0) return;
        notifications.info(t('{{name}} is out, and the code that they came with is revoked', { name: chosen.name }), {
          detail: t('Whoever is still to come needs a new one.'),
          actions: [{ title: t('Make a code'), run: () => commands.run('collaboration.makeCode') }],
        });
      },
    },
    {
      id: 'collaboration.setName',
      title: t('Set your name in sessions…'),
      category,
      async run() {
        const { profile } = await core.collaboration.identity();
        const name = await dialogs.prompt({
          title: t('Your name in sessions'),
          label: t('Name'),
          value: profile.name,
          confirm: t('Use this name'),
          validate: (text) => (/^.{1,64}$/.test(text.trim()) ? null : t('A name has 1 to 64 characters.')),
        });
        if (name === null) return;
        await core.collaboration.setProfile({ ...profile, name: name.trim() });
        if (live()) notifications.info(t('Others see your new name when you come into a session the next time'));
      },
    },
    {
      id: 'collaboration.showOnNetwork',
      title: t('Show the session on this network'),
      category,
      when: 'sessionOwner',
      run: () => sharing.showOnNetwork(!sharing.state.getState().onNetwork),
    },
    {
      id: 'collaboration.whoSeesWhat',
      title: t('Who can see what in a session'),
      category,
      async run() {
        await dialogs.ask({
          title: t('Who can see what'),
          body: t(
            'Everybody in the session has a copy of the shared files, and sees your name, your cursor and what you write. The server that brings you together sees that a session exists and who connects, but no names, files or edits. What .gitignore hides is not shared. An editor can change every shared file; give that role to people whom you trust with it.',
          ),
          buttons: [{ id: 'close', title: t('Close') }],
        });
      },
    },
  ];
}
