import { createStore, type StoreApi } from 'zustand/vanilla';
import { createDisposables, type Disposable } from '../../../app/disposable.ts';
import { messageOf } from '../../../app/error-message.ts';
import type { Services } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import { parseSessionCode } from '../protocol/session-code.ts';
import { joinSession } from '../session/session.ts';
import { type MeetingPlace, type SessionBasis, signalingOf } from './enter-session.ts';
import type { FolderBinding } from './folder/folder-binding.ts';
import { followServers } from './follow-servers.ts';
import type { LiveSession, OwnCode } from './live-session.ts';
import type { Entered } from './live-sessions.ts';
import type { FollowedState } from './live-state.ts';
import { type Receiving, receiveFiles } from './receive-files.ts';
import { describeFault, describeRefusal, isFinal } from './refusals.ts';

/** Where somebody with a code is on their way in. */
export interface JoinState {
  /**
   * `idle` before anything was tried; `slow` is looking for longer than it takes where somebody is there; `alone` waits for somebody who
   * may hand out the files; from `entering` on there is no way back.
   */
  readonly phase:
    | 'closed'
    | 'idle'
    | 'looking'
    | 'slow'
    | 'waiting'
    | 'receiving'
    | 'alone'
    | 'opening'
    | 'entering'
    | 'failed';
  /** What stands in the field: a code or a link. */
  readonly code: string;
  /** What went wrong and what to do. */
  readonly problem: string | null;
  readonly progress: { readonly received: number; readonly total: number } | null;
}

/** The way into somebody else's session. */
export interface Joining extends Disposable {
  readonly state: StoreApi<JoinState>;
  /** Shows where a code is asked for, with one that is known already. */
  show(code?: string): void;
  /** Knocks, waits, takes the files in, and opens them in this window. `server` is where the session's people meet, if known. */
  join(code: string, server?: string | null): Promise<void>;
  cancel(): void;
  /** Whether the project that opens in this window now is that of a session on the way in. */
  opens(): boolean;
}

/** Milliseconds after which a person is told that nobody has answered yet. */
const slowAfter = 8000;

/** Builds the way in. `enter` makes sessions, `begin` makes one that has been entered the window's. */
export function createJoining(
  services: Services,
  parts: {
    enter(
      place: MeetingPlace,
      make: (basis: SessionBasis, state: FollowedState) => Promise<Pick<Entered, 'session' | 'own'>>,
    ): Promise<Entered>;
    begin(
      entered: Entered,
      options: {
        name: string;
        codes: readonly OwnCode[];
        startedAt: number;
        fresh: boolean;
        fill(folder: FolderBinding): Promise<void>;
      },
    ): Promise<LiveSession>;
    leaveCurrent(): Promise<void>;
    /** Goes back into the session that was left, where its folder is still the window's project. */
    takeUpAgain(): void;
  },
): Joining {
  const { core, commands, workspace } = services;
  const closed: JoinState = { phase: 'closed', code: '', problem: null, progress: null };
  const state = createStore<JoinState>(() => closed);
  let attempt: AbortController | null = null;
  let opening = false;
  let disposed = false;
  /** One after the other: a window has one folder. */
  let turn: Promise<void> = Promise.resolve();

  const run = async (text: string, server: string | null, signal: AbortSignal): Promise<void> => {
    const code = parseSessionCode(text);
    if ('fault' in code) return fail(describeFault(code.fault));
    state.setState({ phase: 'looking', problem: null, progress: null });
    const ends = createDisposables();
    let entered: Entered | null = null;
    try {
      const theirs = server === null ? null : signalingOf(server);
      const place = { servers: theirs === null ? [] : [theirs], serverNeeded: theirs === null };
      entered = await parts.enter(place, async (basis, followed) => {
        await basis.relays.asked;
        return { session: await joinSession(code, { ...basis, events: followed.events }), own: null };
      });
      signal.throwIfAborted();
      ends.add(followServers(services, entered.session, entered.basis));
      const slow = setTimeout(() => {
        if (state.getState().phase === 'looking') state.setState({ phase: 'slow' });
      }, slowAfter);
      ends.addFunction(() => clearTimeout(slow));
      await letIn(entered, signal);
      state.setState({ phase: 'receiving' });
      const onChanged = ({ alone, progress }: Receiving) =>
        state.setState({ phase: alone ? 'alone' : 'receiving', progress });
      const name = (await receiveFiles(entered, signal, onChanged)) ?? t('Shared files');
      signal.throwIfAborted();
      state.setState({ phase: 'opening', progress: null });
      const ready = entered;
      const own = turn.then(() => moveIn(ready, name, signal));
      turn = own.catch(() => undefined);
      await own;
      state.setState(closed);
    } catch (error) {
      entered?.dispose();
      if (!signal.aborted) fail(messageOf(error));
    } finally {
      ends.dispose();
    }
  };

  /** Opens the folder of the session, and makes the session the window's. */
  const moveIn = async (entered: Entered, name: string, signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted();
    let left = false;
    try {
      await parts.leaveCurrent();
      left = true;
      signal.throwIfAborted();
      await openFolder(name, signal);
      left = false;
      signal.throwIfAborted();
      state.setState({ phase: 'entering' });
      await parts.begin(entered, {
        name,
        codes: [],
        startedAt: Date.now(),
        fresh: true,
        fill: (folder) => folder.reconcile(),
      });
    } finally {
      opening = false;
      if (left && !disposed) parts.takeUpAgain();
    }
  };

  const fail = (problem: string): void => state.setState({ phase: 'failed', problem, progress: null });

  /** Rejects with why somebody is not let in. */
  const letIn = ({ session, state: followed }: Entered, signal: AbortSignal): Promise<void> =>
    until(followed, signal, ({ role, refusal }) => {
      if (role !== null || session.mesh.role !== null) return true;
      if (refusal === 'waiting') state.setState({ phase: 'waiting' });
      if (refusal !== null && isFinal(refusal)) throw new Error(describeRefusal(refusal));
      return false;
    });

  const openFolder = async (name: string, signal: AbortSignal): Promise<void> => {
    const { path } = await core.collaboration.prepareFolder({ name });
    signal.throwIfAborted();
    opening = true;
    await commands.run('projects.openPath', { path });
    const { status, project } = workspace.getState();
    if (status !== 'open' || project === null || !isSamePath(project.path, path)) {
      throw new Error(t('The folder for the session’s files did not open in this window.'));
    }
  };

  return {
    state,
    opens: () => opening,
    show(code = '') {
      if (attempt === null) state.setState({ ...closed, phase: 'idle', code });
    },
    async join(code, server = null) {
      attempt?.abort();
      const own = new AbortController();
      attempt = own;
      await run(code, server, own.signal);
      if (attempt === own) attempt = null;
    },
    cancel() {
      if (state.getState().phase === 'entering') return;
      attempt?.abort();
      attempt = null;
      state.setState(closed);
    },
    dispose() {
      disposed = true;
      attempt?.abort();
    },
  };
}

/** Resolves when the state is as wanted; rejects when it is given up, or with what `wanted` throws. */
function until(
  { store }: FollowedState,
  signal: AbortSignal,
  wanted: (state: ReturnType<FollowedState['store']['getState']>) => boolean,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let stop: () => void = () => undefined;
    const done = (settle: () => void) => {
      stop();
      signal.removeEventListener('abort', onAbort);
      settle();
    };
    const onAbort = () => done(() => reject(signal.reason));
    const check = () => {
      try {
        if (wanted(store.getState())) done(resolve);
      } catch (error) {
        done(() => reject(error));
      }
    };
    signal.addEventListener('abort', onAbort);
    stop = store.subscribe(check);
    check();
  });
}

/** Folders may be reached through links; the last part tells ours apart. */
function isSamePath(one: string, other: string): boolean {
  const last = (path: string) => path.split(/[\\/]/).filter(Boolean).at(-1);
  return one === other || last(one) === last(other);
}
