import type { StoreApi } from 'zustand/vanilla';
import type { Services } from '../../../app/services.ts';
import type { CommentThread } from '../session/session-comments.ts';
import type { SpokenSession } from '../talk/past-session.ts';
import type { Unread } from '../talk/unread.ts';
import type { Drafts } from './drafts.ts';

/** What everything that shows comments of a session shares. */
export interface CommentsContext {
  readonly services: Services;
  readonly live: SpokenSession;
  /** The session is over, and can be read only. */
  readonly ended: boolean;
  readonly threads: StoreApi<readonly CommentThread[]>;
  readonly unread: Unread;
  readonly drafts: Drafts;
  /** The thread that is chosen in the panel. */
  readonly selected: StoreApi<string | null>;
  /** More than 0 when the panel's list is to have the focus. */
  readonly focusRequests: StoreApi<number>;
  /** Whether this person may write comments now. */
  mayComment(): boolean;
  /** What to call the session's owner. */
  ownerName(): string;
  /** Goes to a thread's place and opens it there; in the panel where its text is gone. */
  show(thread: string): Promise<void>;
  /** Does something with comments; a failure is told in a notice. */
  attempt(title: string, work: () => Promise<unknown>): Promise<void>;
}
