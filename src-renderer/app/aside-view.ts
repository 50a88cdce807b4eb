import type { StoreApi } from 'zustand/vanilla';
import { initialAsideWidth } from './aside-width.ts';
import type { Workspace } from './services.ts';
import type { Views } from './views.ts';

/** The name that the widths of the views beside the editor are kept under. */
const keptAs = 'asideWidths';

/** Shows a view beside the editor, as wide as it was the last time. */
export function showAside(workspace: StoreApi<Workspace>, views: Views, view: string): void {
  const { aside, kept } = workspace.getState();
  if (aside.view === view) {
    workspace.setState({ aside: { ...aside, visible: true } });
    return;
  }
  const widths = { ...widthsOf(kept), [aside.view]: aside.width };
  const initial = views.getState().find(({ id }) => id === view)?.initialWidth ?? initialAsideWidth;
  workspace.setState({
    aside: { visible: true, view, width: widths[view] ?? initial },
    kept: { ...kept, [keptAs]: widths },
  });
}

export function hideAside(workspace: StoreApi<Workspace>): void {
  workspace.setState({ aside: { ...workspace.getState().aside, visible: false } });
}

/** Whether a view stands beside the editor now. */
export function isAsideShown(workspace: StoreApi<Workspace>, view: string): boolean {
  const { aside } = workspace.getState();
  return aside.visible && aside.view === view;
}

function widthsOf(kept: Workspace['kept']): Record<string, number> {
  const widths = kept[keptAs];
  if (typeof widths !== 'object' || widths === null) return {};
  return Object.fromEntries(Object.entries(widths).filter(([, width]) => typeof width === 'number'));
}
