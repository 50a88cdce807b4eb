import { createElement, lazy } from 'react';
import type { StoreApi } from 'zustand/vanilla';
import type { WorkbenchState } from '../../app/workbench-state.ts';

const LazyWelcome = lazy(() => import('./welcome.tsx'));

/** The welcome view, loaded when a window shows no project. */
export function Welcome({ workbench }: { workbench: StoreApi<WorkbenchState> }) {
  return createElement(LazyWelcome, { workbench });
}
