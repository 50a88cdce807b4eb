import type { Command } from '../../../app/commands.ts';
import type { Services } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import { joinLink } from './join-link.ts';
import { knownCodes, workingCode } from './known-codes.ts';
import { peopleCommands } from './people-commands.ts';
import type { ShareParts } from './share-parts.ts';

/** The commands that begin, end and govern the session of a window. */
export function shareCommands(services: Services, parts: ShareParts): readonly Command[] {
  const { sessions, sharing } = parts;
  const { core, dialogs, notifications, shell, workspace } = services;
  const category = t('Session');
  const live = () => sessions.live.getState().session;

  const copy = async (text: string, words: string) => {
    await shell.system.writeClipboard({ text });
    notifications.info(words);
  };
  const givenCode = (argument: unknown): string | null => {
    const given = (argument as { code?: unknown } | undefined)?.code;
    return typeof given === 'string' ? given : null;
  };
  /** The code to be copied: the one that is given, the latest that admits somebody, or a new one. */
  const codeToCopy = async (argument: unknown): Promise<string | null> => {
    const session = live();
    const given = givenCode(argument);
    if (session && given !== null) {
      const works = workingCode(session, given, Date.now());
      if (works === null) notifications.info(t('This code admits nobody any more'));
      return works;
    }
    const latest = session && knownCodes(session, Date.now()).find(({ code, nearby }) => code !== null && !nearby);
    return latest?.code ?? (await sharing.makeCode());
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
      run: (argument) => sessions.joining.show(givenCode(argument) ?? ''),
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
        const code = await codeToCopy(argument);
        if (code) await copy(code, t('The code is copied'));
      },
    },
    {
      id: 'collaboration.copyLink',
      title: t('Copy the link to the session'),
      category,
      when: 'sessionOwner',
      async run(argument) {
        const code = await codeToCopy(argument);
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
    ...peopleCommands(services, parts),
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
