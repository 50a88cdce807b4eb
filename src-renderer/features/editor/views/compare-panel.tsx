import type { DockviewPanelApi } from 'dockview-react';
import type { editor } from 'monaco-editor/editor/editor.api';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { Comparison } from '../../../app/text-editors.ts';
import { t } from '../../../localize.ts';
import { hasModel, type TextModelBuffer } from '../../../monaco/text-buffer.ts';
import { Button } from '../../../ui/button.tsx';
import type { PanelParams } from '../area/panel-params.ts';
import { keepMine, takeFromDisk } from '../conflict/ask-about-conflict.ts';
import { documentTitle } from '../documents/document-id.ts';
import { toFileProblem } from '../documents/save-problem.ts';
import type { WorkingCopy } from '../documents/working-copy.ts';
import { useEditorParts } from '../parts.ts';
import { ComparisonHead } from './comparison-head.tsx';
import { ComparisonView } from './comparison-view.tsx';
import { Strip } from './document-strip.tsx';
import { LoadingView } from './loading-view.tsx';

/** Two texts side by side: what a feature compares, or else the file on disk and the text here. */
export function ComparePanel({ api, params }: { api: DockviewPanelApi; params: PanelParams }) {
  const { session } = useEditorParts();
  const { document, subject } = params;
  const comparison = subject === undefined ? undefined : session.comparisons.get(subject);
  const copy = useMemo(() => session.documents.open(document), [session, document]);
  const host = useStore(session.loader.host);
  const content = useStore(copy.state, (state) => state.content);
  const own = comparison?.right === null || comparison === undefined;

  useEffect(() => {
    if (own && content.kind === 'unread') void copy.load();
  }, [own, content.kind, copy]);

  const buffer = content.kind === 'text' && hasModel(content.buffer) ? content.buffer : null;
  if (own && content.kind === 'failed') {
    return (
      <Strip tone="danger">
        {t('{{document}} cannot be compared. {{message}}', {
          document: documentTitle(document),
          message: content.problem.message,
        })}
      </Strip>
    );
  }
  if (!host || (own && buffer === null)) return <LoadingView copy={copy} fraction={null} />;
  if (comparison) return <FeatureComparison api={api} comparison={comparison} buffer={own ? buffer : null} />;
  return buffer ? <DiskComparison api={api} document={document} copy={copy} buffer={buffer} /> : null;
}

function FeatureComparison(props: { api: DockviewPanelApi; comparison: Comparison; buffer: TextModelBuffer | null }) {
  const { api, comparison, buffer } = props;
  const [failure, setFailure] = useState<string | null>(null);
  const [diff, setDiff] = useState<editor.IStandaloneDiffEditor | null>(null);
  return (
    <div className="document-panel">
      <ComparisonHead comparison={comparison} diff={diff} />
      {failure !== null ? <Strip tone="warning">{failure}</Strip> : null}
      <ComparisonView
        api={api}
        document={comparison.document}
        left={comparison.left.read}
        right={buffer ?? comparison.right?.read ?? null}
        changed={comparison.changed}
        keepFocus={comparison.keepFocus}
        onFailure={setFailure}
        onShown={setDiff}
      />
    </div>
  );
}

interface DiskComparisonProps {
  readonly api: DockviewPanelApi;
  readonly document: string;
  readonly copy: WorkingCopy;
  readonly buffer: TextModelBuffer;
}

function DiskComparison({ api, document, copy, buffer }: DiskComparisonProps) {
  const { session } = useEditorParts();
  const conflict = useStore(copy.state, (state) => state.disk === 'changed');
  const conflictSince = useStore(copy.state, (state) => state.conflictSince);
  const dirty = useStore(copy.state, (state) => state.dirty);
  const [failure, setFailure] = useState<string | null>(null);
  const name = documentTitle(document);
  const readDisk = useCallback(
    () => copy.readDisk().catch((error: unknown) => Promise.reject(new Error(toFileProblem(error).message))),
    [copy],
  );
  return (
    <div className="document-panel">
      {failure !== null ? (
        <Strip tone="danger">{t('{{name}} cannot be compared. {{failure}}', { name, failure })}</Strip>
      ) : conflict ? (
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
            </>
          }
        >
          {t('On the left the file on disk, on the right your text. You can go on editing here before you choose.')}
        </Strip>
      ) : (
        <Strip tone="info">
          {dirty
            ? t('On the left the file on disk, on the right your text.')
            : t('{{name}} equals the file on disk.', { name })}
        </Strip>
      )}
      {/* Made anew for each version of the file that is compared with. */}
      <ComparisonView
        key={conflictSince}
        api={api}
        document={document}
        left={readDisk}
        right={buffer}
        onFailure={setFailure}
      />
    </div>
  );
}
