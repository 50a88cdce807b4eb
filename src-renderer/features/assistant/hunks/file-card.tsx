import { Check, ChevronDown, ChevronRight, Lock, TriangleAlert, Undo2 } from 'lucide-react';
import { memo, useState } from 'react';
import type { StagedFile } from '../../../../contract/model/chat.ts';
import { useServices } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import { IconButton } from '../../../ui/button.tsx';
import { FileIcon } from '../../../ui/file-icon.tsx';
import type { HunkActions } from './hunk-actions.ts';
import { HunkView } from './hunk-view.tsx';

interface FileCardProps {
  readonly file: StagedFile;
  readonly actions: HunkActions;
}

/** What an answer would do to one file. */
export const FileCard = memo(function FileCard({ file, actions }: FileCardProps) {
  const { editor } = useServices();
  const [open, setOpen] = useState(true);
  const { hunks, added, removed, path } = file;
  const allKept = hunks.length > 0 && hunks.every(({ status }) => status === 'kept');
  const allUndone = hunks.length > 0 && hunks.every(({ status }) => status === 'undone');
  const conflicts = hunks.filter(({ status }) => status === 'conflict').length;
  const Chevron = open ? ChevronDown : ChevronRight;
  return (
    <section className="assistant-card" aria-label={path}>
      <header className="assistant-card-head">
        <button
          type="button"
          className="assistant-fold"
          aria-expanded={open}
          aria-label={open ? t('Fold {{path}}', { path }) : t('Unfold {{path}}', { path })}
          onClick={() => setOpen(!open)}
        >
          <Chevron className="icon-small" aria-hidden="true" />
        </button>
        <FileIcon name={path} />
        <button
          type="button"
          className="assistant-path clip"
          data-tooltip={path}
          onClick={() => void editor.open(path, { line: hunks[0]?.newStart ?? 1 })}
        >
          {shortPath(path)}
        </button>
        <span className="assistant-added">+{added}</span>
        {removed > 0 ? <span className="assistant-removed">−{removed}</span> : null}
        <span className="assistant-card-state">
          {file.kind === 'change' ? null : <span>{kindText(file)}</span>}
          {allKept ? (
            <>
              <span className="assistant-kept">
                <Check className="icon-small" aria-hidden="true" />
                {t('Kept')}
              </span>
              <IconButton label={t('Undo {{path}}', { path })} onClick={() => actions.undo(file, hunks)}>
                <Undo2 className="icon-small" aria-hidden="true" />
              </IconButton>
            </>
          ) : (
            <span>{allUndone ? t('undone') : conflicts > 0 ? t('conflict') : t('staged')}</span>
          )}
        </span>
      </header>
      {open ? (
        <>
          {file.protected === null || allKept || allUndone ? null : (
            <p className="assistant-card-note">
              <Lock className="icon-small" aria-hidden="true" />
              {t('You are asked before this file is changed: {{reason}}', { reason: file.protected })}
            </p>
          )}
          {hunks.map((hunk) => (
            <HunkView key={hunk.id} file={file} hunk={hunk} plain={allKept} actions={actions} />
          ))}
          <Failures file={file} />
        </>
      ) : null}
    </section>
  );
});

/** Blocks of the answer that found no place, with what comes nearest. */
function Failures({ file }: { readonly file: StagedFile }) {
  const { editor } = useServices();
  return file.failures.map(({ reason, search, nearest }) => (
    <div key={`${reason}\n${search}`} className="assistant-failure">
      <p>
        <TriangleAlert className="icon-small" aria-hidden="true" />
        <span>
          {reason}{' '}
          {nearest === null ? null : (
            <button
              type="button"
              className="assistant-link"
              onClick={() => void editor.open(file.path, { line: nearest.line })}
            >
              {t('Show line {{line}}', { line: nearest.line })}
            </button>
          )}
        </span>
      </p>
      {search === '' ? null : (
        <details>
          <summary>{t('What was looked for')}</summary>
          <pre>{search}</pre>
          {nearest === null ? null : (
            <>
              <p>{t('Nearest, from line {{line}}', { line: nearest.line })}</p>
              <pre>{nearest.text}</pre>
            </>
          )}
        </details>
      )}
    </div>
  ));
}

function kindText({ kind, from }: StagedFile): string {
  switch (kind) {
    case 'create':
      return t('new file');
    case 'delete':
      return t('deletes it');
    case 'rename':
      return t('was {{from}}', { from: from ?? '' });
    case 'change':
      return '';
  }
}

/** The name and the folder that it is in, which tell most files apart. */
function shortPath(path: string): string {
  return path.split('/').slice(-2).join('/');
}
