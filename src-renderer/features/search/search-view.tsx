import { CopyMinus, CopyPlus, Eraser, RotateCw } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { CommandButton } from '../../app/command-button.tsx';
import { useServices } from '../../app/services.ts';
import { t } from '../../localize.ts';
import { PaneHead } from '../../ui/pane-head.tsx';
import type { Replacing } from './replace.ts';
import { ResultTree } from './result-tree.tsx';
import type { Search } from './search.ts';
import { SearchFields } from './search-fields.tsx';
import { SearchStatus } from './search-status.tsx';
import type { ShowMatch } from './show-match.ts';
import './search.css';

export interface SearchViewProps {
  readonly search: Search;
  readonly replacing: Replacing;
  readonly showMatch: ShowMatch;
}

/** Search in the side bar: what to look for, what was found, and replacing it. */
export default function SearchView({ search, replacing, showMatch }: SearchViewProps) {
  const { contextKeys } = useServices();
  const view = useRef<HTMLElement>(null);
  const found = useStore(search.store, (state) => state.matchCount > 0);
  const allCollapsed = useStore(search.store, ({ results, collapsed }) => found && collapsed.size >= results.length);

  useEffect(() => {
    search.setShown(true);
    return () => search.setShown(false);
  }, [search]);
  useEffect(() => {
    const follow = () => {
      const focused = document.activeElement;
      // A menu of the view is still about the view.
      if (focused?.closest('[role="menu"]')) return;
      contextKeys.set('searchViewFocus', view.current?.contains(focused) ?? false);
      contextKeys.set('searchTreeFocus', focused?.classList.contains('search-tree') ?? false);
    };
    const onFocusOut = (event: FocusEvent) => {
      if (event.relatedTarget === null && document.hasFocus()) queueMicrotask(follow);
    };
    follow();
    document.addEventListener('focusin', follow);
    document.addEventListener('focusout', onFocusOut);
    return () => {
      document.removeEventListener('focusin', follow);
      document.removeEventListener('focusout', onFocusOut);
      contextKeys.set('searchViewFocus', false);
      contextKeys.set('searchTreeFocus', false);
    };
  }, [contextKeys]);

  return (
    <section className="search" aria-label={t('Search')} ref={view}>
      <PaneHead title={t('Search')}>
        <CommandButton command="search.action.refreshSearchResults" icon={RotateCw} />
        <CommandButton command="search.action.clearSearchResults" icon={Eraser} />
        {allCollapsed ? (
          <CommandButton command="search.action.expandSearchResults" icon={CopyPlus} />
        ) : (
          <CommandButton command="search.action.collapseSearchResults" icon={CopyMinus} />
        )}
      </PaneHead>
      <SearchFields search={search} replacing={replacing} />
      <SearchStatus search={search} replacing={replacing} />
      {found ? <ResultTree search={search} replacing={replacing} showMatch={showMatch} /> : null}
    </section>
  );
}
