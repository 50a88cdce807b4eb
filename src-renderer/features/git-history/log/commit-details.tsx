import { Copy, Ellipsis } from 'lucide-react';
import type { KeyboardEvent, RefObject } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { ChangedFile, CommitDetails as Details } from '../../../../contract/desktop/git/history.ts';
import { useServices } from '../../../app/services.ts';
import { currentLocale, t } from '../../../localize.ts';
import { IconButton } from '../../../ui/button.tsx';
import { FileIcon } from '../../../ui/file-icon.tsx';
import { Menu } from '../../../ui/menu.tsx';
import type { Comparisons } from '../comparisons.ts';
import { CommitMenu } from './commit-menu.tsx';
import { ReferenceLabel } from './log-list.tsx';
import type { LogStore } from './log-store.ts';

interface CommitDetailsProps {
  readonly log: LogStore;
  readonly comparisons: Comparisons;
  readonly files: RefObject<HTMLUListElement | null>;
}

const spokenStatus: Readonly<Record<ChangedFile['status'], string>> = {
  added: t('added'),
  modified: t('modified'),
  deleted: t('deleted'),
  renamed: t('renamed'),
  copied: t('copied'),
  type: t('type'),
};

/** Everything about the commit that is chosen. */
export function CommitDetails({ log, comparisons, files }: CommitDetailsProps) {
  const { commands } = useServices();
  const { details, selected, problem } = useStore(
    log.state,
    useShallow(({ details, selected, detailsProblem }) => ({ details, selected, problem: detailsProblem })),
  );
  if (problem !== null) return <p className="log-details-problem">{problem}</p>;
  if (details === null || selected === null) return <div className="log-details" />;
  const { hash, subject, message, author, email, authoredAt, committer, parents, references } = details;
  const body = message.startsWith(subject) ? message.slice(subject.length).trim() : message;
  const written = new Date(authoredAt).toLocaleString(currentLocale(), { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <section className="log-details" aria-label={t('Commit')}>
      <header className="log-details-head">
        <h3 className="log-details-subject">{subject || t('No message')}</h3>
        <IconButton label={t('Copy hash')} onClick={() => void commands.run('git.history.copyHash', details)}>
          <Copy aria-hidden="true" />
        </IconButton>
        <Menu
          align="end"
          trigger={
            <IconButton label={t('More about this commit')}>
              <Ellipsis aria-hidden="true" />
            </IconButton>
          }
        >
          <CommitMenu commit={details} />
        </Menu>
      </header>
      {body === '' ? null : <p className="log-details-body">{body}</p>}
      <dl className="log-details-facts">
        <dt>{t('Author')}</dt>
        <dd>{`${author} <${email}>`}</dd>
        {committer !== author ? (
          <>
            <dt>{t('Committer')}</dt>
            <dd>{committer}</dd>
          </>
        ) : null}
        <dt>{t('Date')}</dt>
        <dd>{written}</dd>
        <dt>{t('Commit')}</dt>
        <dd className="log-details-hash">{hash}</dd>
        {parents.length > 0 ? (
          <>
            <dt>{parents.length === 1 ? t('Parent') : t('Parents')}</dt>
            <dd>
              {parents.map((parent) => (
                <button type="button" className="log-parent" key={parent} onClick={() => log.select(parent)}>
                  {parent.slice(0, 7)}
                </button>
              ))}
            </dd>
          </>
        ) : null}
      </dl>
      {references.length > 0 ? (
        <p className="log-details-labels">
          {references.map((reference) => (
            <ReferenceLabel key={`${reference.kind}/${reference.name}`} reference={reference} />
          ))}
        </p>
      ) : null}
      <FileList details={details} comparisons={comparisons} files={files} />
    </section>
  );
}

function FileList({ details, comparisons, files }: { details: Details } & Omit<CommitDetailsProps, 'log'>) {
  const { notifications } = useServices();
  const { hash, parents } = details;
  const open = ({ path, oldPath }: ChangedFile) =>
    void comparisons
      .commit(hash, path, oldPath, parents.length === 0)
      .catch((error: unknown) => notifications.error(String(error)));
  const added = details.files.reduce((sum, file) => sum + (file.added ?? 0), 0);
  const removed = details.files.reduce((sum, file) => sum + (file.removed ?? 0), 0);
  return (
    <>
      <h4 className="log-files-head">
        {details.truncated
          ? t('{{number}}+ files', { number: details.files.length })
          : t('{{count}} files', { count: details.files.length })}
        <Counts added={added} removed={removed} />
      </h4>
      <ul className="log-files" aria-label={t('Changed files')} ref={files} onKeyDown={stepRows}>
        {details.files.map((file) => (
          <li key={file.path}>
            <button
              type="button"
              className="log-file"
              onClick={() => open(file)}
              data-tooltip={file.oldPath ? `${file.oldPath} → ${file.path}` : file.path}
            >
              <FileIcon name={nameOf(file.path)} />
              <span className="log-file-name">{nameOf(file.path)}</span>
              <span className="log-file-folder clip">
                {file.path.slice(0, Math.max(0, file.path.lastIndexOf('/')))}
              </span>
              <Counts added={file.added} removed={file.removed} />
              <span
                className={`log-status log-status-${file.status}`}
                role="img"
                aria-label={spokenStatus[file.status]}
              >
                {file.status.charAt(0).toUpperCase()}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

function Counts({ added, removed }: { added: number | null; removed: number | null }) {
  if (added === null || removed === null) return <span className="log-counts">{t('binary')}</span>;
  return (
    <span className="log-counts">
      {added > 0 ? <span className="log-added">{`+${added}`}</span> : null}
      {removed > 0 ? <span className="log-removed">{`−${removed}`}</span> : null}
    </span>
  );
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function stepRows(event: KeyboardEvent<HTMLElement>) {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('.log-file')];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  rows[Math.min(Math.max(at + step, 0), rows.length - 1)]?.focus();
  event.preventDefault();
}
