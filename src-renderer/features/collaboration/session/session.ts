import { Awareness } from 'y-protocols/awareness';
import { applyUpdate, Doc } from 'yjs';
import { t } from '../../../localize.ts';
import { encodeBase64Url } from '../protocol/bytes.ts';
import type { Profile } from '../protocol/hello.ts';
import { keyName, type Signer, signerFromSeed } from '../protocol/keys.ts';
import { createMesh, type Mesh, type MeshEvents, type MeshOptions } from '../protocol/mesh.ts';
import { type DocumentName, documentNames } from '../protocol/messages.ts';
import {
  createRoster,
  type GrantedRole,
  type InvitationEntry,
  isSpent,
  mayWrite,
  type PersonEntry,
  type Roster,
  type RosterEntry,
  signEntry,
} from '../protocol/roster.ts';
import { createSessionCode, deriveCodeKeys, type SessionCode } from '../protocol/session-code.ts';
import { connectSignaling, type SignalingStatus } from '../protocol/signaling.ts';
import { connectSignalingServers, type SignalingServers } from '../protocol/signaling-servers.ts';
import { type KeptSession, keepMembership, readKeptMembership } from './kept-session.ts';
import { type KnownPeople, knownPeople } from './known-people.ts';
import type { Mentionable } from './mentions.ts';
import { openSessionActivity, type SessionActivity, type WrittenAct } from './session-activity.ts';
import { openSessionComments, type SessionComments } from './session-comments.ts';
import { openSessionFiles, type SessionFiles } from './session-files.ts';
import { openSessionLocks, type SessionLocks } from './session-locks.ts';
import { openSessionTalk, type SessionTalk } from './session-talk.ts';

/** What a session needs of the platform and the person. */
export interface SessionOptions {
  readonly identity: Signer;
  readonly profile: Profile;
  /** WebSocket addresses of servers that speak y-webrtc's signaling protocol. People meet when they have one in common. */
  readonly signalingUrls: readonly string[];
  readonly createConnection: () => RTCPeerConnection;
  /** The platform's, unless another has the connections. */
  readonly Socket?: typeof WebSocket;
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
  readonly talk: SessionTalk;
  readonly activity: SessionActivity;
  readonly locks: SessionLocks;
  readonly documents: Readonly<Record<DocumentName, Doc>>;
  readonly awareness: Awareness;
  readonly signaling: SignalingServers;
  /** What to store to come back with `resumeSession`; null until this person is in. `onMembershipChanged` tells when it is another. */
  keep(): KeptSession | null;
  /** What somebody is called who is here, or was when they last said something; null for whom this peer does not know. */
  nameOf(person: string): string | null;
  /** Says that this person leaves of their own accord, then lets go of everything. */
  leave(): Promise<void>;
  /** Lets go of everything. */
  dispose(): void;
}

/** A session of one's own. */
export interface OwnSession extends Session {
  /** Makes a code; throws a RangeError where there are as many as a session can have. */
  invite(terms: InvitationTerms): Promise<{ readonly code: SessionCode; readonly invitation: string }>;
  /** Ends a code: who came in with it is out, too, unless named. */
  revoke(invitation: string): Promise<void>;
  /** Gives somebody a role that holds whatever code they came with; null puts this key of theirs out for good. */
  setRole(person: string, role: GrantedRole | null): Promise<void>;
  /** What `remove` would do now. */
  removalOf(person: string): Removal;
  /** Removes somebody, and what would let them in again under another key. */
  remove(person: string): Promise<Removal>;
}

/** What the removal of somebody means for others. */
export interface Removal {
  /** The codes that they came in by and that end: with them they could come in again. */
  readonly codes: readonly InvitationEntry[];
  /** Who else came in by those and stays, with a role of their own. Keys that nobody has a name for are out. */
  readonly staying: readonly (Mentionable & Pick<InvitationEntry, 'role' | 'notAfter'>)[];
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
  return ownSession(enterSession(options, { join: { roster, room, admission: null } }), identity);
}

/** What somebody kept of a session: their membership, and by document all of its state as an update of Yjs. */
export interface KeptState {
  readonly membership: KeptSession;
  readonly documents: Partial<Readonly<Record<DocumentName, Uint8Array>>>;
}

/**
 * Comes back to a session, as its owner or as a guest, at whatever address: what was done meanwhile, here and there, is merged. Whoever was
 * removed meanwhile learns so from the first they meet. `own` is there where the session is this person's own.
 */
export async function resumeSession(
  kept: KeptState,
  options: SessionOptions,
): Promise<{ readonly session: Session; readonly own: OwnSession | null }> {
  const membership = await readKeptMembership(kept.membership);
  const session = enterSession(options, {
    join: membership,
    doors: kept.membership.doors,
    documents: kept.documents,
  });
  const isOwner = membership.roster.ownerKey === keyName(options.identity.publicKey);
  return { session, own: isOwner ? ownSession(session, options.identity) : null };
}

function ownSession(session: Session, identity: Signer): OwnSession {
  const roster = session.mesh.membership?.roster;
  if (!roster) throw new RangeError('a session of one’s own without a membership');
  const { sessionId } = roster;
  // Later statements have greater epochs, also after the owner has come back with the roster as it was.
  const nextEpoch = () => Math.max(0, ...roster.entries().map(({ epoch }) => epoch)) + 1;
  // What was done holds, whether or not it can be told.
  const note = (act: WrittenAct) => session.activity.note(act).catch(() => undefined);
  const sign = (entry: RosterEntry) => signEntry(sessionId, entry, identity);
  const over = { role: null, notAfter: null, uses: null, waitingRoom: false } as const;
  const removalOf = (removed: string): Removal => {
    const codes = codesOf(roster, removed);
    const named = new Set([removed, ...roster.entries().map(({ subject }) => subject)]);
    const staying = new Map<string, Removal['staying'][number]>();
    for (const { person, admission } of roster.admissions()) {
      const code = codes.find(({ subject }) => subject === admission.invitation);
      const name = session.nameOf(person);
      if (!code || name === null || named.has(person)) continue;
      staying.set(person, { person, name, role: code.role, notAfter: code.notAfter });
    }
    return { codes, staying: [...staying.values()] };
  };
  return {
    ...session,
    async invite(terms) {
      if (!session.mesh.hasRoomForDoor()) {
        throw new RangeError(t('A session has up to 16 codes at a time. Revoke one first.'));
      }
      const code = createSessionCode();
      const keys = deriveCodeKeys(code);
      const invitation = keyName((await signerFromSeed(keys.invitationSeed)).publicKey);
      const entry: InvitationEntry = { kind: 'invitation', subject: invitation, epoch: nextEpoch(), ...terms };
      const door = { invitation, topic: keys.topic, signalingKey: encodeBase64Url(keys.signalingKey) };
      await session.mesh.publish([await sign(entry)], [door]);
      await note({ type: 'code-made', role: terms.role });
      return { code, invitation };
    },
    async revoke(invitation) {
      const before = roster.entries().find(({ kind, subject }) => kind === 'invitation' && subject === invitation);
      await session.mesh.publish([
        await sign({ kind: 'invitation', subject: invitation, ...over, epoch: nextEpoch() }),
      ]);
      if (before?.role) await note({ type: 'code-revoked', role: before.role });
    },
    async setRole(person, role) {
      const entry: PersonEntry = { kind: 'person', subject: person, role, notAfter: null, epoch: nextEpoch() };
      // Before it holds: whoever is removed is not here any more.
      const name = session.nameOf(person);
      await session.mesh.publish([await sign(entry)]);
      if (name === null) return;
      await note(role ? { type: 'role-changed', person, name, role } : { type: 'removed', person, name });
    },
    removalOf,
    async remove(person) {
      const name = session.nameOf(person);
      const removal = removalOf(person);
      const epoch = nextEpoch();
      // Those who stay have their roles before the codes end.
      const entries: RosterEntry[] = [
        { kind: 'person', subject: person, role: null, notAfter: null, epoch },
        ...removal.staying.map(({ person: subject, role, notAfter }) => {
          return { kind: 'person', subject, role, notAfter, epoch } as const;
        }),
        ...removal.codes.map(({ subject }) => ({ kind: 'invitation', subject, ...over, epoch }) as const),
      ];
      await session.mesh.publish(await Promise.all(entries.map(sign)));
      if (name !== null) await note({ type: 'removed', person, name });
      for (const { role } of removal.codes) if (role) await note({ type: 'code-revoked', role });
      return removal;
    },
  };
}

/** The codes by which somebody came in and could come in again under another key, without being let in by hand. */
function codesOf(roster: Roster, person: string): readonly InvitationEntry[] {
  const came = roster.admissions().filter((each) => each.person === person);
  return roster.entries().flatMap((entry) => {
    if (entry.kind !== 'invitation' || entry.waitingRoom) return [];
    const used = roster.admissions().filter(({ admission }) => admission.invitation === entry.subject).length;
    const isTheirs = came.some(({ admission }) => admission.invitation === entry.subject);
    return isTheirs && !isSpent(entry, used, Date.now()) ? [entry] : [];
  });
}

/** Knocks with a code. Whether and as what one is let in comes as events. */
export async function joinSession(code: SessionCode, options: SessionOptions): Promise<Session> {
  const keys = deriveCodeKeys(code);
  const invitation = await signerFromSeed(keys.invitationSeed);
  return enterSession(options, { join: { channel: { topic: keys.topic, key: keys.signalingKey }, invitation } });
}

function enterSession(
  options: SessionOptions,
  start: Pick<MeshOptions, 'join' | 'doors'> & { readonly documents?: KeptState['documents'] },
): Session {
  const documents = { files: new Doc(), comments: new Doc(), talk: new Doc() };
  for (const name of documentNames) {
    const update = start.documents?.[name];
    if (update) applyUpdate(documents[name], update, 'kept');
  }
  const awareness = new Awareness(documents.files);
  const signaling = connectSignalingServers(options.signalingUrls, (url) => connectSignaling(url, options.Socket));
  if (options.events?.onSignaling) signaling.onStatus(options.events.onSignaling);
  const { identity, profile, createConnection, events = {} } = options;
  const { join, doors = [] } = start;
  let wasIn = false;
  let known: KnownPeople | null = null;
  const mesh = createMesh({
    identity,
    profile,
    documents,
    awareness,
    signaling,
    createConnection,
    join,
    doors,
    events: {
      ...events,
      onRole(role) {
        if (!wasIn) void activity.note({ type: 'joined' }).catch(() => undefined);
        wasIn = true;
        events.onRole?.(role);
      },
      onMembershipChanged() {
        known = null;
        events.onMembershipChanged?.();
      },
    },
  });
  const files = openSessionFiles(documents.files);
  const keys = () => {
    const roster = mesh.membership?.roster;
    if (!roster) return null;
    known ??= knownPeople(roster.entries(), roster.admissions());
    return { id: roster.sessionId, ownerKey: roster.ownerKey, people: known };
  };
  const canWrite = (name: DocumentName) => mesh.role !== null && mayWrite(mesh.role, name);
  const common = { session: keys, identity, name: profile.name, files };
  /** Whoever is here, and whoever has said something. */
  const people = (): readonly Mentionable[] => {
    const here = mesh.peers().map(({ person, profile: { name } }) => ({ person, name }));
    const said = [...comments.threads().flatMap((thread) => thread.comments), ...talk.messages()];
    const all = [...here, ...said.map(({ author: person, name }) => ({ person, name }))];
    const me = keyName(identity.publicKey);
    return [...new Map(all.reverse().map((each) => [each.person, each])).values()].filter(
      ({ person }) => person !== me,
    );
  };
  const comments = openSessionComments({ ...common, documents, people, canWrite: () => canWrite('comments') });
  const talk = openSessionTalk({ ...common, document: documents.talk, people, canWrite: () => canWrite('talk') });
  const activity = openSessionActivity({ ...common, documents, comments, canWrite: () => canWrite('talk') });
  /** Whoever came in has written so, under their name. */
  const nameInActivity = (person: string): string | null =>
    activity.entries().findLast((entry) => entry.person === person)?.name ?? null;
  const session: Session = {
    mesh,
    files,
    comments,
    talk,
    activity,
    locks: openSessionLocks({ ...common, document: documents.files, canWrite: () => canWrite('files') }),
    documents,
    awareness,
    signaling,
    keep: () => keepMembership(mesh),
    nameOf: (person) =>
      person === keyName(identity.publicKey)
        ? profile.name
        : (people().find((each) => each.person === person)?.name ?? nameInActivity(person)),
    async leave() {
      // Who is not let in any more leaves without a word.
      if (mesh.role) await activity.note({ type: 'left' }).catch(() => undefined);
      session.dispose();
    },
    dispose() {
      mesh.leave();
      signaling.dispose();
      awareness.destroy();
      for (const document of Object.values(documents)) document.destroy();
    },
  };
  return session;
}
