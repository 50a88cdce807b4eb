import type { SerializedDockview } from 'dockview-react';
import { type PanelParams, readPanelParams } from './panel-params.ts';

/** A layout from the last time that can be shown, and the tabs in it. */
export interface SavedLayout {
  readonly dockview: SerializedDockview;
  readonly panels: ReadonlyMap<string, PanelParams>;
}

interface Branch {
  readonly type: 'branch' | 'leaf';
  readonly data: unknown;
  readonly size?: number;
  readonly visible?: boolean;
}

/**
 * Checks a saved layout before dockview sees it: tabs that make no sense, comparisons (they show what the disk held then) and
 * groups left without tabs are dropped. Null when nothing is left or it is no layout at all.
 */
export function readSavedLayout(value: unknown): SavedLayout | null {
  const saved = asRecord(value);
  const grid = asRecord(saved?.grid);
  const savedPanels = asRecord(saved?.panels);
  if (!saved || !grid || !savedPanels) return null;
  if (grid.orientation !== 'HORIZONTAL' && grid.orientation !== 'VERTICAL') return null;
  const panels = new Map<string, PanelParams>();
  for (const [id, panel] of Object.entries(savedPanels)) {
    const params = readPanelParams(asRecord(panel)?.params);
    if (params?.kind === 'document') panels.set(id, params);
  }
  const placed = new Set<string>();
  const root = readBranch(grid.root, panels, placed);
  if (!root) return null;
  for (const id of panels.keys()) if (!placed.has(id)) panels.delete(id);
  const dockview = {
    grid: {
      root: root.type === 'branch' ? root : { type: 'branch', data: [root] },
      width: asSize(grid.width),
      height: asSize(grid.height),
      orientation: grid.orientation,
    },
    panels: Object.fromEntries(
      [...panels].map(([id, params]) => [
        id,
        { id, contentComponent: params.kind, tabComponent: 'document', title: params.document, params },
      ]),
    ),
    ...(typeof saved.activeGroup === 'string' && hasGroup(root, saved.activeGroup)
      ? { activeGroup: saved.activeGroup }
      : {}),
  };
  return { dockview: dockview as unknown as SerializedDockview, panels };
}

function readBranch(value: unknown, panels: ReadonlyMap<string, PanelParams>, placed: Set<string>): Branch | null {
  const node = asRecord(value);
  if (!node) return null;
  const size = typeof node.size === 'number' && node.size > 0 ? { size: node.size } : {};
  if (node.type === 'branch' && Array.isArray(node.data)) {
    const children = node.data
      .map((child: unknown) => readBranch(child, panels, placed))
      .filter((child) => child !== null);
    return children.length === 0 ? null : { type: 'branch', data: children, ...size };
  }
  const group = asRecord(node.data);
  if (node.type !== 'leaf' || !group || typeof group.id !== 'string' || !Array.isArray(group.views)) return null;
  const views = [...new Set<unknown>(group.views)].filter(
    (id: unknown): id is string => typeof id === 'string' && panels.has(id) && !placed.has(id),
  );
  if (views.length === 0) return null;
  for (const id of views) placed.add(id);
  const activeView = views.find((id) => id === group.activeView) ?? views[0];
  return { type: 'leaf', data: { id: group.id, views, activeView }, ...size };
}

function hasGroup(node: Branch, group: string): boolean {
  if (node.type === 'leaf') return asRecord(node.data)?.id === group;
  return Array.isArray(node.data) && node.data.some((child: Branch) => hasGroup(child, group));
}

function asRecord(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}

function asSize(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : 100;
}
