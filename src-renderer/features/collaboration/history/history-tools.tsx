import { BookmarkPlus, FileArchive } from 'lucide-react';
import { useStore } from 'zustand';
import { CommandButton } from '../../../app/command-button.tsx';
import type { HistoryStore } from './history-store.ts';

/** What the panel's head offers while it shows versions. */
export function HistoryTools({ store }: { readonly store: HistoryStore }) {
  const session = useStore(store.state, (state) => state.session);
  if (!session) return null;
  return (
    <>
      {session.live ? <CommandButton command="collaboration.history.save" icon={BookmarkPlus} /> : null}
      <CommandButton command="collaboration.export" icon={FileArchive} />
    </>
  );
}
