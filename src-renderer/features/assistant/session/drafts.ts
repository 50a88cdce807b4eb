import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Attachment } from '../../../../contract/model/chat.ts';

/** A message that is being written, and what goes with every message of its conversation. */
export interface Draft {
  readonly text: string;
  readonly attachments: readonly Attachment[];
  /** Parts of the context, by their ids, that are not to be sent. */
  readonly leaveOut: readonly string[];
  /** Files that go with every message. */
  readonly pinnedPaths: readonly string[];
}

export const emptyDraft: Draft = { text: '', attachments: [], leaveOut: [], pinnedPaths: [] };

/** One draft a conversation; that of a new one is under the empty name. */
export interface Drafts {
  readonly state: StoreApi<ReadonlyMap<string, Draft>>;
  get(conversationId: string | null): Draft;
  change(conversationId: string | null, change: Partial<Draft>): void;
  /** Empties what was written; what is left out and pinned stays. */
  clear(conversationId: string | null): void;
  /** What was a new conversation's is now that of the conversation which it has become. */
  become(conversationId: string): void;
  replace(drafts: ReadonlyMap<string, Draft>): void;
}

export function createDrafts(): Drafts {
  const state = createStore<ReadonlyMap<string, Draft>>(() => new Map());
  const get = (conversationId: string | null) => state.getState().get(conversationId ?? '') ?? emptyDraft;
  const set = (conversationId: string | null, draft: Draft) =>
    state.setState(new Map(state.getState()).set(conversationId ?? '', draft), true);
  return {
    state,
    get,
    change: (conversationId, change) => set(conversationId, { ...get(conversationId), ...change }),
    clear: (conversationId) => set(conversationId, { ...get(conversationId), text: '', attachments: [] }),
    become(conversationId) {
      const next = new Map(state.getState());
      const draft = next.get('');
      next.delete('');
      if (draft) next.set(conversationId, draft);
      state.setState(next, true);
    },
    replace: (drafts) => state.setState(drafts, true),
  };
}
