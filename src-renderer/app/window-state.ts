import { createStore, type StoreApi } from 'zustand/vanilla';

/** What Shell last said of this window. */
export interface WindowState {
  readonly maximized: boolean;
  readonly fullScreen: boolean;
  readonly focused: boolean;
}

export function createWindowState(): StoreApi<WindowState> {
  return createStore<WindowState>(() => ({ maximized: false, fullScreen: false, focused: true }));
}
