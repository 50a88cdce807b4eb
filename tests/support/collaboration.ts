import wrtc from '@roamhq/wrtc';
import { Awareness } from 'y-protocols/awareness';
import { Doc } from 'yjs';
import { encodeBase64Url } from '../../src-renderer/features/collaboration/protocol/bytes.ts';
import { keyName, type Signer, signerFromSeed } from '../../src-renderer/features/collaboration/protocol/keys.ts';
import type { Membership } from '../../src-renderer/features/collaboration/protocol/membership.ts';
import {
  createMesh,
  type Mesh,
  type MeshEvents,
  type MeshOptions,
} from '../../src-renderer/features/collaboration/protocol/mesh.ts';
import type { Door } from '../../src-renderer/features/collaboration/protocol/messages.ts';
import {
  createRoster,
  type GrantedRole,
  type InvitationEntry,
  signEntry,
} from '../../src-renderer/features/collaboration/protocol/roster.ts';
import {
  createSessionCode,
  deriveCodeKeys,
  type SessionCode,
} from '../../src-renderer/features/collaboration/protocol/session-code.ts';
import { connectSignaling, type Signaling } from '../../src-renderer/features/collaboration/protocol/signaling.ts';

/** A peer in this process, over real WebRTC. */
export interface TestPeer {
  readonly mesh: Mesh;
  readonly identity: Signer;
  readonly person: string;
  readonly files: Doc;
  readonly comments: Doc;
  readonly talk: Doc;
  readonly awareness: Awareness;
  readonly signaling: Signaling;
  readonly refusals: string[];
  readonly roles: string[];
  readonly drops: string[];
  readonly waiting: { person: string }[];
  /** Writes into the text that all peers share. */
  type(text: string, at?: number): void;
  text(): string;
  role(): string | null;
  dispose(): void;
}

/** A session whose owner is in it. */
export interface TestSession {
  readonly owner: TestPeer;
  /** Whoever has joined. */
  readonly guests: readonly TestPeer[];
  readonly id: string;
  /** Makes a code; `change` is what its roster entry has besides the role. */
  invite(role: GrantedRole, change?: Partial<InvitationEntry>): Promise<SessionCode>;
  join(code: SessionCode, name: string, options?: Partial<MeshOptions>): Promise<TestPeer>;
  dispose(): void;
}

export function randomBytes(length: number): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(length));
}

/** Starts a session over the signaling server at `url`; `options` are its owner's. */
export async function startSession(url: string, options: Partial<MeshOptions> = {}): Promise<TestSession> {
  const identity = await signerFromSeed(randomBytes(32));
  const session = { sessionId: encodeBase64Url(randomBytes(16)), ownerKey: keyName(identity.publicKey) };
  const membership: Membership = {
    roster: createRoster(session),
    room: { topic: `ff-${encodeBase64Url(randomBytes(18))}`, key: randomBytes(32) },
    admission: null,
  };
  const owner = await startPeer(url, 'owner', { ...options, identity, join: membership });
  const guests: TestPeer[] = [];
  let epoch = 0;
  return {
    owner,
    guests,
    id: session.sessionId,
    async invite(role, change = {}) {
      const code = createSessionCode();
      const keys = deriveCodeKeys(code);
      const invitation = keyName((await signerFromSeed(keys.invitationSeed)).publicKey);
      epoch += 1;
      const entry: InvitationEntry = {
        kind: 'invitation',
        subject: invitation,
        role,
        notAfter: null,
        uses: null,
        waitingRoom: false,
        epoch,
        ...change,
      };
      const door: Door = { invitation, topic: keys.topic, signalingKey: encodeBase64Url(keys.signalingKey) };
      await owner.mesh.publish([await signEntry(session.sessionId, entry, identity)], [door]);
      return code;
    },
    async join(code, name, options = {}) {
      const keys = deriveCodeKeys(code);
      const peer = await startPeer(url, name, {
        join: {
          channel: { topic: keys.topic, key: keys.signalingKey },
          invitation: await signerFromSeed(keys.invitationSeed),
        },
        ...options,
      });
      guests.push(peer);
      return peer;
    },
    dispose() {
      for (const peer of [owner, ...guests]) peer.dispose();
    },
  };
}

async function startPeer(
  url: string,
  name: string,
  options: Partial<MeshOptions> & Pick<MeshOptions, 'join'>,
): Promise<TestPeer> {
  const identity = options.identity ?? (await signerFromSeed(randomBytes(32)));
  const [files, comments, talk] = [new Doc(), new Doc(), new Doc()];
  const awareness = new Awareness(files);
  const signaling = connectSignaling(`${url.replace('http', 'ws')}/signaling`);
  const [refusals, roles, drops]: [string[], string[], string[]] = [[], [], []];
  const waiting: { person: string }[] = [];
  const events: MeshEvents = {
    onRefused: (reason) => refusals.push(reason),
    onRole: (role) => roles.push(role),
    onDropped: (_person, verdict) => drops.push(verdict),
    onWaitingChanged: (people) => waiting.splice(0, waiting.length, ...people),
  };
  const mesh = createMesh({
    profile: { name, color: 0 },
    documents: { files, comments, talk },
    awareness,
    signaling,
    createConnection: () => new wrtc.RTCPeerConnection({ iceServers: [] }) as unknown as RTCPeerConnection,
    events,
    ...options,
    identity,
  });
  return {
    mesh,
    identity,
    person: keyName(identity.publicKey),
    files,
    comments,
    talk,
    awareness,
    signaling,
    refusals,
    roles,
    drops,
    waiting,
    type: (text, at = 0) => files.getText('text').insert(at, text),
    text: () => files.getText('text').toString(),
    role: () => mesh.role,
    dispose() {
      mesh.leave();
      signaling.dispose();
      awareness.destroy();
      files.destroy();
      comments.destroy();
      talk.destroy();
    },
  };
}
