import { createStore, type StoreApi } from 'zustand/vanilla';
import { createDisposables, createSignal, type Disposable, type Signal } from '../../app/disposable.ts';
import type { Services } from '../../app/services.ts';

export interface RepositoryState {
  /** The commit that is checked out; null without one. */
  readonly head: string | null;
  readonly merging: boolean;
  /** The folder is in a repository. */
  readonly present: boolean;
}

/** What the window knows of its project's repository, kept in step with whoever changes it. */
export interface RepositoryWatch extends Disposable {
  readonly state: StoreApi<RepositoryState>;
  /** The index, HEAD or a branch has changed. */
  readonly changed: Signal<void>;
}

const none: RepositoryState = { head: null, merging: false, present: false };

/** Watches the repository of the open project; ends and begins again with projects and with Core. */
export function createRepositoryWatch(services: Services): RepositoryWatch {
  const { core, workspace, coreReconnected, coreEvents, contextKeys } = services;
  const ends = createDisposables();
  const state = createStore<RepositoryState>(() => none);
  const changed = createSignal<void>();
  let watching: AbortController | null = null;
  let watched: string | null = null;

  const tell = (next: RepositoryState) => {
    state.setState(next, true);
    contextKeys.set('inRepository', next.present);
    changed.raise();
  };
  const stop = () => {
    watching?.abort();
    watching = null;
  };
  const start = (projectId: string) => {
    stop();
    const own = new AbortController();
    watching = own;
    void (async () => {
      const facts = await core.gitHistory.watch({ projectId }, { signal: own.signal });
      for await (const { head, merging } of facts) {
        if (own.signal.aborted) return;
        tell({ head, merging, present: true });
      }
      if (own === watching && state.getState().present) tell(none);
    })().catch(() => {
      // Core has gone; the next line begins anew.
      if (own === watching && state.getState().present) tell(none);
    });
  };
  const follow = () => {
    const projectId = workspace.getState().project?.id ?? null;
    if (projectId === watched) return;
    watched = projectId;
    stop();
    tell(none);
    if (projectId !== null) start(projectId);
  };
  follow();
  ends.addFunction(workspace.subscribe(follow));
  ends.add(coreReconnected.listen(() => watched !== null && start(watched)));
  ends.add(
    coreEvents.listen((event) => {
      // A folder may become a repository, or its settings may name another git.
      const begun = event.type === 'git.changed' && event.projectId === watched && !state.getState().present;
      if (begun && watched !== null) start(watched);
    }),
  );
  ends.addFunction(stop);
  return { state, changed, dispose: ends.dispose };
}
