import { createStore, type StoreApi } from 'zustand/vanilla';

/** What somebody has begun to write, by where: it is not lost when the place is closed. */
export interface Drafts extends StoreApi<ReadonlyMap<string, string>> {
  /** An empty text is no draft. */
  write(place: string, text: string): void;
}

export function createDrafts(): Drafts {
  const store = createStore<ReadonlyMap<string, string>>(() => new Map());
  return {
    ...store,
    write(place, text) {
      if ((store.getState().get(place) ?? '') === text) return;
      const next = new Map(store.getState());
      if (text === '') next.delete(place);
      else next.set(place, text);
      store.setState(next, true);
    },
  };
}
