import { useRef } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import { messageOf } from '../../app/error-message.ts';
import { useServices } from '../../app/services.ts';
import { t } from '../../localize.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { type AccountViewState, shortAddress } from './account-state.ts';

/** Shows the code that the page in the browser must show too, until somebody has answered there. */
export default function SignInDialog({ state }: { state: StoreApi<AccountViewState> }) {
  const { commands, core, notifications, shell } = useServices();
  const account = useStore(state, (all) => all.account);
  const cloud = useStore(state, (all) => all.cloud);
  const primary = useRef<HTMLButtonElement>(null);
  const close = () => {
    state.setState({ dialog: null });
    core.account.cancelSignIn().then((next) => state.setState({ account: next }), reportError);
  };
  const where =
    cloud?.kind === 'remote'
      ? t('At {{address}}.', { address: shortAddress(cloud.address ?? '') })
      : t('The account is kept on this machine.');

  if (account?.status === 'signingIn') {
    const { page, userCode } = account;
    const copy = () => {
      shell.system.writeClipboard({ text: page }).then(() => notifications.info(t('The link is copied')), reportError);
    };
    const openPage = () => {
      shell.system.openExternal({ url: page }).catch((error: unknown) => {
        notifications.error(t('The page did not open'), {
          detail: t('{{problem}} Copy the link instead.', { problem: messageOf(error) }),
        });
      });
    };
    return (
      <Dialog
        open
        sticky
        onDismiss={close}
        title={t('Go on in your browser')}
        body={t('Sign in on the page there and let FlashFusion in, if it shows this very code. {{where}}', { where })}
        initialFocus={primary}
        actions={
          <>
            <Button kind="ghost" onClick={copy}>
              {t('Copy link')}
            </Button>
            <Button onClick={close}>{t('Cancel')}</Button>
            <Button kind="primary" ref={primary} onClick={openPage}>
              {t('Open the page')}
            </Button>
          </>
        }
      >
        <output className="account-code" aria-label={t('Code')}>
          {userCode}
        </output>
        <p className="account-waiting" role="status">
          {t('Waiting for your answer there …')}
        </p>
      </Dialog>
    );
  }
  const problem = account?.status === 'signedOut' ? account.problem : null;
  return (
    <Dialog
      open
      onDismiss={close}
      title={problem === null ? t('Asking the server for a code …') : t('You are not signed in')}
      body={problem ?? where}
      actions={
        <>
          <Button onClick={close}>{t('Cancel')}</Button>
          {problem === null ? null : (
            <Button kind="primary" onClick={() => void commands.run('account.signIn')}>
              {t('Sign in again')}
            </Button>
          )}
        </>
      }
    />
  );
}
