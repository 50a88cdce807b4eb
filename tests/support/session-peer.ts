import wrtc from '@roamhq/wrtc';
import { encodeStateAsUpdate } from 'yjs';
import { keyName, type Signer, signerFromSeed } from '../../src-renderer/features/collaboration/protocol/keys.ts';
import type { MeshEvents } from '../../src-renderer/features/collaboration/protocol/mesh.ts';
import { documentNames } from '../../src-renderer/features/collaboration/protocol/messages.ts';
import type { KeptState, Session, SessionOptions } from '../../src-renderer/features/collaboration/session/session.ts';
import { randomBytes } from './collaboration.ts';

/** Somebody who takes part in sessions as a window does, without one. */
export interface TestPerson {
  readonly identity: Signer;
  readonly person: string;
  readonly refusals: string[];
  options(...urls: string[]): SessionOptions;
}

export async function createPerson(name: string, events: MeshEvents = {}): Promise<TestPerson> {
  const identity = await signerFromSeed(randomBytes(32));
  const refusals: string[] = [];
  return {
    identity,
    person: keyName(identity.publicKey),
    refusals,
    options: (...urls) => ({
      identity,
      profile: { name, color: 0 },
      signalingUrls: urls.map((url) => `${url.replace('http', 'ws')}/signaling`),
      createConnection: () => new wrtc.RTCPeerConnection({ iceServers: [] }) as unknown as RTCPeerConnection,
      events: { ...events, onRefused: (reason) => refusals.push(reason) },
    }),
  };
}

/** What a window stores of its session, through JSON as it would. */
export function keepState(session: Session): KeptState {
  const membership = session.keep();
  if (!membership) throw new Error('not in the session');
  return {
    membership: JSON.parse(JSON.stringify(membership)),
    documents: Object.fromEntries(documentNames.map((name) => [name, encodeStateAsUpdate(session.documents[name])])),
  };
}

/** The text of a file in somebody's copy; null where there is none. */
export function textOf(session: Session, path: string): string | null {
  const entry = session.files.find(path);
  return entry ? (session.files.text(entry.id)?.toString() ?? null) : null;
}

/** Types at the beginning of a file. */
export function typeInto(session: Session, path: string, words: string): void {
  const entry = session.files.find(path);
  if (!entry) throw new Error(`no ${path}`);
  session.files.text(entry.id)?.insert(0, words);
}
