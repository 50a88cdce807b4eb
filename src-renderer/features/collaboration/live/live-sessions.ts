import { mergeUpdates } from 'yjs';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { createDisposables, type Disposable } from '../../../app/disposable.ts';
import { messageOf } from '../../../app/error-message.ts';
import type { Services } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import { keyName } from '../protocol/keys.ts';
import { mayWrite } from '../protocol/roster.ts';
import { hostSession, type OwnSession, resumeSession, type Session } from '../session/session.ts';
import { type MeetingPlace, readBasis, type SessionBasis } from './enter-session.ts';
import { bindOpenTexts } from './folder/bind-open-texts.ts';
import { bindFolder, type FolderBinding } from './folder/folder-binding.ts';
import { openFolderMemory } from './folder/folder-memory.ts';
import { createFolderNotices } from './folder/folder-notices.ts';
import { readPastTexts } from './folder/past-texts.ts';
import { followServers } from './follow-servers.ts';
import { createJoining, type Joining } from './joining.ts';
import { keepDocuments, readDocuments } from './keep-session.ts';
import { readKept, writeKept } from './kept-state.ts';
import type { Collaboration, LiveSession, Opening, OwnCode } from './live-session.ts';
import { type FollowedState, followState } from './live-state.ts';
import { describeEnd, isFinal } from './refusals.ts';
import { setSessionName } from './session-name.ts';

/** The window's session: begins, ends and comes back. */
export interface LiveSessions extends Collaboration, Disposable {
  readonly joining: Joining;
  /** The session of this window's project, started if there is none. */
  share(): Promise<LiveSession>;
  /** Leaves; the others go on. The files stay where they are. */
  leave(): Promise<void>;
  /** Ends an own session for everybody: no code works any more, and nobody has a role. */
  endForAll(): Promise<void>;
  /** Goes back into the last session of the project. False where there is none, or what was kept of it is not there. */
  rejoin(): Promise<boolean>;
}

/** A session that has been entered, before it has a folder. */
export interface Entered {
  readonly session: Session;
  readonly own: OwnSession | null;
  readonly basis: SessionBasis;
  readonly state: FollowedState;
  /** What the session's events are passed on to, once it is live. */
  readonly heard: { membershipChanged: () => void; refused: () => void };
  /** What ends with it. */
  readonly parts: ReturnType<typeof createDisposables>;
  /** Lets go of it where it does not become the window's. */
  dispose(): void;
}

/** Keeps the session of a window. */
export function createLiveSessions(services: Services): LiveSessions {
  const { core, notifications, workspace } = services;
  const ends = createDisposables();
  const live = createStore<{ session: LiveSession | null }>(() => ({ session: null }));
  let current: { readonly live: LiveSession; stop(how?: { forGood?: boolean }): Promise<void> } | null = null;
  let starting: Promise<LiveSession> | null = null;
  let opened: string | null = null;

  const enter = async (
    place: MeetingPlace,
    make: (basis: SessionBasis, state: FollowedState) => Promise<{ session: Session; own: OwnSession | null }>,
  ): Promise<Entered> => {
    const basis = await readBasis(services, place);
    const heard: Entered['heard'] = { membershipChanged: () => undefined, refused: () => undefined };
    const state = followState(basis, {
      onMembershipChanged: () => heard.membershipChanged(),
      onRefused: () => heard.refused(),
    });
    const parts = createDisposables();
    parts.add(basis.relays);
    try {
      const made = await make(basis, state);
      state.attach(made.session, Date.now());
      let disposed = false;
      const dispose = () => {
        if (!disposed) made.session.dispose();
        disposed = true;
        parts.dispose();
      };
      return { ...made, basis, state, heard, parts, dispose };
    } catch (error) {
      parts.dispose();
      throw error;
    }
  };

  /** Makes a session that has been entered the window's, or lets go of it. Its folder must be this window's project by now. */
  const begin: typeof makeLive = (entered, options) =>
    makeLive(entered, options).catch((error: unknown) => {
      entered.dispose();
      throw error;
    });

  const makeLive = async (
    entered: Entered,
    options: {
      readonly name: string;
      readonly codes: readonly OwnCode[];
      readonly network?: Opening['network'];
      readonly startedAt: number;
      /** Nothing of it has been kept before. */
      readonly fresh: boolean;
      /** The updates of its files that were kept before, in their order. */
      readonly past?: readonly Uint8Array[];
      fill(folder: FolderBinding): Promise<void>;
    },
  ): Promise<LiveSession> => {
    const { session, own, basis, state, heard, parts } = entered;
    const { project } = workspace.getState();
    const membership = session.mesh.membership;
    if (!project || !membership) throw new Error('a session without a project or a membership');
    const { sessionId } = membership.roster;
    const record = {
      id: sessionId,
      projectId: project.id,
      own: own !== null,
      name: options.name,
      ownerName: own ? basis.profile.name : ownerNameOf(session),
    };
    const codes = createStore<readonly OwnCode[]>(() => options.codes);
    const opening = createStore<Opening>(() => ({ network: options.network ?? 'closed' }));
    const keep = (isLive: boolean) =>
      core.collaboration.sessions.keep({
        session: { ...record, live: isLive },
        ...writeKept({
          membership: session.keep(),
          codes: codes.getState(),
          servers: basis.servers,
          network: opening.getState().network,
        }),
      });
    const keepSoon = () => void keep(true).catch(reportError);
    await keep(true);
    const keeper = parts.add(
      keepDocuments({
        core,
        coreReconnected: services.coreReconnected,
        sessionId,
        documents: session.documents,
        failed: (error) =>
          notifications.warning(t('The session is not kept on this machine now'), { detail: messageOf(error) }),
      }),
    );
    if (options.fresh) await keeper.keepAll();
    heard.membershipChanged = keepSoon;
    parts.addFunction(codes.subscribe(keepSoon));
    parts.addFunction(opening.subscribe(keepSoon));

    const me = keyName(basis.identity.publicKey);
    const next: LiveSession = {
      session,
      own,
      sessionId,
      projectId: project.id,
      name: options.name,
      identity: basis.identity,
      me: { person: me, profile: basis.profile },
      state: state.store,
      codes,
      opening,
    };
    const edit = (change: () => void) => session.documents.files.transact(change, 'folder');
    const isMember = () => session.mesh.role !== null;
    const allowed = () => session.mesh.role !== null && mayWrite(session.mesh.role, 'files');
    const { monaco } = await services.editor.loadMonaco();
    let open: ReturnType<typeof bindOpenTexts> | null = null;
    const past = options.past ? readPastTexts(options.past) : null;
    const folder: FolderBinding = parts.add(
      bindFolder({
        core,
        coreEvents: services.coreEvents,
        editor: services.editor,
        explorer: services.explorer,
        projectId: project.id,
        files: session.files,
        edit,
        mayWrite: allowed,
        isMember,
        isOpen: (id) => open?.has(id) ?? false,
        past,
        kept: keeper.kept,
        memory: openFolderMemory(sessionId),
        ...createFolderNotices(notifications, (paths) => folder.shareWithheld(paths)),
        failed: reportError,
      }),
    );
    await options.fill(folder);
    open = parts.add(
      bindOpenTexts({
        services,
        monaco,
        projectId: project.id,
        files: session.files,
        edit,
        mayWrite: allowed,
        onDisk: folder.onDisk,
        diskChanged: folder.diskChanged,
        past,
        onClosed: folder.write,
        onRefused: () => notifications.info(t('You can read this session, not change it')),
        async maySave() {
          await keeper.kept();
          await folder.rulesHeld();
        },
      }),
    );

    let stopped = false;
    const stop = async ({ forGood = false } = {}) => {
      if (stopped) return;
      stopped = true;
      heard.membershipChanged = heard.refused = () => undefined;
      if (current?.live === next) current = null;
      live.setState({ session: null });
      await folder.settle();
      await keeper.kept();
      parts.dispose();
      if (forGood) await session.leave();
      else session.dispose();
    };
    heard.refused = () => {
      const { refusal } = state.store.getState();
      if (refusal === null || !isFinal(refusal) || stopped) return;
      state.store.setState({ status: 'ended' });
      void keep(false)
        .then(() => stop())
        .catch(reportError);
      notifications.warning(t('You are not in “{{name}}” any more', { name: options.name }), {
        detail: describeEnd(refusal),
      });
    };
    state.attach(session, options.startedAt);
    if (basis.signalingUrls.length === 0) state.store.setState({ signaling: 'offline' });
    // Those who come back meet nobody before: links need the relays from the first on.
    void basis.relays.asked.then(() => {
      if (!stopped) parts.add(followServers(services, session, basis, own ? opening : null));
    });
    current = { live: next, stop };
    live.setState({ session: next });
    heard.refused();
    return next;
  };

  const startShared = async (): Promise<LiveSession> => {
    const { project } = workspace.getState();
    if (!project) throw new Error(t('Open a folder first: a session shares one.'));
    return notifications.progress(t('Sharing {{name}}', { name: project.name }), async (report) => {
      const entered = await enter({ servers: [], serverNeeded: true }, async (basis, state) => {
        const own = await hostSession({ ...basis, events: state.events });
        return { session: own, own };
      });
      return begin(entered, {
        name: project.name,
        codes: [],
        startedAt: Date.now(),
        fresh: true,
        async fill(folder) {
          await folder.share((count) => report({ message: t('{{count}} files', { count }) }));
          setSessionName(entered.session, project.name);
        },
      });
    });
  };

  const share = (): Promise<LiveSession> => {
    if (current) return Promise.resolve(current.live);
    starting ??= startShared().finally(() => {
      starting = null;
    });
    return starting;
  };

  /** Goes back into a session that this window, or one before it, has not left. */
  const resume = async (projectId: string, also: 'live' | 'last'): Promise<boolean> => {
    const found = await core.collaboration.sessions.ofProject({ projectId });
    const last = found.kept ? null : found.last;
    const kept =
      found.kept ??
      (also === 'last' && last ? (await core.collaboration.sessions.get({ sessionId: last.id })).kept : null);
    const state = kept?.state ? readKept(kept.state) : null;
    if (!kept || !state?.membership) return false;
    const { membership, codes, servers, network } = state;
    const updates = await readDocuments(core, kept.session.id);
    const entered = await enter({ servers, serverNeeded: false }, async (basis, followed) => {
      const documents = Object.fromEntries([...updates].map(([name, all]) => [name, mergeUpdates(all)]));
      // Nobody is met before the folder's own changes are in: they are edits of what was kept.
      return resumeSession({ membership, documents }, { ...basis, signalingUrls: [], events: followed.events });
    });
    if (workspace.getState().project?.id !== projectId || current) {
      entered.dispose();
      return false;
    }
    await begin(entered, {
      name: kept.session.name,
      codes,
      network,
      startedAt: kept.session.startedAt,
      fresh: false,
      past: updates.get('files') ?? [],
      fill: async (folder) => {
        await roleKnown(entered);
        // Whoever is out keeps what is in the folder as it is, and the session ends; whoever waits may be let in.
        if (entered.session.mesh.role !== null) await folder.reconcile();
        else whenLetIn(entered, folder);
      },
    });
    return true;
  };

  const joining = ends.add(
    createJoining(services, {
      enter,
      begin,
      leaveCurrent: async () => current?.stop(),
      takeUpAgain: () => takeUp(opened),
    }),
  );

  const followProject = async (projectId: string | null): Promise<void> => {
    if (current && current.live.projectId !== projectId) await current.stop();
    if (projectId === null || joining.opens()) return;
    await resume(projectId, 'live');
  };
  const look = ({ status, project }: ReturnType<typeof workspace.getState>) => {
    const id = status === 'open' ? (project?.id ?? null) : null;
    if (status === 'opening' || status === 'starting' || id === opened) return;
    opened = id;
    takeUp(id);
  };
  const takeUp = (id: string | null): void => {
    followProject(id).catch((error: unknown) =>
      notifications.error(t('The session could not be taken up again'), {
        detail: messageOf(error),
        actions: [{ title: t('Try again'), run: () => (id === opened && !current ? takeUp(id) : undefined) }],
      }),
    );
  };
  ends.addFunction(workspace.subscribe(look));
  look(workspace.getState());
  ends.addFunction(() => void current?.stop().catch(reportError));

  const leave = async (): Promise<void> => {
    const leaving = current;
    if (!leaving) return;
    const { session, own, sessionId, projectId, name, me } = leaving.live;
    await core.collaboration.sessions.keep({
      session: {
        id: sessionId,
        projectId,
        own: own !== null,
        name,
        ownerName: own ? me.profile.name : ownerNameOf(session),
        live: false,
      },
    });
    await leaving.stop({ forGood: true });
  };

  return {
    services,
    live,
    joining,
    follow(work) {
      return followStore(live, work);
    },
    share,
    leave,
    async endForAll() {
      const ending = current?.live;
      if (!ending?.own) return;
      const { own, session, me } = ending;
      const entries = session.mesh.membership?.roster.entries() ?? [];
      for (const entry of entries) {
        if (entry.role === null || entry.subject === me.person) continue;
        if (entry.kind === 'invitation') await own.revoke(entry.subject);
        else await own.setRole(entry.subject, null);
      }
      await leave();
    },
    rejoin: async () => {
      const { project } = workspace.getState();
      return project !== null && current === null && (await resume(project.id, 'last'));
    },
    dispose: ends.dispose,
  };
}

/** Resolves when the roster has been asked what this person may do, which needs no network. */
function roleKnown({ state, session }: Entered): Promise<void> {
  return new Promise((resolve) => {
    if (session.mesh.role !== null || state.store.getState().refusal !== null) return resolve();
    const stop = state.store.subscribe(() => {
      if (session.mesh.role === null && state.store.getState().refusal === null) return;
      stop();
      resolve();
    });
  });
}

/** Has the folder follow the session as soon as this person has a role. */
function whenLetIn({ session, state, parts }: Entered, folder: FolderBinding): void {
  const stop = state.store.subscribe(() => {
    if (session.mesh.role === null) return;
    stop();
    folder.reconcile().catch(reportError);
  });
  parts.addFunction(stop);
}

function followStore(
  live: StoreApi<{ readonly session: LiveSession | null }>,
  work: (live: LiveSession) => Disposable,
): Disposable {
  let running: { readonly of: LiveSession; readonly end: Disposable } | null = null;
  const update = ({ session }: { readonly session: LiveSession | null }) => {
    if (running?.of === session) return;
    running?.end.dispose();
    running = session ? { of: session, end: work(session) } : null;
  };
  const stop = live.subscribe(update);
  update(live.getState());
  return {
    dispose() {
      stop();
      running?.end.dispose();
      running = null;
    },
  };
}

function ownerNameOf(session: Session): string {
  const owner = session.mesh.membership?.roster.ownerKey;
  return session.mesh.peers().find(({ person }) => person === owner)?.profile.name ?? '';
}
