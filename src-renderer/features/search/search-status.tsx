import { LoaderCircle, SearchX, TextSearch, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { useServices } from '../../app/services.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { splitGlobs } from './query.ts';
import type { Replacing } from './replace.ts';
import type { Search, SearchState } from './search.ts';
import { countText, number } from './summary.ts';

/** What became of the search, in one line above the results or in the place of them. */
export function SearchStatus({ search, replacing }: { readonly search: Search; readonly replacing: Replacing }) {
  const { commands } = useServices();
  const state = useStore(search.store);
  const canUndo = useStore(replacing.done, (done) => done.length > 0);
  const { status, matchCount, results, problem } = state;
  if (problem) return problem.field === null ? <Failed message={problem.message} /> : null;
  if (status === 'idle') return <Idle />;
  const undo = canUndo ? (
    <Button small kind="ghost" onClick={() => void commands.run('search.action.undoReplace')}>
      Undo replace
    </Button>
  ) : null;
  if (matchCount === 0 && status === 'done') return <NoResults search={search} state={state} undo={undo} />;
  const stopped = status === 'cancelled' ? 'Stopped. ' : '';
  return (
    <>
      <div className="search-status">
        {status === 'searching' ? <LoaderCircle className="icon-small spinning" aria-hidden="true" /> : null}
        <span className="clip tabular" role="status">
          {status === 'searching' && matchCount === 0
            ? 'Searching'
            : `${stopped}${countText(matchCount, results.length)}`}
        </span>
        <span className="search-status-end">
          {status === 'searching' ? (
            <Button small kind="ghost" onClick={() => search.cancel()}>
              Cancel
            </Button>
          ) : (
            undo
          )}
        </span>
      </div>
      {state.limited ? (
        <p className="search-limited" role="status">
          <TriangleAlert className="icon-small" aria-hidden="true" />
          <span>{`Only the first ${number(matchCount)} results are shown. Make the search narrower to see the others.`}</span>
        </p>
      ) : null}
    </>
  );
}

function Idle() {
  return (
    <EmptyState icon={<TextSearch aria-hidden="true" />} title="Search all files">
      Type above to search this project. Unsaved text counts.
    </EmptyState>
  );
}

function Failed({ message }: { readonly message: string }) {
  const { commands } = useServices();
  return (
    <EmptyState
      failed
      icon={<TriangleAlert aria-hidden="true" />}
      title="The search stopped"
      actions={
        <Button small onClick={() => void commands.run('search.action.refreshSearchResults')}>
          Search again
        </Button>
      }
    >
      {message}
    </EmptyState>
  );
}

/** Says where was not looked, and offers to look there. */
function NoResults({
  search,
  state,
  undo,
}: {
  readonly search: Search;
  readonly state: SearchState;
  readonly undo: ReactNode;
}) {
  const { include, exclude, useIgnoreRules } = state.form;
  const only = splitGlobs(include);
  const out = splitGlobs(exclude);
  const leftOut = [
    ...(useIgnoreRules ? ['ignored files'] : []),
    ...(out.length > 0 ? [`what ${out.join(', ')} names`] : []),
  ];
  const files = `${number(state.searchedFiles)} ${state.searchedFiles === 1 ? 'file was' : 'files were'} searched`;
  return (
    <EmptyState
      icon={<SearchX aria-hidden="true" />}
      title="No results"
      actions={
        <>
          {undo}
          {only.length + out.length > 0 ? (
            <Button small onClick={() => search.setForm({ include: '', exclude: '' }, 'now')}>
              Search everywhere
            </Button>
          ) : null}
          {useIgnoreRules ? (
            <Button small onClick={() => search.setForm({ useIgnoreRules: false }, 'now')}>
              Search ignored files
            </Button>
          ) : null}
        </>
      }
    >
      {`${files}${only.length > 0 ? `, only in ${only.join(', ')}` : ''}.${leftOut.length > 0 ? ` Left out: ${leftOut.join(' and ')}, binary files.` : ' Binary files are left out.'}`}
    </EmptyState>
  );
}
