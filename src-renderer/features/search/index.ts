import { Search as SearchIcon } from 'lucide-react';
import { type ComponentProps, createElement } from 'react';
import type { StoreApi } from 'zustand/vanilla';
import { createDisposables, type Disposable } from '../../app/disposable.ts';
import { late } from '../../app/late.ts';
import type { Services } from '../../app/services.ts';
import type { WorkbenchState } from '../../app/workbench-state.ts';
import { t } from '../../localize.ts';
import { createReplacing } from './replace.ts';
import { createSearch, focusedRow } from './search.ts';
import { searchCommands } from './search-commands.ts';
import { createShowMatch } from './show-match.ts';

const SearchView = late(() => import('./search-view.tsx'), createElement('div', { className: 'search' }));
const ReplacePreview = late(
  () => import('./replace-preview.tsx'),
  createElement('div', { className: 'replace-preview' }),
);

/** Search and replace across the project's files: the view in the side bar, loaded when it is first opened, and its commands. */
export function createSearchFeature(
  services: Services,
  { workbench }: { readonly workbench: StoreApi<WorkbenchState> },
): Disposable {
  const { commands, contextKeys, views } = services;
  const ends = createDisposables();
  const search = ends.add(createSearch(services));
  const replacing = createReplacing(services, search);
  const showMatch = createShowMatch(services.editor, search);
  const parts = { search, replacing, showMatch };
  const keepKeys = () => {
    const state = search.store.getState();
    contextKeys.set('hasSearchResult', state.matchCount > 0);
    contextKeys.set('searchRunning', state.status === 'searching');
    contextKeys.set('searchReplaceShown', state.replaceShown);
    contextKeys.set('searchRowIsMatch', focusedRow(state)?.type === 'match');
  };
  keepKeys();
  ends.addFunction(search.store.subscribe(keepKeys));
  ends.add(commands.register(...searchCommands(services, { ...parts, workbench })));
  ends.add(
    views.register({
      id: 'search',
      title: t('Search'),
      location: 'sideBar',
      icon: SearchIcon,
      order: 20,
      command: 'workbench.view.search',
      Component: SearchPane.bind(null, parts),
    }),
  );
  ends.add(
    views.register({
      id: 'replacePreview',
      title: t('Preview of the replace'),
      location: 'page',
      order: 30,
      Component: PreviewPage.bind(null, parts),
    }),
  );
  return ends;
}

function SearchPane(parts: ComponentProps<typeof SearchView>) {
  return createElement(SearchView, parts);
}

function PreviewPage(parts: ComponentProps<typeof ReplacePreview>) {
  return createElement(ReplacePreview, parts);
}
