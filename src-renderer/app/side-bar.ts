import type { StoreApi } from 'zustand/vanilla';
import type { Workspace } from './services.ts';
import type { WorkbenchState } from './workbench-state.ts';

/** Windows this narrow show the side bar as a drawer over the editor. */
export const narrowWindow = '(max-width: 760px)';

/** Shows or hides the side bar. With a view: shows that one, or hides it when it was shown already. */
export function toggleSideBar(
  workspace: StoreApi<Workspace>,
  workbench: StoreApi<WorkbenchState>,
  view?: string,
): void {
  if (isSideBarShown(workspace, workbench, view)) hideSideBar(workspace, workbench);
  else showSideBar(workspace, workbench, view);
}

/** Shows the side bar, with another view if one is named. */
export function showSideBar(workspace: StoreApi<Workspace>, workbench: StoreApi<WorkbenchState>, view?: string): void {
  const { sideBar } = workspace.getState();
  workspace.setState({ sideBar: { ...sideBar, visible: true, view: view ?? sideBar.view }, page: null });
  if (window.matchMedia(narrowWindow).matches) workbench.setState({ drawerOpen: true });
}

export function hideSideBar(workspace: StoreApi<Workspace>, workbench: StoreApi<WorkbenchState>): void {
  if (window.matchMedia(narrowWindow).matches) workbench.setState({ drawerOpen: false });
  else workspace.setState({ sideBar: { ...workspace.getState().sideBar, visible: false } });
}

function isSideBarShown(
  workspace: StoreApi<Workspace>,
  workbench: StoreApi<WorkbenchState>,
  view: string | undefined,
): boolean {
  const { sideBar, page } = workspace.getState();
  const visible = window.matchMedia(narrowWindow).matches ? workbench.getState().drawerOpen : sideBar.visible;
  return visible && page === null && (view === undefined || view === sideBar.view);
}
