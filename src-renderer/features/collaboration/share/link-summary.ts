import { useEffect, useState } from 'react';
import { t } from '../../../localize.ts';
import type { LiveSession } from '../live/live-session.ts';

/** How this window is linked to the others. */
export interface LinkSummary {
  readonly links: number;
  /** Everybody else in the session; with many, some are reached through others. */
  readonly others: number;
  /** Milliseconds to the others and back, in the middle of them; null where it is not known. */
  readonly roundTrip: number | null;
  /** Links that a relay server carries. */
  readonly relayed: number;
}

/** Milliseconds between two looks at the links. */
const lookEvery = 3000;

/** The links of a session as they are now, looked at every few seconds. */
export function useLinks({ session, state }: LiveSession): LinkSummary {
  const [summary, setSummary] = useState(() => summarize(session));
  useEffect(() => {
    const look = () => setSummary(summarize(session));
    look();
    const timer = setInterval(look, lookEvery);
    const stop = state.subscribe(look);
    return () => {
      clearInterval(timer);
      stop();
    };
  }, [session, state]);
  return summary;
}

function summarize({ mesh }: LiveSession['session']): LinkSummary {
  const peers = mesh.peers();
  const direct = peers.filter((peer) => peer.direct);
  const times = direct.flatMap(({ roundTrip }) => roundTrip ?? []).sort((one, other) => one - other);
  return {
    links: direct.length,
    others: peers.length,
    roundTrip: times[Math.floor(times.length / 2)] ?? null,
    relayed: direct.filter(({ relayed }) => relayed).length,
  };
}

/** "3 of 3 links, 18 ms". */
export function describeLinks({ links, others, roundTrip }: LinkSummary): string {
  return roundTrip === null
    ? t('{{links}} of {{others}} links', { links, others })
    : t('{{links}} of {{others}} links, {{milliseconds}} ms', { links, others, milliseconds: Math.round(roundTrip) });
}
