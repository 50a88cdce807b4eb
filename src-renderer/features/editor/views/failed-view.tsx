import { CircleX, FileQuestion } from 'lucide-react';
import { t } from '../../../localize.ts';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { documentPlace, documentTitle } from '../documents/document-id.ts';
import type { FileProblem } from '../documents/save-problem.ts';
import type { WorkingCopy } from '../documents/working-copy.ts';
import { useEditorParts } from '../parts.ts';

interface FailedViewProps {
  readonly document: string;
  readonly copy: WorkingCopy;
  readonly problem: FileProblem;
  readonly panelId: string;
}

/** Says why a file cannot be shown. */
export function FailedView({ document, copy, problem, panelId }: FailedViewProps) {
  const { session } = useEditorParts();
  const missing = problem.code === 'NOT_FOUND' || problem.code === 'PROJECT_NOT_FOUND';
  const place = documentPlace(document);
  const close = () => {
    const panel = session.area.state.getState().panels.find(({ id }) => id === panelId);
    if (panel) session.closePanel(panel);
  };
  return (
    <EmptyState
      failed={!missing}
      icon={missing ? <FileQuestion aria-hidden="true" /> : <CircleX aria-hidden="true" />}
      title={
        missing
          ? t('{{document}} is not there any more', { document: documentTitle(document) })
          : t('{{document}} cannot be shown', { document: documentTitle(document) })
      }
      actions={
        <>
          <Button small onClick={close}>
            {t('Close')}
          </Button>
          <Button small kind="ghost" onClick={() => void copy.load()}>
            {t('Try again')}
          </Button>
        </>
      }
    >
      {missing && place.type === 'file' ? t('{{path}} was moved or deleted.', { path: place.path }) : problem.message}
    </EmptyState>
  );
}
