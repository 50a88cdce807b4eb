import { LoaderCircle } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { FoundSession } from '../../../../contract/desktop/collaboration.ts';
import { useServices } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import type { JoinState } from '../live/joining.ts';
import { linkTo, readJoinLink } from './join-link.ts';
import type { ShareParts } from './share-parts.ts';

/** Asks for a code and shows how far somebody has come with it. */
export default function JoinDialog({ parts }: { readonly parts: ShareParts }) {
  const { joining } = parts.sessions;
  const state = useStore(joining.state);
  const input = useRef<HTMLInputElement>(null);
  const typing = state.phase === 'idle' || state.phase === 'failed';
  const join = () => {
    const { code, server } = readJoinLink(state.code);
    void joining.join(code, server);
  };
  return (
    <Dialog
      open
      sticky
      onDismiss={() => joining.cancel()}
      initialFocus={input}
      title={t('Join a session')}
      body={t('The files of the session come into a folder of their own, and open in this window.')}
      actions={
        <>
          {state.phase === 'entering' ? null : <Button onClick={() => joining.cancel()}>{t('Cancel')}</Button>}
          {typing ? (
            <Button kind="primary" onClick={join}>
              {t('Join')}
            </Button>
          ) : null}
        </>
      }
    >
      {typing ? (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            join();
          }}
        >
          <Field
            ref={input}
            className="join-code"
            label={t('Session code or link')}
            placeholder="7KQ2-M4XD-9RTW-B3HN-2F6C"
            value={state.code}
            problem={state.problem}
            onChange={(event) => joining.state.setState({ code: event.target.value })}
          />
          <Nearby
            onChoose={({ code, server }) => {
              joining.state.setState({ code: linkTo(code, server) });
              void joining.join(code, server);
            }}
          />
        </form>
      ) : (
        <p className="join-phase" role="status">
          <LoaderCircle className="join-spinner" aria-hidden="true" />
          {describePhase(state)}
        </p>
      )}
    </Dialog>
  );
}

/** Sessions that their owners show to this network. */
function Nearby({ onChoose }: { readonly onChoose: (session: FoundSession) => void }) {
  const { core } = useServices();
  const [found, setFound] = useState<readonly FoundSession[]>([]);
  useEffect(() => {
    const looking = new AbortController();
    void (async () => {
      for await (const sessions of await core.collaboration.nearby(undefined, { signal: looking.signal }))
        setFound(sessions);
    })().catch((error: unknown) => {
      if (!looking.signal.aborted) reportError(error);
    });
    return () => looking.abort();
  }, [core]);
  if (found.length === 0)
    return <p className="join-hint">{t('Sessions that are shown to your network appear here.')}</p>;
  return (
    <div className="join-nearby">
      <h3 className="share-subtitle">{t('On this network')}</h3>
      <ul className="share-list">
        {found.map((session) => (
          <li key={session.code}>
            <button type="button" className="join-found" onClick={() => onChoose(session)}>
              <span className="clip">{session.name}</span>
              <span className="share-count clip">{session.person}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function describePhase({ phase, progress }: JoinState): string {
  switch (phase) {
    case 'slow':
      return t('Nobody answers yet. Is the session open somewhere, and are you on the same server?');
    case 'waiting':
      return t('You wait until the owner lets you in.');
    case 'receiving':
      return progress
        ? t('Receiving the files: {{received}} of {{total}} MB', {
            received: (progress.received / 1_000_000).toFixed(1),
            total: (progress.total / 1_000_000).toFixed(1),
          })
        : t('Receiving the files…');
    case 'alone':
      return t('Nobody who can edit is here, and only they hand out the files. Waiting for somebody who can edit…');
    case 'opening':
    case 'entering':
      return t('Opening the files…');
    default:
      return t('Looking for the session…');
  }
}
