import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AvailableModel } from '../../../../contract/desktop/assistant/models.ts';
import type { DesktopClient } from '../../../../contract/desktop/index.ts';
import type { ModelChoice, ModelConnection } from '../../../../contract/model/assistant-model.ts';
import { createDisposables, type Disposable } from '../../../app/disposable.ts';
import type { Services } from '../../../app/services.ts';
import { type ConnectionTrouble, troubleOf } from './connection-trouble.ts';

/** The models of one connection, as far as its server has told. */
export type ModelListing =
  | { readonly status: 'loading' }
  | { readonly status: 'listed'; readonly models: readonly AvailableModel[] }
  | { readonly status: 'failed'; readonly trouble: ConnectionTrouble };

export interface ModelsState {
  /** Core has answered. */
  readonly known: boolean;
  readonly connections: readonly ModelConnection[];
  /** What answers in this window: the project's own, else the user's. */
  readonly choice: ModelChoice | null;
  readonly ofProject: boolean;
  /** What answers in projects without a choice of their own. */
  readonly userChoice: ModelChoice | null;
  readonly listings: ReadonlyMap<string, ModelListing>;
}

/** Whether a model answers here. Nobody is held up while Core has not said so yet. */
export function canAnswer({ known, choice }: Pick<ModelsState, 'known' | 'choice'>): boolean {
  return !known || choice !== null;
}

type ConnectInput = Parameters<DesktopClient['assistant']['models']['connect']>[0];

/** The models that this window may ask, for every part that shows or changes them. */
export interface Models extends Disposable {
  readonly state: StoreApi<ModelsState>;
  /** Asks Core, the first time that something shows models; from then on the state follows by itself. */
  start(): void;
  /** Asks a connection's server for its models, once unless `anew`. Failures are in the listing. */
  list(connectionId: string, options?: { readonly anew?: boolean }): Promise<void>;
  /** Connects or changes a connection. Rejects as `models.connect` does. */
  connect(input: ConnectInput, signal?: AbortSignal): Promise<ModelConnection>;
  disconnect(connectionId: string): Promise<void>;
  choose(choice: ModelChoice | null, where: 'user' | 'project'): Promise<void>;
}

/** Keeps what Core knows of the models for one window. */
export function createModels(
  services: Pick<Services, 'core' | 'coreEvents' | 'coreReconnected' | 'workspace'>,
): Models {
  const { core, coreEvents, coreReconnected, workspace } = services;
  const api = core.assistant.models;
  const ends = createDisposables();
  const state = createStore<ModelsState>(() => ({
    known: false,
    connections: [],
    choice: null,
    ofProject: false,
    userChoice: null,
    listings: new Map(),
  }));
  let asked = 0;
  let latest: Promise<void> = Promise.resolve();

  const projectId = () => workspace.getState().project?.id ?? null;
  const read = async (): Promise<void> => {
    asked += 1;
    const mine = asked;
    const project = projectId();
    const [here, user] = await Promise.all([
      api.state({ projectId: project }),
      project === null ? null : api.state({ projectId: null }),
    ]);
    // Whoever waited for this one waits for the newer one's state.
    if (mine !== asked) return latest;
    const kept = new Set(here.connections.map(({ id }) => id));
    state.setState((before) => ({
      known: true,
      ...here,
      userChoice: (user ?? here).choice,
      listings: new Map([...before.listings].filter(([id]) => kept.has(id))),
    }));
  };
  const refresh = () => {
    latest = read();
    return latest;
  };
  const refreshOrReport = () => {
    if (asked > 0) refresh().catch(reportError);
  };
  const setListing = (id: string, listing: ModelListing) =>
    state.setState(({ listings }) => ({ listings: new Map(listings).set(id, listing) }));

  ends.add(
    coreEvents.listen((event) => {
      if (event.type === 'models.changed') refreshOrReport();
    }),
  );
  ends.add(coreReconnected.listen(refreshOrReport));
  ends.addFunction(
    workspace.subscribe((now, before) => {
      if (now.project?.id !== before.project?.id) refreshOrReport();
    }),
  );

  return {
    state,
    start() {
      if (asked === 0) refresh().catch(reportError);
    },
    async list(id, { anew = false } = {}) {
      const known = state.getState().listings.get(id);
      if (known?.status === 'loading' || (known?.status === 'listed' && !anew)) return;
      setListing(id, { status: 'loading' });
      try {
        const { models } = await api.list({ id });
        setListing(id, { status: 'listed', models });
      } catch (error) {
        setListing(id, { status: 'failed', trouble: troubleOf(error) });
      }
    },
    async connect(input, signal) {
      const { connection, models } = await api.connect(input, { signal });
      setListing(connection.id, { status: 'listed', models });
      await refresh();
      setListing(connection.id, { status: 'listed', models });
      return connection;
    },
    async disconnect(id) {
      await api.disconnect({ id });
      await refresh();
    },
    async choose(choice, where) {
      await api.choose({ projectId: where === 'project' ? projectId() : null, choice });
      await refresh();
    },
    dispose: ends.dispose,
  };
}
