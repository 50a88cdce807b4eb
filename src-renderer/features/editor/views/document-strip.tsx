import { Info, Lock, TriangleAlert, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { encodingName } from '../../../app/language-names.ts';
import { useServices } from '../../../app/services.ts';
import { t } from '../../../localize.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { keepMine, openComparison, takeFromDisk } from '../conflict/ask-about-conflict.ts';
import { documentTitle } from '../documents/document-id.ts';
import type { FileProblem } from '../documents/save-problem.ts';
import type { WorkingCopy } from '../documents/working-copy.ts';
import { useEditorParts } from '../parts.ts';
import './document-strip.css';

/** What must be said about a document, in its place: above the text. */
export function DocumentStrip({ document, copy }: { document: string; copy: WorkingCopy }) {
  const { session, saving } = useEditorParts();
  const { disk, problem, readOnly, content } = useStore(
    copy.state,
    useShallow(({ disk, problem, readOnly, content }) => ({ disk, problem, readOnly, content })),
  );
  const [dismissed, setDismissed] = useState<string | null>(null);
  const name = documentTitle(document);
  const large = content.kind === 'text' && content.large;

  if (disk === 'changed') {
    return (
      <Strip
        tone="warning"
        actions={
          <>
            <Button small kind="ghost" onClick={() => void takeFromDisk(session, document)}>
              {t('Use the one on disk')}
            </Button>
            <Button small onClick={() => void keepMine(session, document)}>
              {t('Keep mine')}
            </Button>
            <Button small onClick={() => openComparison(session, document)}>
              {t('Compare')}
            </Button>
          </>
        }
      >
        {t('{{name}} changed on disk, and you have unsaved edits. Nothing is lost until you choose.', { name })}
      </Strip>
    );
  }
  if (disk === 'deleted') {
    return (
      <Strip
        tone="warning"
        actions={
          <Button small onClick={() => void keepMine(session, document)}>
            {t('Save it again')}
          </Button>
        }
      >
        {t('{{name}} was deleted on disk. Your unsaved text is kept here.', { name })}
      </Strip>
    );
  }
  if (problem) {
    return (
      <Strip
        tone="danger"
        onDismiss={copy.dismissProblem}
        actions={<ProblemActions document={document} problem={problem} />}
      >
        {problemText(name, problem)}
      </Strip>
    );
  }
  if (readOnly !== null && dismissed !== readOnly) {
    return (
      <Strip
        tone="info"
        icon={<Lock aria-hidden="true" />}
        onDismiss={() => setDismissed(readOnly)}
        actions={
          <Button small kind="ghost" onClick={() => void saving.saveAs(document)}>
            {t('Save as')}
          </Button>
        }
      >
        {t('Read-only: {{readOnly}}', { readOnly })}
      </Strip>
    );
  }
  if (large && dismissed !== 'large') {
    return (
      <Strip tone="info" onDismiss={() => setDismissed('large')}>
        {t('Large file: colouring, folding and wrapping are off so that typing stays quick.')}
      </Strip>
    );
  }
  return null;
}

function problemText(name: string, problem: FileProblem): string {
  if (problem.code !== 'CANNOT_ENCODE')
    return t('{{name}} was not saved. {{message}}', { name, message: problem.message });
  const encoding = encodingName(problem.encoding, false);
  return t('{{name}} was not saved. Line {{line}} holds “{{character}}”, which {{encoding}} does not have.', {
    name,
    line: problem.line,
    character: problem.character,
    encoding,
  });
}

function ProblemActions({ document, problem }: { document: string; problem: FileProblem }) {
  const { session, saving } = useEditorParts();
  const { editor } = useServices();
  if (problem.code === 'CANNOT_ENCODE') {
    return (
      <>
        <Button small kind="ghost" onClick={() => editor.goTo(problem.line)}>
          {t('Show line {{line}}', { line: problem.line })}
        </Button>
        <Button small onClick={() => void saving.saveWithEncoding(document, 'utf-8', false)}>
          {t('Save as UTF-8')}
        </Button>
      </>
    );
  }
  return (
    <>
      <Button small kind="ghost" onClick={() => void saving.saveAs(document)}>
        {t('Save as')}
      </Button>
      {session.documents.get(document)?.state.getState().readOnly === null ? (
        <Button small onClick={() => void saving.save(document)}>
          {t('Try again')}
        </Button>
      ) : null}
    </>
  );
}

interface StripProps {
  readonly tone: 'info' | 'warning' | 'danger';
  readonly icon?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  readonly onDismiss?: () => void;
}

/** One line above an editor, with what can be done about it. */
export function Strip({ tone, icon, actions, children, onDismiss }: StripProps) {
  const fallback = tone === 'info' ? <Info aria-hidden="true" /> : <TriangleAlert aria-hidden="true" />;
  return (
    <div className={`document-strip document-strip-${tone}`} role={tone === 'info' ? 'status' : 'alert'}>
      {icon ?? fallback}
      <p className="document-strip-text">{children}</p>
      {actions ? <div className="document-strip-actions">{actions}</div> : null}
      {onDismiss ? (
        <IconButton label={t('Hide this')} onClick={onDismiss}>
          <X className="icon-small" aria-hidden="true" />
        </IconButton>
      ) : null}
    </div>
  );
}
