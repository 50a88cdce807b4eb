import { CircleUserRound } from 'lucide-react';
import { type KeyboardEvent, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import type { CloudState } from '../../../contract/desktop/cloud.ts';
import { late } from '../../app/late.ts';
import { useServices } from '../../app/services.ts';
import { t } from '../../localize.ts';
import { initialsOf } from '../../ui/avatar.tsx';
import { Menu, MenuGroup, MenuItem, MenuSeparator } from '../../ui/menu.tsx';
import { type AccountViewState, shortAddress } from './account-state.ts';
import './account.css';

const SignInDialog = late(() => import('./sign-in-dialog.tsx'));
const SessionsDialog = late(() => import('./sessions-dialog.tsx'));

/** Who one is, at the foot of the activity bar, with a menu for it and for the server behind it. */
export function AccountButton({ state }: { state: StoreApi<AccountViewState> }) {
  const account = useStore(state, (all) => all.account);
  const dialog = useStore(state, (all) => all.dialog);
  const [open, setOpen] = useState(false);
  const signedIn = account?.status === 'signedIn' ? account : null;
  const label = signedIn ? t('Account: {{name}}', { name: signedIn.name }) : t('Account');
  return (
    <>
      <Menu
        side="right"
        align="end"
        open={open}
        onOpenChange={setOpen}
        trigger={
          <button
            type="button"
            className="activity-bar-button"
            aria-label={label}
            data-tooltip={label}
            data-tooltip-side="right"
            onKeyDown={leaveArrowsToTheBar}
          >
            {signedIn ? (
              <span className="account-initials" aria-hidden="true">
                {initialsOf(signedIn.name)}
              </span>
            ) : (
              <CircleUserRound className="icon-large" aria-hidden="true" />
            )}
          </button>
        }
      >
        <AccountMenu state={state} />
      </Menu>
      {dialog === 'signIn' ? <SignInDialog state={state} /> : null}
      {dialog === 'sessions' ? <SessionsDialog state={state} /> : null}
    </>
  );
}

function AccountMenu({ state }: { state: StoreApi<AccountViewState> }) {
  const { commands, core } = useServices();
  const account = useStore(state, (all) => all.account);
  const cloud = useStore(state, (all) => all.cloud);
  useEffect(() => {
    core.account.refresh().then((next) => state.setState({ account: next }), reportError);
    const looking = new AbortController();
    void (async () => {
      // What is found comes with the server's state; the stream only has to be read.
      for await (const _ of await core.cloud.find(undefined, { signal: looking.signal }));
    })().catch((error: unknown) => {
      if (!looking.signal.aborted) reportError(error);
    });
    return () => looking.abort();
  }, [core, state]);
  const run = (id: string, argument?: unknown) => () => void commands.run(id, argument);
  const found = (cloud?.found ?? []).filter(({ address }) => address !== cloud?.address);
  return (
    <>
      {account?.status === 'signedIn' ? (
        <MenuGroup
          label={account.online === false ? t('{{name}} (the server is away)', { name: account.name }) : account.name}
        >
          <MenuItem onSelect={run('account.showSessions')}>{t('Where you are signed in…')}</MenuItem>
          <MenuItem onSelect={run('account.signOut')}>{t('Sign out')}</MenuItem>
        </MenuGroup>
      ) : (
        <MenuGroup label={t('Not signed in')}>
          <MenuItem onSelect={run('account.signIn')}>
            {account?.status === 'signingIn' ? t('Go on signing in…') : t('Sign in…')}
          </MenuItem>
        </MenuGroup>
      )}
      <MenuSeparator />
      <MenuGroup label={serverLabel(cloud)}>
        {cloud?.kind === 'embedded' ? (
          <MenuItem checked={cloud.lan.on} onSelect={run('cloud.shareOnNetwork')}>
            {t('Let others on this network join')}
          </MenuItem>
        ) : null}
        <MenuItem onSelect={run('cloud.chooseServer')}>{t('Choose a server…')}</MenuItem>
      </MenuGroup>
      {found.length > 0 ? (
        <MenuGroup label={t('On this network')}>
          {found.map(({ name, address }) => (
            <MenuItem key={address} detail={shortAddress(address)} onSelect={run('cloud.chooseServer', address)}>
              {name}
            </MenuItem>
          ))}
        </MenuGroup>
      ) : null}
    </>
  );
}

function serverLabel(cloud: CloudState | null): string {
  if (cloud === null || cloud.kind === 'embedded') {
    return cloud?.status === 'failed' ? t('The server on this machine failed') : t('Server: this machine');
  }
  const address = shortAddress(cloud.address ?? '');
  return cloud.status === 'failed'
    ? t('Server: {{address}} (away)', { address })
    : t('Server: {{address}}', { address });
}

/** Its menu opens with Enter; the arrows go through the bar, as on the buttons beside it. */
function leaveArrowsToTheBar(event: KeyboardEvent & { preventBaseUIHandler?: () => void }) {
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') event.preventBaseUIHandler?.();
}
