import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Workspace } from '../../../app/services.ts';
import type { MonacoHost } from '../../../monaco/host.ts';

export type { MonacoHost };

export interface MonacoLoader {
  /** Null until it is there. */
  readonly host: StoreApi<MonacoHost | null>;
  load(): Promise<MonacoHost>;
}

/** Loads Monaco once, when it is first asked for. */
export function createMonacoLoader(workspace: StoreApi<Workspace>): MonacoLoader {
  const host = createStore<MonacoHost | null>(() => null);
  let loading: Promise<MonacoHost> | null = null;
  return {
    host,
    load() {
      loading ??= import('../../../monaco/monaco.ts').then((loaded) => {
        loaded.followTheme(() => workspace.getState().colorTheme);
        host.setState(loaded, true);
        return loaded;
      });
      return loading;
    },
  };
}
