import { LoaderCircle, SearchX, TextSearch, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { useServices } from '../../app/services.ts';
import { formatNumber, t } from '../../localize.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { splitGlobs } from './query.ts';
import type { Replacing } from './replace.ts';
import type { Search, SearchState } from './search.ts';
import { countText } from './summary.ts';

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
      {t('Undo replace')}
    </Button>
  ) : null;
  if (matchCount === 0 && status === 'done') return <NoResults search={search} state={state} undo={undo} />;
  const found = countText(matchCount, results.length);
  return (
    <>
      <div className="search-status">
        {status === 'searching' ? <LoaderCircle className="icon-small spinning" aria-hidden="true" /> : null}
        <span className="clip tabular" role="status">
          {status === 'searching' && matchCount === 0
            ? t('Searching')
            : status === 'cancelled'
              ? t('Stopped. {{results}}', { results: found })
              : found}
        </span>
        <span className="search-status-end">
          {status === 'searching' ? (
            <Button small kind="ghost" onClick={() => search.cancel()}>
              {t('Cancel')}
            </Button>
          ) : (
            undo
          )}
        </span>
      </div>
      {state.limited ? (
        <p className="search-limited" role="status">
          <TriangleAlert className="icon-small" aria-hidden="true" />
          <span>
            {t('Only the first {{number}} results are shown. Make the search narrower to see the others.', {
              number: formatNumber(matchCount),
            })}
          </span>
        </p>
      ) : null}
    </>
  );
}

function Idle() {
  return (
    <EmptyState icon={<TextSearch aria-hidden="true" />} title={t('Search all files')}>
      {t('Type above to search this project. Unsaved text counts.')}
    </EmptyState>
  );
}

function Failed({ message }: { readonly message: string }) {
  const { commands } = useServices();
  return (
    <EmptyState
      failed
      icon={<TriangleAlert aria-hidden="true" />}
      title={t('The search stopped')}
      actions={
        <Button small onClick={() => void commands.run('search.action.refreshSearchResults')}>
          {t('Search again')}
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
    ...(useIgnoreRules ? [t('ignored files')] : []),
    ...(out.length > 0 ? [t('what {{patterns}} names', { patterns: out.join(', ') })] : []),
  ];
  const count = state.searchedFiles;
  const files = t('{{number}} files were searched', { number: formatNumber(count), count });
  const where =
    only.length === 0 ? `${files}.` : t('{{files}}, only in {{patterns}}.', { files, patterns: only.join(', ') });
  const [first = '', second] = leftOut;
  const names = second === undefined ? first : t('{{first}} and {{second}}', { first, second });
  return (
    <EmptyState
      icon={<SearchX aria-hidden="true" />}
      title={t('No results')}
      actions={
        <>
          {undo}
          {only.length + out.length > 0 ? (
            <Button small onClick={() => search.setForm({ include: '', exclude: '' }, 'now')}>
              {t('Search everywhere')}
            </Button>
          ) : null}
          {useIgnoreRules ? (
            <Button small onClick={() => search.setForm({ useIgnoreRules: false }, 'now')}>
              {t('Search ignored files')}
            </Button>
          ) : null}
        </>
      }
    >
      {`${where} ${names === '' ? t('Binary files are left out.') : t('Left out: {{names}}, binary files.', { names })}`}
    </EmptyState>
  );
}
