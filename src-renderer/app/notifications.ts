import { createStore, type StoreApi } from 'zustand/vanilla';
import type { NoticeAction, Notifications } from './services.ts';

export type NoticeLevel = 'info' | 'warning' | 'error' | 'progress';

/** One notice. Progress notices leave when their work ends; the others stay in the list behind the bell. */
export interface Notice {
  readonly id: number;
  readonly level: NoticeLevel;
  readonly title: string;
  readonly detail: string | null;
  readonly actions: readonly NoticeAction[];
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly progress: { readonly message: string | null; readonly fraction: number | null } | null;
  /** Stops the work of a progress notice. */
  readonly cancel: (() => void) | null;
}

interface NoticesState {
  /** Newest first. */
  readonly notices: readonly Notice[];
  /** Raised since the list was last looked at. */
  readonly unseen: number;
}

/** Where notices are kept, and what raises them. */
export interface NoticeCentre extends Notifications {
  readonly state: StoreApi<NoticesState>;
  remove(id: number): void;
  clear(): void;
  markSeen(): void;
}

const kept = 100;
/** Work that is done before this shows no progress notice, in milliseconds. */
const progressDelay = 300;

/** Builds the notices of one window. */
export function createNotifications(): NoticeCentre {
  const state = createStore<NoticesState>(() => ({ notices: [], unseen: 0 }));
  let nextId = 1;

  const add = (notice: Omit<Notice, 'id' | 'at'>): number => {
    const id = nextId;
    nextId += 1;
    state.setState(({ notices, unseen }) => ({
      notices: [{ ...notice, id, at: Date.now() }, ...notices].slice(0, kept),
      unseen: notice.level === 'progress' ? unseen : unseen + 1,
    }));
    return id;
  };
  const remove = (id: number) =>
    state.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }));
  const raise =
    (level: 'info' | 'warning' | 'error'): Notifications['info'] =>
    (title, { detail, actions } = {}) => {
      add({ level, title, detail: detail ?? null, actions: actions ?? [], progress: null, cancel: null });
    };

  return {
    state,
    info: raise('info'),
    warning: raise('warning'),
    error: raise('error'),
    async progress(title, work) {
      const controller = new AbortController();
      let latest: NonNullable<Notice['progress']> = { message: null, fraction: null };
      let id: number | null = null;
      const timer = setTimeout(() => {
        id = add({
          level: 'progress',
          title,
          detail: null,
          actions: [],
          progress: latest,
          cancel: () => controller.abort(),
        });
      }, progressDelay);
      try {
        return await work((update) => {
          latest = {
            message: update.message === undefined ? latest.message : update.message,
            fraction: update.fraction === undefined ? latest.fraction : update.fraction,
          };
          const shown = id;
          if (shown === null) return;
          state.setState(({ notices }) => ({
            notices: notices.map((notice) => (notice.id === shown ? { ...notice, progress: latest } : notice)),
          }));
        }, controller.signal);
      } finally {
        clearTimeout(timer);
        if (id !== null) remove(id);
      }
    },
    remove,
    clear: () =>
      state.setState(({ notices }) => ({ notices: notices.filter(({ level }) => level === 'progress'), unseen: 0 })),
    markSeen: () => state.setState({ unseen: 0 }),
  };
}
