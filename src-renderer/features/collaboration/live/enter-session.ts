import type { CloudState } from '../../../../contract/desktop/cloud.ts';
import type { Services } from '../../../app/services.ts';
import { decodeBase64 } from '../protocol/bytes.ts';
import type { Signer } from '../protocol/keys.ts';
import type { SessionOptions } from '../session/session.ts';
import { coreWebSocket } from './core-signaling.ts';
import { createRelays, type Relays } from './relays.ts';

/** What every session of this person is made with, besides its events. */
export type SessionBasis = Omit<SessionOptions, 'events'> & {
  /** Whether this desktop's own server is in use. */
  readonly ownServer: boolean;
  /** Those of `signalingUrls` that are not this desktop's own: where the session is looked for when this person comes back. */
  readonly servers: readonly string[];
  readonly relays: Relays;
};

/** Where a session is entered. */
export interface MeetingPlace {
  /** WebSocket addresses of servers where its people are known to meet. */
  readonly servers: readonly string[];
  /** Whether it takes the server in use to answer; without, it is connected to once it does. */
  readonly serverNeeded: boolean;
}

/** Asks Core for the person's key, the server and the relays. Rejects with what to do where a server is needed and does not answer. */
export async function readBasis({ core }: Pick<Services, 'core'>, place: MeetingPlace): Promise<SessionBasis> {
  const [{ publicKey, profile }, cloud] = await Promise.all([
    core.collaboration.identity(),
    place.serverNeeded ? core.cloud.start() : serverInUse(core),
  ]);
  const key = decodeBase64(publicKey);
  if (!key || (place.serverNeeded && cloud.signaling === null))
    throw new Error('Core answered without a key or a server');
  const ownServer = cloud.kind === 'embedded';
  const inUse = cloud.signaling === null ? [] : [cloud.signaling];
  const servers = [...new Set([...place.servers, ...(ownServer ? [] : inUse)])];
  const relays = createRelays(core, servers.map(addressOf));
  return {
    identity: coreSigner(core, key),
    profile,
    signalingUrls: [...new Set([...servers, ...inUse])],
    ownServer,
    servers,
    relays,
    Socket: coreWebSocket(core.cloud),
    createConnection: relays.createConnection,
  };
}

/** The server in use without waiting for one elsewhere; without signaling where this desktop's own does not start. */
async function serverInUse(core: Services['core']): Promise<Pick<CloudState, 'kind' | 'signaling'>> {
  const state = await core.cloud.state();
  if (state.kind === 'embedded') return core.cloud.start().catch(() => ({ ...state, signaling: null }));
  // It says where its signaling is when it answers.
  void core.cloud.start().catch(() => undefined);
  return { ...state, signaling: state.signaling ?? (state.address === null ? null : signalingOf(state.address)) };
}

/** Signs in Core, which keeps the private key. */
function coreSigner(core: Services['core'], publicKey: Signer['publicKey']): Signer {
  return {
    publicKey,
    async sign(bytes) {
      const { signature } = await core.collaboration.sign({ base64: btoa(String.fromCharCode(...bytes)) });
      return Uint8Array.from(atob(signature), (letter) => letter.charCodeAt(0));
    },
  };
}

/** The signaling of a server of ours: `http://192.168.1.20:41234`, or null for what is no such address. */
export function signalingOf(server: string): string | null {
  try {
    const url = new URL(server);
    if (url.protocol !== 'http:' && url.protocol !== 'https:') return null;
    return `${url.origin.replace(/^http/, 'ws')}/signaling`;
  } catch {
    return null;
  }
}

/** The server of a signaling address: `http://192.168.1.20:41234`. */
function addressOf(signaling: string): string {
  return new URL(signaling).origin.replace(/^ws/, 'http');
}
