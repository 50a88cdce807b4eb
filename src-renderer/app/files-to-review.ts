import { createStore, type StoreApi } from 'zustand/vanilla';

/** Changes of an assistant that nobody has decided about yet: how many there are, by project path. */
export type FilesToReview = ReadonlyMap<string, number>;

export function createFilesToReview(): StoreApi<FilesToReview> {
  return createStore<FilesToReview>(() => new Map());
}
