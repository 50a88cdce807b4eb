import type { DesktopClient } from '../../../../contract/desktop/index.ts';
import type { Disposable } from '../../../app/disposable.ts';

/** Connections that know the session's relay servers, whose credentials end. */
export interface Relays extends Disposable {
  /** Resolves when the servers have been asked for the first time. */
  readonly asked: Promise<void>;
  createConnection(): RTCPeerConnection;
}

/** Milliseconds until Core is asked again when it has not answered. */
const afterFailure = 30_000;

/**
 * Asks for relays at the server in use and at these, and again before credentials end: connections that there are take the new ones for
 * their next search for a path. `Connection` is the platform's.
 */
export function createRelays(
  core: Pick<DesktopClient, 'cloud'>,
  servers: readonly string[],
  Connection: typeof RTCPeerConnection = RTCPeerConnection,
): Relays {
  const connections = new Set<RTCPeerConnection>();
  let iceServers: RTCIceServer[] = [];
  let dueAt = Number.POSITIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let disposed = false;

  const ask = async (): Promise<void> => {
    clearTimeout(timer);
    dueAt = Number.POSITIVE_INFINITY;
    const answer = await core.cloud
      .iceServers({ servers: [...servers] })
      .catch(() => ({ iceServers: [], askAgainIn: afterFailure }));
    if (disposed) return;
    const { askAgainIn } = answer;
    // Where nobody has answered, what is known may still hold.
    if (answer.iceServers.length > 0 || askAgainIn === null) iceServers = answer.iceServers;
    for (const connection of connections) tell(connection);
    if (askAgainIn === null) return;
    dueAt = Date.now() + askAgainIn;
    timer = setTimeout(() => void ask(), askAgainIn);
  };

  const tell = (connection: RTCPeerConnection): void => {
    try {
      connection.setConfiguration({ iceServers });
    } catch {
      // It has been closed, or the platform can't: a new connection will know them.
      connections.delete(connection);
    }
  };

  /** Timers stand still while a machine sleeps. */
  const askIfDue = (): void => {
    if (!disposed && Date.now() >= dueAt) void ask();
  };

  return {
    asked: ask(),
    createConnection() {
      askIfDue();
      for (const each of connections) if (each.signalingState === 'closed') connections.delete(each);
      const connection = new Connection({ iceServers });
      connections.add(connection);
      // Before another path is looked for.
      connection.addEventListener('connectionstatechange', () => {
        if (connection.connectionState === 'disconnected' || connection.connectionState === 'failed') askIfDue();
      });
      return connection;
    },
    dispose() {
      disposed = true;
      clearTimeout(timer);
      connections.clear();
    },
  };
}
