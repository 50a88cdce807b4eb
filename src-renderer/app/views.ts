import type { LucideIcon } from 'lucide-react';
import type { ComponentType } from 'react';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Disposable } from './disposable.ts';

/** A part of the window that a feature fills. */
export interface View {
  readonly id: string;
  readonly title: string;
  /** `page` takes the editor area's place until it is closed; `aside` stands at its right. */
  readonly location: 'sideBar' | 'panel' | 'page' | 'aside';
  /** Shown in the activity bar; side bar views need one, and of the views beside the editor those that have one are shown there. */
  readonly icon?: LucideIcon;
  /** Places it among its neighbours. */
  readonly order: number;
  /** The command that shows it, for its keys in the tooltip. */
  readonly command?: string;
  /** A count shown on its icon or tab; null shows nothing. */
  readonly badge?: StoreApi<number | null>;
  /** Buttons in the panel's head while it shows this view. */
  readonly Tools?: ComponentType;
  /** Pixels, of a view beside the editor. */
  readonly initialWidth?: number;
  /** Includes its own head where the location is the side bar. */
  readonly Component: ComponentType;
}

/** All views, in the order they are shown. */
export interface Views extends StoreApi<readonly View[]> {
  /** Throws when the id is taken. */
  register(view: View): Disposable;
}

export function createViews(): Views {
  const store = createStore<readonly View[]>(() => []);
  return {
    ...store,
    register(view) {
      if (store.getState().some((known) => known.id === view.id))
        throw new Error(`view ${view.id} is registered twice`);
      store.setState(
        [...store.getState(), view].sort((one, two) => one.order - two.order),
        true,
      );
      return {
        dispose: () =>
          store.setState(
            store.getState().filter((known) => known.id !== view.id),
            true,
          ),
      };
    },
  };
}
