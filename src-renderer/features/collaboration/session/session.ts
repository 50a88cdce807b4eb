import { Awareness } from 'y-protocols/awareness';
import { Doc } from 'yjs';
import { encodeBase64Url } from '../protocol/bytes.ts';
import type { Profile } from '../protocol/hello.ts';
import { keyName, type Signer, signerFromSeed } from '../protocol/keys.ts';
import { createMesh, type Mesh, type MeshEvents } from '../protocol/mesh.ts';
import {
  createRoster,
  type GrantedRole,
  type InvitationEntry,
  type PersonEntry,
  signEntry,
} from '../protocol/roster.ts';
import { createSessionCode, deriveCodeKeys, type SessionCode } from '../protocol/session-code.ts';
import { connectSignaling, type Signaling, type SignalingStatus } from '../protocol/signaling.ts';
import { openSessionComments, type SessionComments } from './session-comments.ts';
import { openSessionFiles, type SessionFiles } from './session-files.ts';

/** What a session needs of the platform and the person. */
export interface SessionOptions {
  readonly identity: Signer;
  readonly profile: Profile;
  /** WebSocket address of a server that speaks y-webrtc's signaling protocol. */
  readonly signalingUrl: string;
  readonly createConnection: () => RTCPeerConnection;
  readonly events?: MeshEvents & { onSignaling?(status: SignalingStatus): void };
}

/** What a code admits to. */
export interface InvitationTerms {
  readonly role: GrantedRole;
  /** Milliseconds since 1970; null for never. */
  readonly notAfter: number | null;
  readonly uses: number | null;
  readonly waitingRoom: boolean;
}

/** A session that this person is in, or on the way into. */
export interface Session {
  readonly mesh: Mesh;
  readonly files: SessionFiles;
  readonly comments: SessionComments;
  readonly documents: { readonly files: Doc; readonly comments: Doc };
  readonly awareness: Awareness;
  readonly signaling: Signaling;
  /** Leaves and lets go of everything. */
  dispose(): void;
}

/** A session of one's own. */
export interface OwnSession extends Session {
  /** Makes a code. */
  invite(terms: InvitationTerms): Promise<{ readonly code: SessionCode; readonly invitation: string }>;
  /** Ends a code: who came in with it is out, too, unless named. */
  revoke(invitation: string): Promise<void>;
  /** Gives somebody a role that holds whatever code they came with; null removes them for good. */
  setRole(person: string, role: GrantedRole | null): Promise<void>;
}

/** Starts a session as its owner. */
export async function hostSession(options: SessionOptions): Promise<OwnSession> {
  const { identity } = options;
  const sessionId = encodeBase64Url(crypto.getRandomValues(new Uint8Array(16)));
  const roster = createRoster({ sessionId, ownerKey: keyName(identity.publicKey) });
  const room = {
    topic: `ff-${encodeBase64Url(crypto.getRandomValues(new Uint8Array(18)))}`,
    key: crypto.getRandomValues(new Uint8Array(32)),
  };
  const session = enterSession(options, { roster, room, admission: null });
  // Later statements have greater epochs, also after the owner has come back with the roster as it was.
  const nextEpoch = () => Math.max(0, ...roster.entries().map(({ epoch }) => epoch)) + 1;
  return {
    ...session,
    async invite(terms) {
      const code = createSessionCode();
      const keys = deriveCodeKeys(code);
      const invitation = keyName((await signerFromSeed(keys.invitationSeed)).publicKey);
      const entry: InvitationEntry = { kind: 'invitation', subject: invitation, epoch: nextEpoch(), ...terms };
      const door = { invitation, topic: keys.topic, signalingKey: encodeBase64Url(keys.signalingKey) };
      await session.mesh.publish([await signEntry(sessionId, entry, identity)], [door]);
      return { code, invitation };
    },
    async revoke(invitation) {
      const entry: InvitationEntry = {
        kind: 'invitation',
        subject: invitation,
        role: null,
        notAfter: null,
        uses: null,
        waitingRoom: false,
        epoch: nextEpoch(),
      };
      await session.mesh.publish([await signEntry(sessionId, entry, identity)]);
    },
    async setRole(person, role) {
      const entry: PersonEntry = { kind: 'person', subject: person, role, notAfter: null, epoch: nextEpoch() };
      await session.mesh.publish([await signEntry(sessionId, entry, identity)]);
    },
  };
}

/** Knocks with a code. Whether and as what one is let in comes as events. */
export async function joinSession(code: SessionCode, options: SessionOptions): Promise<Session> {
  const keys = deriveCodeKeys(code);
  return enterSession(options, {
    channel: { topic: keys.topic, key: keys.signalingKey },
    invitation: await signerFromSeed(keys.invitationSeed),
  });
}

function enterSession(options: SessionOptions, join: Parameters<typeof createMesh>[0]['join']): Session {
  const documents = { files: new Doc(), comments: new Doc() };
  const awareness = new Awareness(documents.files);
  const signaling = connectSignaling(options.signalingUrl);
  if (options.events?.onSignaling) signaling.onStatus(options.events.onSignaling);
  const { identity, profile, createConnection, events = {} } = options;
  const mesh = createMesh({ identity, profile, documents, awareness, signaling, createConnection, join, events });
  const files = openSessionFiles(documents.files);
  return {
    mesh,
    files,
    comments: openSessionComments({
      sessionId: () => mesh.membership?.roster.sessionId ?? null,
      documents,
      files,
      identity,
    }),
    documents,
    awareness,
    signaling,
    dispose() {
      mesh.leave();
      signaling.dispose();
      awareness.destroy();
      documents.files.destroy();
      documents.comments.destroy();
    },
  };
}
