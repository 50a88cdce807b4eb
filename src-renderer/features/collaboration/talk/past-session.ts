import { applyUpdate, Doc } from 'yjs';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SessionRecord } from '../../../../contract/desktop/collaboration.ts';
import { createDisposables, type Disposable } from '../../../app/disposable.ts';
import type { Services } from '../../../app/services.ts';
import { readDocuments } from '../live/keep-session.ts';
import { readKept } from '../live/kept-state.ts';
import type { Collaboration, LiveSession, LiveState } from '../live/live-session.ts';
import { decodeBase64 } from '../protocol/bytes.ts';
import { documentNames } from '../protocol/messages.ts';
import { knownPeople } from '../session/known-people.ts';
import type { Session } from '../session/session.ts';
import { openSessionActivity } from '../session/session-activity.ts';
import { openSessionComments } from '../session/session-comments.ts';
import { openSessionFiles } from '../session/session-files.ts';
import { openSessionTalk } from '../session/session-talk.ts';

/** A session as far as what was said and done in it is shown: the one this window is in, or one that is over. */
export interface SpokenSession extends Pick<LiveSession, 'sessionId' | 'projectId' | 'name' | 'me'> {
  /** Null for guests, and where it is over. */
  readonly own: object | null;
  readonly state: Pick<StoreApi<Pick<LiveState, 'role' | 'people'>>, 'getState' | 'getInitialState' | 'subscribe'>;
  readonly session: Pick<Session, 'comments' | 'talk' | 'activity' | 'files' | 'nameOf'>;
}

/** The last session of the project, which this window is not in. */
export interface PastSession extends Pick<SessionRecord, 'id' | 'projectId' | 'name'> {
  /** What is kept of it, to be read only. */
  open(): Promise<SpokenSession>;
}

/** Knows the last session of the window's project while the window is in none. */
export interface PastSessions extends Disposable {
  /** Resolves once it is known; null where there is none, or the window is in it. */
  get(): Promise<PastSession | null>;
  /** Called for the one there is and for each that comes; what it answers ends when the window is in a session or has another project. */
  follow(work: (past: PastSession) => Disposable): Disposable;
}

/** Follows which session of the project was the last. Must be made before what follows the live one, to end before that begins. */
export function createPastSessions({ services, live }: Pick<Collaboration, 'services' | 'live'>): PastSessions {
  const { core, workspace } = services;
  const ends = createDisposables();
  const state = createStore<{ readonly past: PastSession | null }>(() => ({ past: null }));
  let left: LiveSession | null = null;
  let looked: Promise<void> = Promise.resolve();
  let latest: object | null = null;

  const projectId = () => {
    const { status, project } = workspace.getState();
    return status === 'open' ? (project?.id ?? null) : null;
  };
  let project = projectId();

  const look = async (): Promise<void> => {
    const own = {};
    latest = own;
    const id = project;
    if (state.getState().past) state.setState({ past: null });
    if (live.getState().session) left = live.getState().session;
    if (id === null || live.getState().session) return;
    const { kept, last } = await core.collaboration.sessions.ofProject({ projectId: id });
    if (latest !== own) return;
    // Core may not have all yet of one that has just ended here.
    const known = left?.sessionId === last?.id ? left : null;
    left = null;
    // One that was not left is about to be taken up again, and not over.
    if (last && (known || !kept))
      state.setState({ past: { ...last, open: once(async () => (known ? over(known) : readPast(core, last))) } });
  };
  const lookAgain = () => {
    looked = look().catch(reportError);
  };
  ends.addFunction(live.subscribe(lookAgain));
  ends.addFunction(
    workspace.subscribe(() => {
      if (projectId() === project) return;
      project = projectId();
      lookAgain();
    }),
  );
  lookAgain();

  return {
    async get() {
      await looked;
      return state.getState().past;
    },
    follow(work) {
      let running: Disposable | null = null;
      const update = ({ past }: { readonly past: PastSession | null }) => {
        running?.dispose();
        running = past ? work(past) : null;
      };
      const stop = state.subscribe(update);
      update(state.getState());
      return {
        dispose() {
          stop();
          running?.dispose();
        },
      };
    },
    dispose: ends.dispose,
  };
}

/** Does something once, however often it is asked for; again where it failed. */
export function once<Result>(work: () => Promise<Result>): () => Promise<Result> {
  let made: Promise<Result> | null = null;
  return () => {
    made ??= work().catch((error: unknown) => {
      made = null;
      throw error;
    });
    return made;
  };
}

function over(left: LiveSession): SpokenSession {
  return { ...left, own: null, state: readOnly(left.me) };
}

async function readPast(core: Services['core'], record: SessionRecord): Promise<SpokenSession> {
  const { collaboration } = core;
  const [{ publicKey, profile }, { kept }, updates] = await Promise.all([
    collaboration.identity(),
    collaboration.sessions.get({ sessionId: record.id }),
    readDocuments(core, record.id),
  ]);
  const documents = { files: new Doc(), comments: new Doc(), talk: new Doc() };
  for (const name of documentNames) for (const update of updates.get(name) ?? []) applyUpdate(documents[name], update);
  const membership = kept?.state ? readKept(kept.state)?.membership : null;
  const ownerKey = membership?.session.ownerKey ?? (record.own ? publicKey : '');
  const people = membership && knownPeople(membership.entries, membership.admissions);
  const key = decodeBase64(publicKey);
  if (!key) throw new Error('the answer of Core has no key');
  const files = openSessionFiles(documents.files);
  const common = {
    session: () => ({ id: record.id, ownerKey, ...(people ? { people } : {}) }),
    identity: { publicKey: key, sign: () => Promise.reject(new RangeError('a session that is over')) },
    name: profile.name,
    files,
    people: () => [],
    canWrite: () => false,
  };
  const comments = openSessionComments({ ...common, documents });
  const talk = openSessionTalk({ ...common, document: documents.talk });
  const activity = openSessionActivity({ ...common, documents, comments });
  await Promise.all([comments.checked(), talk.checked(), activity.checked()]);
  const nameOf = (person: string) =>
    (
      activity.entries().findLast((entry) => entry.person === person) ??
      talk.messages().findLast(({ author }) => author === person)
    )?.name ?? null;
  const me = { person: publicKey, profile };
  return {
    sessionId: record.id,
    projectId: record.projectId,
    name: record.name,
    me,
    own: null,
    state: readOnly(me),
    session: { comments, talk, activity, files, nameOf },
  };
}

function readOnly({ person, profile: { name, color } }: SpokenSession['me']): SpokenSession['state'] {
  const self = { person, name, color, client: 0, role: 'viewer', self: true } as const;
  return createStore<Pick<LiveState, 'role' | 'people'>>(() => ({ role: null, people: [self] }));
}
