import { Awareness } from 'y-protocols/awareness';
import { applyUpdate, Doc, encodeStateAsUpdate } from 'yjs';
import { encodeBase64Url } from '../../src-renderer/features/collaboration/protocol/bytes.ts';
import { keyName, type Signer } from '../../src-renderer/features/collaboration/protocol/keys.ts';
import type { Membership } from '../../src-renderer/features/collaboration/protocol/membership.ts';
import { createMesh, type Mesh } from '../../src-renderer/features/collaboration/protocol/mesh.ts';
import { type DocumentName, documentNames } from '../../src-renderer/features/collaboration/protocol/messages.ts';
import {
  createRoster,
  type GrantedRole,
  type SignedEntry,
  signEntry,
} from '../../src-renderer/features/collaboration/protocol/roster.ts';
import type { VirtualNetwork } from './virtual-network.ts';
import { virtualSigner } from './virtual-time.ts';

/** A person in a session over a virtual network, who can vanish and come back with what was kept. */
export interface VirtualPeer {
  readonly name: string;
  readonly person: string;
  readonly identity: Signer;
  readonly mesh: Mesh;
  readonly documents: Readonly<Record<DocumentName, Doc>>;
  readonly awareness: Awareness;
  readonly running: boolean;
  /** Stops without a word, as when a machine loses its power. */
  crash(): void;
  /** Starts again with the documents and the roster as they were, as another client. */
  restart(): Promise<void>;
  dispose(): void;
}

/** A session whose owner is the first of the peers. */
export interface VirtualSession {
  readonly peers: readonly VirtualPeer[];
  setRole(of: VirtualPeer, role: GrantedRole | null): Promise<void>;
  dispose(): void;
}

const identities = Array.from({ length: 32 }, (_, at) => virtualSigner(new Uint8Array(32).fill(at + 1)));

/** Starts a session of people who have been let in before, so that the test begins where they meet. */
export async function startVirtualSession(
  network: VirtualNetwork,
  roles: readonly GrantedRole[],
  options: { readonly mostNeighbours?: number } = {},
): Promise<VirtualSession> {
  const [owner] = identities;
  if (!owner) throw new Error('no identities');
  const bytes = (length: number) => crypto.getRandomValues(new Uint8Array(length));
  const session = { sessionId: encodeBase64Url(bytes(16)), ownerKey: keyName(owner.publicKey) };
  const room = { topic: `ff-${encodeBase64Url(bytes(18))}`, key: bytes(32) };
  let epoch = 0;
  const entries: SignedEntry[] = [];
  async function entry(identity: Signer, role: GrantedRole | null): Promise<SignedEntry> {
    epoch += 1;
    const subject = keyName(identity.publicKey);
    return signEntry(session.sessionId, { kind: 'person', subject, role, notAfter: null, epoch }, owner as Signer);
  }
  for (const [at, role] of roles.entries()) {
    const identity = identities[at + 1];
    if (identity) entries.push(await entry(identity, role));
  }
  const peers: VirtualPeer[] = [];
  for (let at = 0; at <= roles.length; at += 1) {
    const identity = identities[at];
    if (identity) peers.push(await startPeer(network, `peer${at}`, identity, { session, room, entries, ...options }));
  }
  return {
    peers,
    async setRole(of, role) {
      await peers[0]?.mesh.publish([await entry(of.identity, role)]);
    },
    dispose() {
      for (const peer of peers) peer.dispose();
    },
  };
}

interface Start {
  readonly session: { readonly sessionId: string; readonly ownerKey: string };
  readonly room: Membership['room'];
  readonly entries: readonly SignedEntry[];
  readonly mostNeighbours?: number;
}

async function startPeer(network: VirtualNetwork, name: string, identity: Signer, start: Start): Promise<VirtualPeer> {
  let life = 0;
  let current = await live(start.entries, {});

  async function live(entries: readonly SignedEntry[], kept: Partial<Record<DocumentName, Uint8Array>>) {
    life += 1;
    const host = `${name}-${life}`;
    const documents = { files: new Doc(), comments: new Doc(), talk: new Doc() };
    documents.files.clientID = Math.floor(network.random() * 0xffffffff);
    for (const each of documentNames) {
      const update = kept[each];
      if (update) applyUpdate(documents[each], update);
    }
    const awareness = new Awareness(documents.files);
    const roster = createRoster(start.session);
    await roster.add(entries);
    const signaling = network.signaling(host);
    const mesh = createMesh({
      identity,
      profile: { name, color: 0 },
      documents,
      awareness,
      signaling,
      createConnection: () => network.connection(host),
      join: { roster, room: start.room, admission: null },
      ...(start.mostNeighbours === undefined ? {} : { mostNeighbours: start.mostNeighbours }),
    });
    // As y-protocols does by itself, which asks the real clock.
    const renewing = setInterval(() => awareness.setLocalState(awareness.getLocalState()), 15_000);
    return { host, documents, awareness, roster, signaling, mesh, renewing, running: true };
  }

  function stop(): void {
    if (!current.running) return;
    current.running = false;
    clearInterval(current.renewing);
    current.mesh.leave();
    current.signaling.dispose();
    current.awareness.destroy();
  }

  return {
    name,
    person: keyName(identity.publicKey),
    identity,
    get mesh() {
      return current.mesh;
    },
    get documents() {
      return current.documents;
    },
    get awareness() {
      return current.awareness;
    },
    get running() {
      return current.running;
    },
    crash() {
      network.crash(current.host);
      stop();
    },
    async restart() {
      const kept = Object.fromEntries(
        documentNames.map((each) => [each, encodeStateAsUpdate(current.documents[each])]),
      ) as Record<DocumentName, Uint8Array>;
      current = await live(current.roster.entries(), kept);
    },
    dispose: stop,
  };
}
