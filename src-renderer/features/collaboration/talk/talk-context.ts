import type { StoreApi } from 'zustand/vanilla';
import type { SpokenSession } from './past-session.ts';
import type { Unread } from './unread.ts';

/** What the chat and the activity of a session share. */
export interface TalkContext {
  readonly live: SpokenSession;
  /** The session is over, and can be read only. */
  readonly ended: boolean;
  readonly unread: Unread;
  /** What is begun in the chat: it is not lost when the view is closed. */
  readonly draft: StoreApi<string>;
  /** More than 0 when the chat is to have the focus. */
  readonly focusRequests: StoreApi<number>;
  /** Whether the window has the focus: what comes while it has not is not read. */
  readonly focused: StoreApi<boolean>;
  openFile(path: string): Promise<void>;
  showThread(thread: string): Promise<void>;
  /** Does something; a failure is told in a notice. */
  attempt(title: string, work: () => Promise<unknown>): Promise<void>;
}
