import type { Services } from '../../../app/services.ts';
import { decodeBase64 } from '../protocol/bytes.ts';
import type { Signer } from '../protocol/keys.ts';
import type { SessionOptions } from '../session/session.ts';
import { coreWebSocket } from './core-signaling.ts';

/** What every session of this person is made with, besides its events. */
export type SessionBasis = Omit<SessionOptions, 'events' | 'signalingUrls'> & {
  /** The WebSocket address of the server that is in use. */
  readonly signalingUrl: string;
  /** Whether that server is this desktop's own. */
  readonly ownServer: boolean;
};

/** Asks Core for the person's key, the server and its relays. Rejects with what to do where the server does not answer. */
export async function readBasis({ core }: Pick<Services, 'core'>): Promise<SessionBasis> {
  const [{ publicKey, profile }, cloud] = await Promise.all([core.collaboration.identity(), core.cloud.start()]);
  const { iceServers } = await core.cloud.iceServers();
  const key = decodeBase64(publicKey);
  if (!key || cloud.signaling === null) throw new Error('Core answered without a key or a server');
  return {
    identity: coreSigner(core, key),
    profile,
    signalingUrl: cloud.signaling,
    ownServer: cloud.kind === 'embedded',
    Socket: coreWebSocket(core.cloud),
    createConnection: () => new RTCPeerConnection({ iceServers }),
  };
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
