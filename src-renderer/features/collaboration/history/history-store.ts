import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Version, VersionChange } from '../../../../contract/desktop/collaboration.ts';
import { createDisposables, type Disposable } from '../../../app/disposable.ts';
import { messageOf } from '../../../app/error-message.ts';
import type { Services } from '../../../app/services.ts';
import { type ComparedVersions, comparedVersions } from './timeline.ts';

/** The session whose versions are shown. */
export interface ShownSession {
  readonly id: string;
  readonly name: string;
  /** This window is in it. */
  readonly live: boolean;
  /** This person's key; null where the window is not in it. */
  readonly self: string | null;
}

export interface HistoryState {
  /** Null where the project has never been in one. */
  readonly session: ShownSession | null;
  /** The newest first. */
  readonly versions: readonly Version[];
  readonly loading: boolean;
  readonly problem: string | null;
  readonly selected: number | null;
  /** The other one where two are chosen; the same as `selected` otherwise. */
  readonly anchor: number | null;
  readonly against: 'before' | 'now';
  readonly compared: ComparedVersions | null;
  /** Null until they are known. */
  readonly changes: readonly VersionChange[] | null;
  readonly changesProblem: string | null;
  /** Counted up when the list should take the focus. */
  readonly focusRequests: number;
}

/** The versions of the project's session, and what is compared of them. */
export interface HistoryStore extends Disposable {
  readonly state: StoreApi<HistoryState>;
  /** The view is there: reads what is not known yet. */
  show(): void;
  hide(): void;
  reload(): void;
  /** Reads the versions, whether or not the view is there. */
  read(): Promise<void>;
  /** The window is in this session now; null when it has left. */
  follow(session: ShownSession | null): void;
  add(version: Version): void;
  select(id: number): void;
  /** Chooses a second one. */
  extend(id: number): void;
  setAgainst(against: HistoryState['against']): void;
  requestFocus(): void;
  /** A text by its name. */
  readText(name: string): Promise<string>;
}

const empty: HistoryState = {
  session: null,
  versions: [],
  loading: false,
  problem: null,
  selected: null,
  anchor: null,
  against: 'before',
  compared: null,
  changes: null,
  changesProblem: null,
  focusRequests: 0,
};

export function createHistoryStore({
  core,
  workspace,
}: {
  readonly core: { readonly collaboration: Pick<Services['core']['collaboration'], 'sessions' | 'versions'> };
  readonly workspace: Services['workspace'];
}): HistoryStore {
  const ends = createDisposables();
  const state = createStore<HistoryState>(() => empty);
  const { sessions, versions } = core.collaboration;
  let shown = false;
  let read = false;
  let reading = 0;

  const projectId = () => workspace.getState().project?.id ?? null;

  const load = async (): Promise<void> => {
    const id = projectId();
    if (id === null) return;
    read = true;
    reading += 1;
    const own = reading;
    state.setState({ loading: true, problem: null });
    try {
      const session = state.getState().session ?? (await lastOf(id));
      const list = session ? (await versions.list({ sessionId: session.id })).versions : [];
      if (own !== reading) return;
      const { selected, versions: shownNow } = state.getState();
      // What was kept while the list was on its way is newer than all in it.
      const fresh = shownNow.filter(({ id, sessionId }) => sessionId === session?.id && id > (list[0]?.id ?? 0));
      const all = [...fresh, ...list];
      state.setState({ session, versions: all, loading: false });
      const [latest] = all;
      if (!all.some((version) => version.id === selected)) choose(latest?.id ?? null, latest?.id ?? null);
      else compare();
    } catch (error) {
      if (own === reading) state.setState({ loading: false, problem: messageOf(error) });
    }
  };

  const lastOf = async (id: string): Promise<ShownSession | null> => {
    const { last } = await sessions.ofProject({ projectId: id });
    return last && { id: last.id, name: last.name, live: false, self: null };
  };

  const choose = (selected: number | null, anchor: number | null): void => {
    state.setState({ selected, anchor });
    compare();
  };

  const compare = (): void => {
    const { session, compared: before } = state.getState();
    const compared = comparedVersions(state.getState());
    const same = before?.to.id === compared?.to.id && before?.from?.id === compared?.from?.id;
    if (same && state.getState().changes !== null) return;
    state.setState({ compared, changesProblem: null, ...(same ? {} : { changes: null }) });
    if (!session || !compared) return;
    const isCurrent = () => state.getState().compared === compared;
    versions
      .compare({ sessionId: session.id, from: compared.from?.id ?? null, to: compared.to.id })
      .then(({ changes }) => {
        if (isCurrent()) state.setState({ changes });
      })
      .catch((error: unknown) => {
        if (isCurrent()) state.setState({ changesProblem: messageOf(error) });
      });
  };

  const forget = (session: ShownSession | null): void => {
    reading += 1;
    read = false;
    state.setState({ ...empty, session, focusRequests: state.getState().focusRequests }, true);
    if (shown) void load();
  };

  let project = projectId();
  ends.addFunction(
    workspace.subscribe(() => {
      if (projectId() === project) return;
      project = projectId();
      forget(null);
    }),
  );

  return {
    state,
    show() {
      shown = true;
      if (!read) void load();
    },
    hide() {
      shown = false;
    },
    reload: () => void load(),
    read: load,
    follow(session) {
      const { session: before } = state.getState();
      if (session && before?.id !== session.id) forget(session);
      else if (session) state.setState({ session });
      else if (before) state.setState({ session: { ...before, live: false } });
    },
    add(version) {
      const { session, versions: list, selected, anchor } = state.getState();
      if (!read || session?.id !== version.sessionId || list.some(({ id }) => id === version.id)) return;
      state.setState({ versions: [version, ...list] });
      // Whoever looks at the latest goes on looking at the latest.
      if (selected === (list[0]?.id ?? null) && anchor === selected) choose(version.id, version.id);
      else compare();
    },
    select: (id) => choose(id, id),
    extend: (id) => choose(id, state.getState().anchor ?? id),
    setAgainst(against) {
      state.setState({ against });
      compare();
    },
    requestFocus: () => state.setState({ focusRequests: state.getState().focusRequests + 1 }),
    async readText(name) {
      const { session } = state.getState();
      if (!session) return '';
      for await (const part of await versions.texts({ sessionId: session.id, names: [name] })) {
        for (const found of part.texts) if (found.name === name) return found.text;
      }
      return '';
    },
    dispose: ends.dispose,
  };
}
