import { Copy, Link, Lock } from 'lucide-react';
import { useStore } from 'zustand';
import { useServices } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import type { LiveSession } from '../live/live-session.ts';
import { CodeMaker } from './code-maker.tsx';
import { knownCodes } from './known-codes.ts';
import { describeLinks, useLinks } from './link-summary.ts';
import { PeopleAway, PeopleList, PeopleRemoved } from './people-list.tsx';
import type { Places } from './place-words.ts';
import { ReachNotice } from './reach-notice.tsx';
import type { Sharing } from './share-state.ts';
import { describeUse, roleName, shortKey } from './terms.ts';
import { useNow } from './use-now.ts';
import { WaitingList } from './waiting-list.tsx';

interface SharePopoverProps {
  readonly sharing: Sharing;
  readonly live: LiveSession | null;
  readonly places: Places;
}

/** Everything about the session of this window: its codes, who waits, who is in it, how they are connected. */
export default function SharePopover({ sharing, live, places }: SharePopoverProps) {
  return live ? <LiveShare sharing={sharing} live={live} places={places} /> : <NotShared sharing={sharing} />;
}

function NotShared({ sharing }: { readonly sharing: Sharing }) {
  const { commands, workspace } = useServices();
  const project = useStore(workspace, (state) => state.project);
  const busy = useStore(sharing.state, (state) => state.busy);
  return (
    <div className="share-start">
      <h2 className="share-title">{t('Share {{name}}', { name: project?.name ?? '' })}</h2>
      <p className="share-words">
        {t(
          'People with a code edit this folder with you. Files that .gitignore hides stay here. Links are direct and encrypted.',
        )}
      </p>
      <div className="share-start-actions">
        <Button kind="ghost" onClick={() => void commands.run('collaboration.join')}>
          {t('Join with a code…')}
        </Button>
        <Button kind="primary" disabled={busy} onClick={() => void commands.run('collaboration.start')}>
          {busy ? t('Starting…') : t('Start a session')}
        </Button>
      </div>
    </div>
  );
}

function LiveShare({ sharing, live, places }: SharePopoverProps & { readonly live: LiveSession }) {
  const { commands } = useServices();
  const state = useStore(live.state);
  return (
    <>
      <header className="share-top">
        <h2 className="share-title clip">{live.own ? t('Share {{name}}', { name: live.name }) : live.name}</h2>
        <span className="share-live">
          <i aria-hidden="true" />
          <Minutes since={state.startedAt} />
        </span>
        <span className="share-space" />
        {live.own ? (
          <Button kind="ghost" small onClick={() => void commands.run('collaboration.end')}>
            {t('End session')}
          </Button>
        ) : null}
        <Button kind="ghost" small onClick={() => void commands.run('collaboration.leave')}>
          {t('Leave')}
        </Button>
      </header>
      {live.own ? <CodeMaker live={live} sharing={sharing} /> : null}
      {live.own ? <ReachNotice /> : null}
      <WaitingList live={live} />
      <section className="share-section">
        <div className="share-head">
          <span>
            {t('In this session')}{' '}
            <span className="share-count">
              {t('{{people}} of {{most}}', { people: state.people.length, most: 16 })}
            </span>
          </span>
        </div>
        <PeopleList live={live} places={places} />
      </section>
      {live.own ? <PeopleAway live={live} /> : null}
      {live.own ? <PeopleRemoved live={live} sharing={sharing} /> : null}
      {live.own ? <CodesInUse live={live} /> : null}
      <footer className="share-foot">
        <Lock className="icon-small" aria-hidden="true" />
        <Links live={live} />
        <span className="share-space" />
        <button type="button" className="share-link" onClick={() => void commands.run('collaboration.whoSeesWhat')}>
          {t('Who can see what')}
        </button>
      </footer>
    </>
  );
}

function Links({ live }: { readonly live: LiveSession }) {
  const summary = useLinks(live);
  return (
    <>
      <span>{summary.relayed > 0 ? t('Encrypted, partly through a relay') : t('Direct and encrypted')}</span>
      <span className="share-count">{describeLinks(summary)}</span>
    </>
  );
}

function Minutes({ since }: { readonly since: number }) {
  return <>{t('Live {{minutes}} min', { minutes: Math.max(0, Math.floor((useNow() - since) / 60_000)) })}</>;
}

function CodesInUse({ live }: { readonly live: LiveSession }) {
  const { commands } = useServices();
  useStore(live.codes);
  // Who came and what was revoked comes with the people.
  useStore(live.state, (state) => state.people);
  const codes = knownCodes(live, useNow());
  if (codes.length === 0) return null;
  return (
    <section className="share-section">
      <div className="share-head">
        <span>
          {t('Codes in use')} <span className="share-count">{codes.length}</span>
        </span>
      </div>
      <ul className="share-list">
        {codes.map(({ entry, used, code }) => {
          const short = (code ?? shortKey(entry.subject)).slice(0, 4);
          return (
            <li key={entry.subject} className="share-code-row">
              <span className="mono">{short} …</span>
              <span>{entry.role ? roleName(entry.role) : ''}</span>
              <span className="share-count clip">{describeUse(entry, used)}</span>
              {code === null ? (
                <span />
              ) : (
                <span className="share-code-tools">
                  <IconButton
                    label={t('Copy the link of the code {{code}}', { code: short })}
                    onClick={() => void commands.run('collaboration.copyLink', { code })}
                  >
                    <Link aria-hidden="true" />
                  </IconButton>
                  <IconButton
                    label={t('Copy the code {{code}}', { code: short })}
                    onClick={() => void commands.run('collaboration.copyCode', { code })}
                  >
                    <Copy aria-hidden="true" />
                  </IconButton>
                </span>
              )}
              <Button
                kind="ghost"
                small
                aria-label={t('Revoke the code {{code}}', { code: short })}
                onClick={() => void commands.run('collaboration.revoke', { invitation: entry.subject, code: short })}
              >
                {t('Revoke')}
              </Button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
