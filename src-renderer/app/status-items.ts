import type { ComponentType } from 'react';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Disposable } from './disposable.ts';

/** A part of the status bar that a feature fills. */
export interface StatusItem {
  readonly id: string;
  /** `project` stands on the left, `document` on the right before what is said of the open document. */
  readonly side: 'project' | 'document';
  /** Places it among its neighbours. */
  readonly order: number;
  /** Stands there without a project, too. */
  readonly always?: boolean;
  readonly Component: ComponentType;
}

/** All of them, in the order they are shown. */
export interface StatusItems extends StoreApi<readonly StatusItem[]> {
  register(item: StatusItem): Disposable;
}

export function createStatusItems(): StatusItems {
  const store = createStore<readonly StatusItem[]>(() => []);
  return {
    ...store,
    register(item) {
      store.setState(
        [...store.getState(), item].sort((one, other) => one.order - other.order),
        true,
      );
      return {
        dispose: () =>
          store.setState(
            store.getState().filter((known) => known !== item),
            true,
          ),
      };
    },
  };
}
