import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Disposable } from '../../../app/disposable.ts';
import type { CommentThread, SessionComments } from '../session/session-comments.ts';

/** Milliseconds in which threads that move with what is typed are looked at once. */
const movedAfter = 100;

/** The threads of a session, for what shows them. */
export function followThreads(comments: SessionComments): StoreApi<readonly CommentThread[]> & Disposable {
  const store = createStore<readonly CommentThread[]>(() => comments.threads());
  let timer: ReturnType<typeof setTimeout> | undefined;
  const update = () => {
    clearTimeout(timer);
    timer = undefined;
    store.setState(comments.threads(), true);
  };
  const end = comments.onChanged((what) => {
    if (what === 'said') update();
    else timer ??= setTimeout(update, movedAfter);
  });
  return {
    ...store,
    dispose() {
      end();
      clearTimeout(timer);
    },
  };
}
