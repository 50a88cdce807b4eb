import { CloudAlert, CloudCheck, CloudUpload, Users } from 'lucide-react';
import { useStore } from 'zustand';
import { StatusBarItem } from '../../../app/status-bar.tsx';
import { t } from '../../../localize.ts';
import type { LiveSession } from '../live/live-session.ts';
import { useLinks } from './link-summary.ts';
import type { ShareParts } from './share-parts.ts';

/** How many are in the session, and whether everybody has the same. */
export function SessionStatus({ parts }: { readonly parts: ShareParts }) {
  const live = useStore(parts.sessions.live, (state) => state.session);
  return live ? <LiveStatus live={live} /> : null;
}

function LiveStatus({ live }: { readonly live: LiveSession }) {
  const { people, signaling, progress, pending } = useStore(live.state);
  const { roundTrip } = useLinks(live);
  const alone = people.length === 1;
  return (
    <>
      <StatusBarItem command="collaboration.share" tooltip={t('Session of {{name}}', { name: live.name })}>
        <Users className="session-status-icon" aria-hidden="true" />
        {t('{{count}} in session', { count: people.length })}
      </StatusBarItem>
      <StatusBarItem command="collaboration.share" tooltip={describeSync(alone, signaling)}>
        {progress ? (
          <>
            <CloudUpload aria-hidden="true" />
            {t('Receiving {{percent}} %', { percent: Math.floor((100 * progress.received) / progress.total) })}
          </>
        ) : pending.edits > 0 ? (
          <>
            {alone && signaling === 'offline' ? <CloudAlert aria-hidden="true" /> : <CloudUpload aria-hidden="true" />}
            {t('{{count}} changes wait', { count: pending.edits })}
          </>
        ) : alone && signaling === 'offline' ? (
          <>
            <CloudAlert aria-hidden="true" />
            {t('Offline')}
          </>
        ) : (
          <>
            <CloudCheck aria-hidden="true" />
            {alone
              ? t('Nobody else')
              : roundTrip === null
                ? t('In sync')
                : t('In sync · {{milliseconds}} ms', { milliseconds: Math.round(roundTrip) })}
          </>
        )}
      </StatusBarItem>
    </>
  );
}

function describeSync(alone: boolean, signaling: string): string {
  if (!alone) return t('Everybody who is here has what you have, but for what waits.');
  if (signaling === 'offline')
    return t('The server does not answer. You keep editing; what you do merges when the others are back.');
  return t('You are alone in the session. What you do merges when others come.');
}
