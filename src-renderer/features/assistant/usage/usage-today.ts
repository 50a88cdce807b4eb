import { createStore, type StoreApi } from 'zustand/vanilla';
import type { UsageSum } from '../../../../contract/desktop/assistant/usage.ts';
import { createDisposables, type Disposable } from '../../../app/disposable.ts';
import type { Services } from '../../../app/services.ts';
import { nothingUsed } from './usage-figures.ts';

export interface UsageToday extends Disposable {
  /** What all projects used together since midnight. */
  readonly state: StoreApi<UsageSum>;
}

/** Keeps today's use for the status bar; at midnight it begins anew. */
export function createUsageToday({
  core,
  coreEvents,
  coreReconnected,
}: Pick<Services, 'core' | 'coreEvents' | 'coreReconnected'>): UsageToday {
  const ends = createDisposables();
  const state = createStore<UsageSum>(() => nothingUsed);
  let midnight: ReturnType<typeof setTimeout> | undefined;

  const read = () => {
    core.assistant.usage
      .report({ projectId: null, days: 1 })
      .then(({ today }) => state.setState(today, true), reportError);
  };
  const waitForMidnight = () => {
    const now = new Date();
    const next = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1);
    midnight = setTimeout(
      () => {
        read();
        waitForMidnight();
      },
      next.getTime() - now.getTime() + 1000,
    );
  };
  ends.add(
    coreEvents.listen((event) => {
      if (event.type === 'usage.changed') state.setState(event.today, true);
    }),
  );
  ends.add(coreReconnected.listen(read));
  read();
  waitForMidnight();
  ends.addFunction(() => clearTimeout(midnight));
  return { state, dispose: ends.dispose };
}
