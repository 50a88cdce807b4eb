import type { Disposable } from '../../../app/disposable.ts';
import type { Services } from '../../../app/services.ts';
import type { Session } from '../session/session.ts';
import { signalingOf } from './enter-session.ts';

/** Lets a session meet its people at the servers on this network, too: with no server set, each desktop has one of its own. */
export function followNearbyServers(core: Services['core'], session: Pick<Session, 'signaling'>): Disposable {
  const looking = new AbortController();
  void (async () => {
    for await (const found of await core.cloud.find(undefined, { signal: looking.signal })) {
      for (const { address } of found) {
        const url = signalingOf(address);
        if (url) session.signaling.use(url);
      }
    }
  })().catch((error: unknown) => {
    // Without it people on this network have to be given a server; sessions go on.
    if (!looking.signal.aborted) reportError(error);
  });
  return { dispose: () => looking.abort() };
}
