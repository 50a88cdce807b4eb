import type { StoreApi } from 'zustand/vanilla';
import type { CloudState } from '../../../../contract/desktop/cloud.ts';
import { createDisposables, type Disposable } from '../../../app/disposable.ts';
import type { Services } from '../../../app/services.ts';
import type { Session } from '../session/session.ts';
import type { SessionBasis } from './enter-session.ts';
import type { Opening } from './live-session.ts';
import { followNearbyServers } from './nearby-servers.ts';

/** Milliseconds between attempts to start this desktop's own server. */
const pauses = { first: 2000, most: 60_000 };

/**
 * Keeps a session at its servers: those it was entered with, the one in use as it comes and moves, and those on this network, unless it is
 * one's own and a server elsewhere is in use. This desktop's own is started again after Core has ended. `opening`, of a session of one's
 * own, notes whether the network may use it, which it may again when the session comes back.
 */
export function followServers(
  { core, coreEvents, coreReconnected }: Pick<Services, 'core' | 'coreEvents' | 'coreReconnected'>,
  session: Pick<Session, 'signaling'>,
  basis: Pick<SessionBasis, 'signalingUrls' | 'ownServer'>,
  opening: StoreApi<Opening> | null = null,
): Disposable {
  const ends = createDisposables();
  for (const url of basis.signalingUrls) session.signaling.use(url);

  let wasOpen = false;
  const note = ({ kind, status, signaling, lan }: CloudState): void => {
    if (signaling !== null) session.signaling.use(signaling);
    if (kind !== 'embedded' || status !== 'ready' || !opening) return;
    if (lan.on && opening.getState().network === 'closed') opening.setState({ network: 'open' });
    // It starts closed, so only what was open was closed by somebody.
    if (!lan.on && wasOpen) opening.setState({ network: 'closed' });
    wasOpen = lan.on;
  };
  ends.add(coreEvents.listen((event) => event.type === 'cloud.changed' && note(event.state)));
  // Somebody else's session may be at their desktop's own server, whichever is in use here.
  if (basis.ownServer || opening === null) ends.add(followNearbyServers(core, session));
  if (!basis.ownServer) return ends;

  let pause = pauses.first;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let disposed = false;
  const start = async (): Promise<void> => {
    clearTimeout(timer);
    try {
      const { kind } = await core.cloud.state();
      const opens = kind === 'embedded' && opening !== null && opening.getState().network !== 'closed';
      const state = opens ? await core.cloud.share({ on: true }) : await core.cloud.start();
      pause = pauses.first;
      if (!disposed) note(state);
    } catch {
      // Core tells why in its log and its state.
      if (disposed) return;
      timer = setTimeout(() => void start(), pause);
      pause = Math.min(pauses.most, pause * 2);
    }
  };
  void start();
  ends.add(
    coreReconnected.listen(() => {
      wasOpen = false;
      void start();
    }),
  );
  ends.addFunction(() => {
    disposed = true;
    clearTimeout(timer);
  });
  return ends;
}
