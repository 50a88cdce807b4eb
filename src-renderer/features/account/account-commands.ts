import type { StoreApi } from 'zustand/vanilla';
import type { Command } from '../../app/commands.ts';
import type { Services } from '../../app/services.ts';
import { t } from '../../localize.ts';
import { type AccountViewState, shortAddress } from './account-state.ts';

/** Signing in and out, and the server that it is done at. */
export function accountCommands(services: Services, state: StoreApi<AccountViewState>): readonly Command[] {
  const { core, dialogs, notifications, shell, workspace } = services;
  const category = t('Account');

  const setServer = async (address: string) => {
    const projectId = workspace.getState().project?.id ?? null;
    workspace.setState({
      settings: await core.settings.update({ scope: 'user', projectId, key: 'cloud.server', value: address }),
    });
  };

  return [
    {
      id: 'account.signIn',
      title: t('Sign in…'),
      category,
      when: '!accountSignedIn',
      async run() {
        state.setState({ dialog: 'signIn' });
        try {
          const account = await core.account.signIn();
          state.setState({ account });
          // Somebody may have changed their mind meanwhile.
          if (state.getState().dialog !== 'signIn') {
            state.setState({ account: await core.account.cancelSignIn() });
            return;
          }
          // Where that does not work, the dialog has the link.
          if (account.status === 'signingIn') shell.system.openExternal({ url: account.page }).catch(() => {});
        } catch (error) {
          state.setState({ dialog: null });
          throw error;
        }
      },
    },
    {
      id: 'account.signOut',
      title: t('Sign out'),
      category,
      when: 'accountSignedIn',
      async run() {
        state.setState({ account: await core.account.signOut() });
        notifications.info(t('You are signed out'));
      },
    },
    {
      id: 'account.showSessions',
      title: t('Show where you are signed in'),
      category,
      when: 'accountSignedIn',
      run: () => state.setState({ dialog: 'sessions' }),
    },
    {
      id: 'cloud.shareOnNetwork',
      title: t('Let others on this network join'),
      category,
      async run() {
        const { lan } = await core.cloud.state();
        const cloud = await core.cloud.share({ on: !lan.on });
        state.setState({ cloud });
        if (cloud.lan.on) {
          notifications.info(t('Others on this network can join your sessions'), {
            detail: cloud.lan.addresses.map(shortAddress).join(', ') || t('This machine has no network now.'),
            actions: [
              {
                title: t('Stop', { context: 'sharing' }),
                run: async () => state.setState({ cloud: await core.cloud.share({ on: false }) }),
              },
            ],
          });
        } else notifications.info(t('Only this machine uses your server now'));
      },
    },
    {
      id: 'cloud.chooseServer',
      title: t('Choose a server…'),
      category,
      async run(argument) {
        if (typeof argument === 'string') return setServer(argument);
        const { found } = await core.cloud.state();
        const current = workspace.getState().settings.effective['cloud.server'];
        const choice = await dialogs.pick<string | null>({
          placeholder: t('Which server keeps accounts and brings sessions together?'),
          items: [
            { label: t('This machine'), description: t('Started when it is needed; nothing to set up'), value: '' },
            ...(current === '' ? [] : [{ label: shortAddress(current), description: t('In use'), value: current }]),
            ...found.map(({ name, address }) => ({
              label: name,
              description: t('{{address}}, on this network', { address: shortAddress(address) }),
              value: address,
            })),
            { label: t('Another address…'), value: 'other' },
          ],
        });
        if (choice === null) return;
        if (choice !== 'other') return setServer(choice);
        const address = await dialogs.prompt({
          title: t('Use another server'),
          label: t('Address'),
          value: current || 'https://',
          confirm: t('Use it'),
          validate: (text) =>
            /^https?:\/\/[^\s/]+\/?$/.test(text.trim()) ? null : t('Give an address like https://cloud.example.'),
        });
        if (address !== null) await setServer(address.trim());
      },
    },
  ];
}
