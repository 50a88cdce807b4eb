import { GitCommitHorizontal, RefreshCw, Search, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { t } from '../../../localize.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Field } from '../../../ui/field.tsx';
import { Resizer } from '../../../ui/resizer.tsx';
import { Select } from '../../../ui/select.tsx';
import type { Comparisons } from '../comparisons.ts';
import type { RepositoryWatch } from '../repository.ts';
import { CommitDetails } from './commit-details.tsx';
import { LogList } from './log-list.tsx';
import type { LogState, LogStore } from './log-store.ts';
import './log-panel.css';

interface LogPanelProps {
  readonly log: LogStore;
  readonly comparisons: Comparisons;
  readonly repository: RepositoryWatch;
}

const initialWidth = 380;

/** The history of the repository or of a file, and the commit that is chosen in it. */
export default function LogPanel({ log, comparisons, repository }: LogPanelProps) {
  const present = useStore(repository.state, (state) => state.present);
  const { text, scope, target, problem, loading, count } = useStore(
    log.state,
    useShallow(({ text, scope, target, problem, loading, commits }) => ({
      text,
      scope,
      target,
      problem,
      loading,
      count: commits.length,
    })),
  );
  const [width, setWidth] = useState(initialWidth);
  const files = useRef<HTMLUListElement>(null);
  useEffect(() => {
    log.show();
    return () => log.hide();
  }, [log]);

  if (!present && !loading && count === 0) {
    return (
      <EmptyState icon={<GitCommitHorizontal aria-hidden="true" />} title={t('No git repository')}>
        {t('The history of a folder is shown here once it is in a git repository.')}
      </EmptyState>
    );
  }
  const openFiles = () => files.current?.querySelector<HTMLElement>('.log-file')?.focus();
  return (
    <div className="log-panel">
      <div className="log-main">
        <div className="log-tools" role="toolbar" aria-label={t('Log')}>
          {target.kind === 'file' ? (
            <FileTarget target={target} onClear={() => log.setTarget({ kind: 'all' })} />
          ) : (
            <>
              <Field
                className="log-search"
                aria-label={t('Search the log')}
                placeholder={t('Message, author:name, path:file or a hash')}
                icon={<Search className="icon-small" aria-hidden="true" />}
                value={text}
                onChange={(event) => log.search(event.currentTarget.value)}
                onKeyDown={(event) => {
                  if (event.key === 'Escape' && text !== '') log.search('');
                  else if (event.key === 'ArrowDown') log.requestFocus();
                  else return;
                  event.preventDefault();
                  event.stopPropagation();
                }}
                end={
                  text === '' ? undefined : (
                    <IconButton label={t('Clear the search')} onClick={() => log.search('')}>
                      <X className="icon-small" aria-hidden="true" />
                    </IconButton>
                  )
                }
              />
              <Select
                label={t('Branches')}
                value={scope}
                options={[
                  { value: 'all', label: t('All branches') },
                  { value: 'head', label: t('This branch') },
                ]}
                onChange={(value: LogState['scope']) => log.setScope(value)}
              />
            </>
          )}
          <IconButton label={t('Read the log again')} onClick={log.reload}>
            <RefreshCw className={loading ? 'icon-small spinning' : 'icon-small'} aria-hidden="true" />
          </IconButton>
        </div>
        {count > 0 ? (
          <LogList log={log} onOpen={openFiles} />
        ) : loading ? (
          <div className="row-list" aria-busy="true" />
        ) : (
          <EmptyState
            icon={<GitCommitHorizontal aria-hidden="true" />}
            failed={problem !== null}
            title={
              problem !== null ? t('The log was not read') : text !== '' ? t('Nothing found') : t('No commits yet')
            }
            actions={
              problem !== null ? (
                <Button small onClick={log.reload}>
                  {t('Try again')}
                </Button>
              ) : text !== '' ? (
                <Button small onClick={() => log.search('')}>
                  {t('Clear the search')}
                </Button>
              ) : undefined
            }
          >
            {problem ?? (text !== '' ? t('No commit fits the search.') : t('What is committed is listed here.'))}
          </EmptyState>
        )}
      </div>
      <Resizer
        orientation="vertical"
        label={t('Width of the commit')}
        reversed
        value={width}
        minimum={220}
        maximum={720}
        initial={initialWidth}
        onResize={setWidth}
      />
      <div className="log-side" style={{ width }}>
        <CommitDetails log={log} comparisons={comparisons} files={files} />
      </div>
    </div>
  );
}

function FileTarget({
  target,
  onClear,
}: {
  target: Extract<LogState['target'], { kind: 'file' }>;
  onClear: () => void;
}) {
  const name = target.path.slice(target.path.lastIndexOf('/') + 1);
  const { range } = target;
  const title =
    range === null
      ? t('History of {{name}}', { name })
      : range.start === range.end
        ? t('History of {{name}}, line {{line}}', { name, line: range.start })
        : t('History of {{name}}, lines {{start}}–{{end}}', { name, ...range });
  return (
    <span className="log-target">
      <span className="clip">{title}</span>
      <IconButton label={t('Show the whole log')} onClick={onClear}>
        <X className="icon-small" aria-hidden="true" />
      </IconButton>
    </span>
  );
}
