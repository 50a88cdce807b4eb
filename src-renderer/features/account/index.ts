import { createDisposables, type Disposable } from '../../app/disposable.ts';
import type { Services } from '../../app/services.ts';
import { t } from '../../localize.ts';
import { accountCommands } from './account-commands.ts';
import { type AccountViewState, createAccountState } from './account-state.ts';

export { AccountButton } from './account-button.tsx';
export type { AccountViewState };

/** Knows who is signed in, and has the commands to change that. */
export function createAccountFeature(services: Services) {
  const { core, commands, contextKeys, coreEvents, coreReconnected, notifications } = services;
  const ends = createDisposables();
  const state = createAccountState();

  ends.addFunction(
    state.subscribe(({ account }) => contextKeys.set('accountSignedIn', account?.status === 'signedIn')),
  );
  const read = () => {
    Promise.all([core.account.get(), core.cloud.state()]).then(
      ([account, cloud]) => state.setState({ account, cloud }),
      reportError,
    );
  };
  read();
  ends.add(coreReconnected.listen(read));
  ends.add(
    coreEvents.listen((event) => {
      if (event.type === 'cloud.changed') state.setState({ cloud: event.state });
      if (event.type !== 'account.changed') return;
      const { account } = event;
      const { dialog } = state.getState();
      state.setState({ account });
      if (account.status === 'signedIn' && dialog === 'signIn') {
        state.setState({ dialog: null });
        notifications.info(t('Signed in as {{name}}', { name: account.name }), {
          detail: account.kept ? account.email : t('This system has no key store, so you sign in again next time.'),
        });
      }
      if (account.status === 'signedOut' && dialog === 'sessions') state.setState({ dialog: null });
    }),
  );
  ends.add(commands.register(...accountCommands(services, state)));
  return { state, dispose: ends.dispose } satisfies Disposable & { state: unknown };
}
