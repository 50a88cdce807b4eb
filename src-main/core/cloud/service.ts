import { z } from 'zod';
import type { CloudState, FoundServer } from '../../../contract/desktop/cloud.ts';
import { t } from '../../../localization/index.ts';
import { desktopError } from '../desktop-error.ts';
import type { EventHub } from '../events/index.ts';
import type { NodeProcesses } from '../processes/index.ts';
import type { SettingsService } from '../settings/index.ts';
import { createEmbeddedServer } from './embedded-server.ts';
import { type IceServers, readIceServers } from './ice-servers.ts';
import { announceServer, findServers, networkAddresses } from './local-network.ts';
import { createSignalingConnections, type SignalingConnections } from './signaling-connections.ts';

/** Milliseconds that a server may take to say what it is. */
const askPatience = 10_000;

const About = z.object({ name: z.literal('flashfusion-cloud'), signalingPath: z.string().startsWith('/') });

/** A server that answers. */
export interface CloudConnection {
  readonly kind: CloudState['kind'];
  readonly address: string;
}

export interface CloudService {
  state(): Promise<CloudState>;
  start(): Promise<CloudState>;
  share(on: boolean): Promise<CloudState>;
  stop(): Promise<CloudState>;
  find(signal?: AbortSignal): AsyncGenerator<FoundServer[], void, void>;
  /** The relays of the server in use and of these others; none of those that do not answer. */
  iceServers(servers: readonly string[]): Promise<IceServers>;
  readonly signaling: SignalingConnections;
  /** For what needs the server: which one it is, whether or not it runs. Null is the desktop's own. */
  configured(): Promise<string | null>;
  /** The same, running. CLOUD_UNREACHABLE where it can't be. */
  connect(): Promise<CloudConnection>;
  dispose(): Promise<void>;
}

/** Knows which cloud server this desktop uses, and runs its own where none is set. */
export function createCloudService(dependencies: {
  processes: NodeProcesses;
  settings: Pick<SettingsService, 'get'>;
  events: EventHub;
  /** The program of the desktop's own server. */
  entry: string;
  dataFolder: string;
  version: string;
  onFailed(error: unknown, where: string): void;
}): CloudService {
  const { settings, events, version, onFailed } = dependencies;
  let remote: {
    address: string;
    status: 'off' | 'ready' | 'failed';
    signaling: string | null;
    problem: string | null;
  } | null = null;
  let announced: { port: number; dispose(): Promise<void> } | null = null;
  let announcing: Promise<void> = Promise.resolve();
  let lookers = 0;
  let found: readonly FoundServer[] = [];
  let shared = false;
  let opening: Promise<void> = Promise.resolve();
  let told = '';
  let disposed = false;

  const embedded = createEmbeddedServer({
    ...dependencies,
    onChanged() {
      // After it has ended and come back, its port may be another.
      if (shared) keepAnnounced().catch((error: unknown) => onFailed(error, 'cloud.announce'));
      changed();
    },
  });

  const configured = async (): Promise<string | null> => {
    const address = (await settings.get(null)).effective['cloud.server'];
    return address === '' ? null : new URL(address).origin;
  };

  const state = async (): Promise<CloudState> => {
    const address = await configured();
    if (address !== null) {
      const known = remote?.address === address ? remote : null;
      return {
        kind: 'remote',
        status: known?.status ?? 'off',
        address,
        signaling: known?.signaling ?? null,
        lan: { on: false, addresses: [] },
        found: [...found],
        problem: known?.problem ?? null,
      };
    }
    const { status, address: own, openPort, problem } = embedded.state();
    return {
      kind: 'embedded',
      status,
      address: own,
      signaling: own === null ? null : `${own.replace(/^http/, 'ws')}/signaling`,
      lan: {
        on: openPort !== null,
        addresses: openPort === null ? [] : networkAddresses().map((host) => `http://${host}:${openPort}`),
      },
      found: [...found],
      problem,
    };
  };

  const changed = () => {
    if (disposed) return;
    state()
      .then((next) => {
        const text = JSON.stringify(next);
        if (disposed || text === told) return;
        told = text;
        events.emit({ type: 'cloud.changed', state: next });
      })
      .catch((error: unknown) => onFailed(error, 'cloud.changed'));
  };

  const askRemote = async (address: string): Promise<void> => {
    try {
      const response = await fetch(new URL('/api/about', address), { signal: AbortSignal.timeout(askPatience) });
      const { signalingPath } = About.parse(await response.json());
      const signaling = new URL(signalingPath, address).href.replace(/^http/, 'ws');
      remote = { address, status: 'ready', signaling, problem: null };
    } catch (error) {
      const problem =
        error instanceof z.ZodError || error instanceof SyntaxError
          ? t('At {{address}} there is something else than a FlashFusion server.', { address })
          : t('{{address}} does not answer. Check the network, or the setting cloud.server.', { address });
      remote = { address, status: 'failed', signaling: null, problem };
      throw desktopError('CLOUD_UNREACHABLE', { message: problem, cause: error });
    } finally {
      changed();
    }
  };

  const connect = async (): Promise<CloudConnection> => {
    const address = await configured();
    if (address !== null) {
      await askRemote(address);
      return { kind: 'remote', address };
    }
    try {
      return { kind: 'embedded', address: await embedded.start() };
    } catch (error) {
      onFailed(error, 'cloud.start');
      throw desktopError('CLOUD_UNREACHABLE', {
        message: t('The server on this machine did not start. Its log is cloud.log in the data folder.'),
        cause: error,
      });
    }
  };

  /** What is announced is what is open. */
  const keepAnnounced = (): Promise<void> => {
    announcing = announcing
      .catch(() => undefined)
      .then(async () => {
        const port = shared ? embedded.state().openPort : null;
        if (port === (announced?.port ?? null)) return;
        const before = announced;
        announced = null;
        await before?.dispose();
        if (port !== null) announced = { port, ...(await announceServer({ port, version })) };
      });
    return announcing;
  };

  const setShared = async (on: boolean): Promise<void> => {
    if (on && (await configured()) !== null) {
      throw desktopError('CLOUD_UNREACHABLE', {
        message: t('A server is set, so others join through that one. Empty the setting cloud.server to use your own.'),
      });
    }
    if (on === shared) return;
    await embedded.setOpen(on);
    shared = on;
    await keepAnnounced();
  };

  const share = async (on: boolean): Promise<CloudState> => {
    // In turn: what is closed while it is being opened is closed.
    const turn = opening.then(() => setShared(on));
    opening = turn.catch(() => undefined);
    await turn;
    return state();
  };

  const stop = async () => {
    await opening;
    shared = false;
    await keepAnnounced();
    await embedded.stop();
    remote = null;
    return state();
  };

  const listening = events.listen((event) => {
    if (event.type !== 'settings.changed') return;
    configured()
      .then(async (address) => {
        if (address !== null && embedded.state().status !== 'off') await stop();
        changed();
      })
      .catch((error: unknown) => onFailed(error, 'cloud.settings'));
  });

  const signaling = createSignalingConnections();

  return {
    state,
    signaling,
    async iceServers(servers) {
      const own = (await configured()) ?? embedded.state().address;
      return readIceServers(own === null ? servers : [own, ...servers]);
    },
    configured,
    connect,
    share,
    stop,
    async start() {
      await connect();
      return state();
    },
    async *find(signal) {
      let wake: () => void = () => {};
      let latest: readonly FoundServer[] | null = [];
      const isOwn = (port: number, addresses: readonly string[]) =>
        port === embedded.state().openPort && networkAddresses().some((own) => addresses.includes(own));
      const looking = await findServers(isOwn, (servers) => {
        latest = servers;
        found = servers;
        changed();
        wake();
      });
      lookers += 1;
      const onAbort = () => wake();
      signal?.addEventListener('abort', onAbort);
      try {
        while (!signal?.aborted) {
          if (latest) {
            const servers = [...latest];
            latest = null;
            yield servers;
          } else {
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
          }
        }
      } finally {
        signal?.removeEventListener('abort', onAbort);
        looking.dispose();
        lookers -= 1;
        if (lookers === 0) found = [];
        changed();
      }
    },
    async dispose() {
      disposed = true;
      shared = false;
      signaling.dispose();
      listening.dispose();
      await keepAnnounced().catch(() => undefined);
      await embedded.stop();
    },
  };
}
