import type { StoreApi } from 'zustand/vanilla';
import type { Disposable } from './disposable.ts';
import type { Workspace } from './services.ts';

export const smallestZoom = -3;
export const largestZoom = 5;
const rememberedKey = 'flashfusion.zoom';

/** Percent that a zoom level shows: 0 is 100, each step 20 % of the one before, as Chromium counts. */
export function zoomPercent(level: number): number {
  return Math.round(1.2 ** level * 100);
}

/** A level within what windows can show; 0 where it is no number. */
export function clampZoom(level: number): number {
  return Number.isFinite(level) ? Math.min(Math.max(level, smallestZoom), largestZoom) : 0;
}

/** The zoom of last time, kept with the page. */
export function rememberedZoom(): number {
  return clampZoom(Number(localStorage.getItem(rememberedKey) ?? 0));
}

export function rememberZoom(level: number): void {
  localStorage.setItem(rememberedKey, String(level));
}

/** All windows zoom together, since they show the same page: what one sets, the others show. */
export function followZoom(workspace: StoreApi<Workspace>): Disposable {
  const onStorage = ({ key }: StorageEvent) => {
    if (key === rememberedKey) workspace.setState({ zoomLevel: rememberedZoom() });
  };
  window.addEventListener('storage', onStorage);
  return { dispose: () => window.removeEventListener('storage', onStorage) };
}
