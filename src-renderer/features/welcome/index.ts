import { createElement } from 'react';
import type { StoreApi } from 'zustand/vanilla';
import { late } from '../../app/late.ts';
import type { WorkbenchState } from '../../app/workbench-state.ts';
import type { GenerateSession } from '../generate/index.ts';

const LazyWelcome = late(() => import('./welcome.tsx'));

/** The welcome view, loaded when a window shows no project. */
export function Welcome(props: { workbench: StoreApi<WorkbenchState>; generate: GenerateSession }) {
  return createElement(LazyWelcome, props);
}
