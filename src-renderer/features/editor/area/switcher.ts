import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Area, PanelInfo } from './area.ts';

/** Stepping through the tabs of a group by when they were used. */
export interface Switcher {
  /** Null while it is not open. */
  readonly state: StoreApi<{ readonly panels: readonly PanelInfo[]; readonly index: number } | null>;
  step(by: 1 | -1): void;
  choose(index: number): void;
  accept(): void;
  cancel(): void;
}

export function createSwitcher(area: Area, accepted: (panel: PanelInfo) => void): Switcher {
  const state = createStore<{ panels: readonly PanelInfo[]; index: number } | null>(() => null);
  const close = () => state.setState(null, true);
  const accept = () => {
    const shown = state.getState();
    const panel = shown?.panels[shown.index];
    close();
    if (!panel) return;
    area.activate(panel.id);
    accepted(panel);
  };
  return {
    state,
    step(by) {
      const shown = state.getState();
      const { active } = area.state.getState();
      const panels = shown?.panels ?? (active ? area.recent(active.group) : []);
      if (panels.length < 2) return;
      const index = ((shown?.index ?? 0) + by + panels.length) % panels.length;
      state.setState({ panels, index }, true);
    },
    choose(index) {
      const shown = state.getState();
      if (shown) state.setState({ ...shown, index }, true);
      accept();
    },
    accept,
    cancel: close,
  };
}
