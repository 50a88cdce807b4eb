import { Ellipsis, RotateCcw } from 'lucide-react';
import type { KeyboardEvent, RefObject } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { Version, VersionChange } from '../../../../contract/desktop/collaboration.ts';
import { useServices } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import { IconButton } from '../../../ui/button.tsx';
import { FileIcon } from '../../../ui/file-icon.tsx';
import { Menu } from '../../../ui/menu.tsx';
import { Select } from '../../../ui/select.tsx';
import { Counts } from './counts.tsx';
import type { HistoryState, HistoryStore } from './history-store.ts';
import { VersionMenu } from './version-menu.tsx';
import { fileName, momentOf, namesOf, titleOf } from './words.ts';

interface VersionDetailsProps {
  readonly store: HistoryStore;
  readonly files: RefObject<HTMLUListElement | null>;
}

/** What is different between the versions that are compared. */
export function VersionDetails({ store, files }: VersionDetailsProps) {
  const { versions, selected, anchor, against, compared, changes, problem, session } = useStore(
    store.state,
    useShallow(({ versions, selected, anchor, against, compared, changes, changesProblem, session }) => ({
      versions,
      selected,
      anchor,
      against,
      compared,
      changes,
      problem: changesProblem,
      session,
    })),
  );
  const version = versions.find(({ id }) => id === selected);
  if (!version || !compared) return <div className="history-details" />;
  const two = anchor !== selected && compared.from !== null;
  return (
    <section className="history-details" aria-label={t('Changes')}>
      <header className="history-details-head">
        <h3 className="history-details-title">
          {two && compared.from ? t('{{from}} to {{to}}', spanOf(compared.from, compared.to)) : titleOf(version)}
        </h3>
        <Menu
          align="end"
          trigger={
            <IconButton label={t('More about this version')}>
              <Ellipsis aria-hidden="true" />
            </IconButton>
          }
        >
          <VersionMenu version={version} store={store} />
        </Menu>
      </header>
      {two ? null : (
        <>
          <p className="history-details-facts">
            {momentOf(version.createdAt)}
            {version.authors.length > 0 ? ` · ${namesOf(version.authors, session?.self ?? null)}` : null}
          </p>
          <div className="history-against">
            <Select
              label={t('Compare with')}
              value={against}
              options={[
                { value: 'before', label: t('What changed in it') },
                { value: 'now', label: t('What is different now') },
              ]}
              onChange={(value: HistoryState['against']) => store.setAgainst(value)}
            />
          </div>
        </>
      )}
      {problem !== null ? (
        <p className="history-problem">{problem}</p>
      ) : changes === null ? (
        <div aria-busy="true" />
      ) : changes.length === 0 ? (
        <p className="history-nothing">{t('No file is different.')}</p>
      ) : (
        <ChangedFiles changes={changes} version={version} live={session?.live ?? false} files={files} />
      )}
    </section>
  );
}

interface ChangedFilesProps {
  readonly changes: readonly VersionChange[];
  readonly version: Version;
  readonly live: boolean;
  readonly files: RefObject<HTMLUListElement | null>;
}

function ChangedFiles({ changes, version, live, files }: ChangedFilesProps) {
  const { commands } = useServices();
  return (
    <>
      <h4 className="history-files-head">
        {t('{{count}} files', { count: changes.length })}
        <Counts
          added={changes.reduce((sum, { linesAdded }) => sum + linesAdded, 0)}
          removed={changes.reduce((sum, { linesRemoved }) => sum + linesRemoved, 0)}
        />
      </h4>
      <ul aria-label={t('Changed files')} ref={files} onKeyDown={stepRows}>
        {changes.map((change) => {
          const { path } = change;
          return (
            <li key={path} className="history-file-row">
              <button
                type="button"
                className="history-file"
                data-tooltip={path}
                onClick={() => void commands.run('collaboration.history.openChange', change)}
              >
                <FileIcon name={fileName(path)} />
                <span>{fileName(path)}</span>
                <span className="history-folder clip">{path.slice(0, Math.max(0, path.lastIndexOf('/')))}</span>
                <Counts added={change.linesAdded} removed={change.linesRemoved} />
                <StatusLetter change={change} />
              </button>
              {live ? (
                <IconButton
                  label={t('Make {{name}} as in this version', { name: fileName(path) })}
                  onClick={() => void commands.run('collaboration.history.restoreFile', { version, path })}
                >
                  <RotateCcw aria-hidden="true" />
                </IconButton>
              ) : null}
            </li>
          );
        })}
      </ul>
    </>
  );
}

function StatusLetter({ change: { before, after } }: { readonly change: VersionChange }) {
  const [letter, word, name] =
    before === null
      ? ['A', t('added'), 'added']
      : after === null
        ? ['D', t('deleted'), 'deleted']
        : ['M', t('modified'), 'modified'];
  return (
    <span className={`history-status history-status-${name}`} role="img" aria-label={word}>
      {letter}
    </span>
  );
}

function spanOf(from: Version, to: Version): { from: string; to: string } {
  return { from: momentOf(from.createdAt), to: momentOf(to.createdAt) };
}

function stepRows(event: KeyboardEvent<HTMLElement>) {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('.history-file')];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  rows[Math.min(Math.max(at + step, 0), rows.length - 1)]?.focus();
  event.preventDefault();
}
