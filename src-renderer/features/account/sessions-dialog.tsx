import { useEffect, useState } from 'react';
import type { StoreApi } from 'zustand/vanilla';
import type { AccountSession } from '../../../contract/desktop/account.ts';
import { messageOf } from '../../app/error-message.ts';
import { useServices } from '../../app/services.ts';
import { t } from '../../localize.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { timeAgo } from '../../ui/time-ago.ts';
import type { AccountViewState } from './account-state.ts';

/** Every place where the account is signed in, each of which can be ended from here. */
export default function SessionsDialog({ state }: { state: StoreApi<AccountViewState> }) {
  const { core } = useServices();
  const [sessions, setSessions] = useState<readonly AccountSession[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const show = (work: Promise<readonly AccountSession[]>) => {
    work.then(
      (next) => {
        setSessions(next);
        setProblem(null);
      },
      (error: unknown) => setProblem(messageOf(error)),
    );
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: read once, when the dialog opens
  useEffect(() => show(core.account.sessions()), [core]);
  const close = () => state.setState({ dialog: null });
  return (
    <Dialog
      open
      wide
      onDismiss={close}
      title={t('Where you are signed in')}
      body={problem ?? (sessions === null ? t('Asking the server …') : undefined)}
      actions={
        <Button kind="primary" onClick={close}>
          {t('Close')}
        </Button>
      }
    >
      {sessions === null ? null : (
        <ul className="account-sessions" aria-label={t('Sessions')}>
          {sessions.map((session) => (
            <li key={session.id} className="account-session">
              <span className="account-session-what">
                <span className="clip">{describeAgent(session.userAgent)}</span>
                <span className="account-session-detail clip">
                  {[session.ipAddress, t('signed in {{when}}', { when: timeAgo(session.createdAt) })]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </span>
              {session.current ? <span className="account-session-here">{t('This desktop')}</span> : null}
              <Button
                small
                aria-label={
                  session.current ? t('Sign out here') : t('End {{what}}', { what: describeAgent(session.userAgent) })
                }
                onClick={() => show(core.account.endSession({ id: session.id }))}
              >
                {session.current ? t('Sign out') : t('End')}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}

/** FlashFusion names itself and its machine; of browsers, their own name is enough. */
function describeAgent(userAgent: string | null): string {
  if (userAgent === null || userAgent === '') return t('Something unnamed');
  const own = /^FlashFusion\/(\S+) \(([^)]*)\)/.exec(userAgent);
  if (own) {
    const [, version = '', system = ''] = own;
    return t('FlashFusion {{version}} on {{machine}}', { version, machine: system.split('; ').at(-1) ?? '' });
  }
  const browser = /(Firefox|Edg|OPR|Chrome|Safari)\/\d+/.exec(userAgent)?.[1];
  const names: Readonly<Record<string, string>> = { Edg: 'Edge', OPR: 'Opera' };
  return browser ? (names[browser] ?? browser) : userAgent.slice(0, 60);
}
