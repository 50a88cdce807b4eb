import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Project } from '../../contract/model/project.ts';

/** What only the frame of the window needs to know. */
export interface WorkbenchState {
  /** Menus of the title bar that commands can open. */
  readonly openMenu: 'application' | 'project' | null;
  /** Opened before: pinned first, then by time. Empty until Core has answered. */
  readonly projects: readonly Project[];
  /** Core has answered which projects there are. */
  readonly projectsKnown: boolean;
  readonly noticesOpen: boolean;
  /** In narrow windows the side bar lies over the editor while this is set. */
  readonly drawerOpen: boolean;
}

export function createWorkbenchState(): StoreApi<WorkbenchState> {
  return createStore<WorkbenchState>(() => ({
    openMenu: null,
    projects: [],
    projectsKnown: false,
    noticesOpen: false,
    drawerOpen: false,
  }));
}
