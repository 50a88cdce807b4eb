import type { DockviewApi, DockviewGroupPanel, IDockviewPanel } from 'dockview-react';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { createDisposables, createSignal, type Disposable, type Signal } from '../../../app/disposable.ts';
import { projectPathsType } from '../../explorer/index.ts';
import { type PanelParams, readPanelParams } from './panel-params.ts';
import { readSavedLayout } from './saved-layout.ts';

/** One tab, where it is. */
export interface PanelInfo extends PanelParams {
  readonly id: string;
  readonly group: string;
  /** Shown in its group. */
  readonly shown: boolean;
}

export interface AreaState {
  /** All tabs, group by group in their order on screen. */
  readonly panels: readonly PanelInfo[];
  readonly active: PanelInfo | null;
  readonly groups: readonly string[];
}

export interface OpenPanel {
  readonly params: PanelParams;
  /** `side` is the next group to the right, made when there is none. */
  readonly where?: 'active' | 'side';
  readonly group?: string;
  /** Makes a new group on that side of `group`. */
  readonly direction?: SplitDirection;
  readonly index?: number;
}

export type SplitDirection = 'left' | 'right' | 'above' | 'below';

/** Files of the project that were dropped onto the area: into a group, or beside it. */
export interface DroppedFiles {
  readonly paths: readonly string[];
  readonly group?: string;
  readonly direction?: SplitDirection;
}

/** Tabs and groups of the editor area, whether or not the component that shows them is there yet. */
export interface Area {
  readonly state: StoreApi<AreaState>;
  /** A tab was closed, or a preview replaced; not raised when the whole layout goes. */
  readonly closed: Signal<PanelInfo>;
  readonly dropped: Signal<DroppedFiles>;
  /** Connects the component; what was asked for before is done then. Answers once it is gone again. */
  attach(api: DockviewApi): Disposable;
  /** Resolves when the component is there. */
  ready(): Promise<void>;
  /** Shows a saved layout, or nothing when it is null or cannot be read. Answers the tabs that it holds. */
  restore(layout: unknown): readonly PanelParams[];
  serialise(): unknown;
  /** Opens a tab, or goes to the one that shows the same in that group. */
  open(request: OpenPanel): PanelInfo | null;
  activate(panelId: string): void;
  update(panelId: string, params: Partial<PanelParams>): void;
  /** Removes the tab; whether its document may go is for the caller to ask first. */
  remove(panelId: string): void;
  split(panelId: string, direction: SplitDirection): PanelInfo | null;
  /** From 0, as the groups stand on screen; one more than there are makes a new one. */
  focusGroup(index: number): void;
  /** Moves a tab one place along its bar. */
  shift(panelId: string, step: 1 | -1): void;
  /** Tabs of a group, used last first. */
  recent(group: string): readonly PanelInfo[];
}

/** Where a drop on a part of a group goes; its middle is the group itself. */
const directions: Readonly<Record<string, { readonly direction: SplitDirection } | undefined>> = {
  left: { direction: 'left' },
  right: { direction: 'right' },
  top: { direction: 'above' },
  bottom: { direction: 'below' },
};

const nothing: AreaState = { panels: [], active: null, groups: [] };

/** Keeps dockview's tabs in order: previews replaced, pinned ones first, and what is where known to everyone. */
export function createArea(): Area {
  const state = createStore<AreaState>(() => nothing);
  const closed = createSignal<PanelInfo>();
  const dropped = createSignal<DroppedFiles>();
  let api: DockviewApi | null = null;
  let attached = createGate();
  let wanted: unknown = null;
  let order: string[] = [];
  let panelCount = 0;
  let quiet = false;

  const refresh = (): void => {
    if (!api || quiet) return;
    const groups = groupsOnScreen(api);
    const panels = groups.flatMap((group) => group.panels.map((panel) => panelInfo(panel)));
    const active = api.activePanel ? panelInfo(api.activePanel) : null;
    if (active) order = [active.id, ...order.filter((id) => id !== active.id)];
    state.setState({ panels, active, groups: groups.map((group) => group.id) });
  };

  const find = (panelId: string): IDockviewPanel | undefined => api?.getPanel(panelId);

  const nextId = (): string => {
    do panelCount += 1;
    while (api?.getPanel(`tab-${panelCount}`));
    return `tab-${panelCount}`;
  };

  /** Several steps that others should see as one. */
  const together = <T>(work: () => T): T => {
    quiet = true;
    try {
      return work();
    } finally {
      quiet = false;
      refresh();
    }
  };

  const show = (layout: unknown): readonly PanelParams[] => {
    wanted = null;
    if (!api) return [];
    const current = api;
    return together(() => {
      current.clear();
      order = [];
      const saved = readSavedLayout(layout);
      if (!saved) return [];
      try {
        current.fromJSON(saved.dockview);
        return [...saved.panels.values()];
      } catch (error) {
        reportError(error);
        current.clear();
        return [];
      }
    });
  };

  const pinnedCount = (group: DockviewGroupPanel): number =>
    group.panels.filter((panel) => paramsOf(panel).pinned).length;

  /** Pinned tabs stay in front, whatever was dragged where. */
  const keepPinnedFirst = (panel: IDockviewPanel): void => {
    const index = panel.group.panels.indexOf(panel);
    const pinned = pinnedCount(panel.group);
    const right = paramsOf(panel).pinned ? index < pinned : index >= pinned;
    if (right) return;
    panel.api.moveTo({ group: panel.group, position: 'center', index: paramsOf(panel).pinned ? pinned - 1 : pinned });
  };

  const groupFor = (request: OpenPanel): { group?: DockviewGroupPanel; beside?: DockviewGroupPanel } => {
    if (!api) return {};
    const named = request.group === undefined ? undefined : api.groups.find(({ id }) => id === request.group);
    if (named) return request.direction ? { beside: named } : { group: named };
    const active = api.activeGroup ?? api.groups[0];
    if (!active) return {};
    if (request.where !== 'side') return { group: active };
    const groups = groupsOnScreen(api);
    const next = groups[groups.indexOf(active) + 1];
    return next ? { group: next } : { beside: active };
  };

  const close = (panel: IDockviewPanel): void => {
    const info = panelInfo(panel);
    api?.removePanel(panel);
    closed.raise(info);
  };

  const area: Area = {
    state,
    closed,
    dropped,
    attach(next) {
      const disposables = createDisposables();
      api = next;
      for (const event of [
        next.onDidAddPanel,
        next.onDidActivePanelChange,
        next.onDidActiveGroupChange,
        next.onDidAddGroup,
        next.onDidRemoveGroup,
        next.onDidLayoutFromJSON,
      ]) {
        disposables.add((event as (listener: () => void) => Disposable)(refresh));
      }
      disposables.add(
        next.onDidRemovePanel((panel) => {
          order = order.filter((id) => id !== panel.id);
          refresh();
        }),
      );
      disposables.add(
        next.onDidMovePanel(({ panel }) => {
          if (!quiet) together(() => keepPinnedFirst(panel));
        }),
      );
      disposables.add(
        next.onUnhandledDragOver((event) => {
          const { nativeEvent } = event;
          if ('dataTransfer' in nativeEvent && nativeEvent.dataTransfer?.types.includes(projectPathsType))
            event.accept();
        }),
      );
      disposables.add(
        next.onDidDrop(({ nativeEvent, group, position }) => {
          const data = 'dataTransfer' in nativeEvent ? nativeEvent.dataTransfer?.getData(projectPathsType) : undefined;
          const direction = directions[position];
          if (data) dropped.raise({ paths: readPaths(data), ...(group ? { group: group.id } : {}), ...direction });
        }),
      );
      if (wanted !== null) show(wanted);
      refresh();
      attached.open();
      return {
        dispose() {
          disposables.dispose();
          wanted = api?.toJSON() ?? null;
          api = null;
          attached = createGate();
        },
      };
    },
    ready: () => attached.passed,
    restore(layout) {
      if (api) return show(layout);
      wanted = layout;
      return [...(readSavedLayout(layout)?.panels.values() ?? [])];
    },
    serialise: () => (api ? api.toJSON() : wanted),
    open(request) {
      const current = api;
      if (!current) return null;
      const { params } = request;
      return together(() => {
        const { group, beside } = groupFor(request);
        const same = group?.panels.find((panel) => {
          const shown = paramsOf(panel);
          return shown.document === params.document && shown.kind === params.kind && shown.subject === params.subject;
        });
        if (same) {
          if (!params.preview && paramsOf(same).preview)
            same.api.updateParameters({ ...paramsOf(same), preview: false });
          same.api.setActive();
          return panelInfo(same);
        }
        const replaced = params.preview ? group?.panels.find((panel) => paramsOf(panel).preview) : undefined;
        const after = group?.activePanel ? group.panels.indexOf(group.activePanel) + 1 : 0;
        const before = replaced && group ? group.panels.indexOf(replaced) : undefined;
        const index = Math.max(request.index ?? before ?? after, group && !params.pinned ? pinnedCount(group) : 0);
        const panel = current.addPanel({
          id: nextId(),
          component: params.kind,
          tabComponent: 'document',
          title: params.document,
          params,
          ...(group ? { position: { referenceGroup: group, index } } : {}),
          ...(beside
            ? { position: { referenceGroup: beside, direction: request.direction ?? ('right' as const) } }
            : {}),
        });
        if (replaced) close(replaced);
        return panelInfo(panel);
      });
    },
    activate: (panelId) => find(panelId)?.api.setActive(),
    update(panelId, params) {
      const panel = find(panelId);
      if (!panel) return;
      together(() => {
        panel.api.updateParameters({ ...paramsOf(panel), ...params });
        if (params.document !== undefined) panel.api.setTitle(params.document);
        if (params.pinned !== undefined) keepPinnedFirst(panel);
      });
    },
    remove(panelId) {
      const panel = find(panelId);
      if (!panel || !api) return;
      const { group } = panel;
      const next = panel.api.isActive ? order.find((id) => id !== panelId && find(id)?.group === group) : undefined;
      if (next && panel.group.activePanel === panel) find(next)?.api.setActive();
      close(panel);
    },
    split(panelId, direction) {
      const panel = find(panelId);
      if (!panel || !api) return null;
      const added = api.addPanel({
        id: nextId(),
        component: paramsOf(panel).kind,
        tabComponent: 'document',
        title: panel.title ?? '',
        params: { ...paramsOf(panel), preview: false, pinned: false },
        position: { referenceGroup: panel.group, direction },
      });
      return panelInfo(added);
    },
    focusGroup(index) {
      if (!api) return;
      const groups = groupsOnScreen(api);
      const group = groups[index];
      if (group) group.activePanel?.api.setActive();
      else if (index === groups.length && api.activePanel) this.split(api.activePanel.id, 'right');
    },
    shift(panelId, step) {
      const panel = find(panelId);
      if (!panel) return;
      const index = panel.group.panels.indexOf(panel) + step;
      if (index < 0 || index >= panel.group.panels.length) return;
      panel.api.moveTo({ group: panel.group, position: 'center', index });
    },
    recent(group) {
      const shown = state.getState().panels.filter((panel) => panel.group === group);
      const rank = (id: string) => (order.includes(id) ? order.indexOf(id) : order.length);
      return shown.toSorted((one, other) => rank(one.id) - rank(other.id));
    },
  };
  return area;
}

function paramsOf(panel: IDockviewPanel): PanelParams {
  return readPanelParams(panel.params) ?? { kind: 'document', document: panel.id, preview: false, pinned: false };
}

function panelInfo(panel: IDockviewPanel): PanelInfo {
  return { id: panel.id, group: panel.group.id, shown: panel.group.activePanel === panel, ...paramsOf(panel) };
}

function readPaths(data: string): readonly string[] {
  const paths: unknown = JSON.parse(data);
  return Array.isArray(paths) ? paths.filter((path) => typeof path === 'string') : [];
}

function groupsOnScreen(api: DockviewApi): DockviewGroupPanel[] {
  if (api.groups.length < 2) return [...api.groups];
  const place = new Map(api.groups.map((group) => [group, group.element.getBoundingClientRect()]));
  return [...api.groups].sort((one, other) => {
    const first = place.get(one);
    const second = place.get(other);
    if (!first || !second) return 0;
    return first.top - second.top || first.left - second.left;
  });
}

/** A promise that someone else fulfils. */
function createGate(): { readonly passed: Promise<void>; open(): void } {
  let open = () => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open: () => open() };
}
