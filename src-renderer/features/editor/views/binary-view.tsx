import { FileDigit } from 'lucide-react';
import type { BinaryFileHead } from '../../../../contract/model/file.ts';
import { t } from '../../../localize.ts';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { formatBytes } from '../documents/format-bytes.ts';
import type { WorkingCopy } from '../documents/working-copy.ts';
import { HexView } from './hex-view.tsx';
import './binary-view.css';

/** Core reads a file as a whole; a look at its first bytes is not worth that beyond this size. */
const largestWithBytes = 8 * 1024 * 1024;

/** Says what a file is that is neither text nor a picture, and shows how it begins. */
export function BinaryView({ copy, head }: { copy: WorkingCopy; head: BinaryFileHead }) {
  const name = head.path.slice(head.path.lastIndexOf('/') + 1);
  return (
    <div className="binary-view">
      <div className="binary-view-summary">
        <EmptyState
          icon={<FileDigit aria-hidden="true" />}
          title={t('{{name}} is not text', { name })}
          actions={
            <Button small onClick={() => void copy.openAsText()}>
              {t('Open as text anyway')}
            </Button>
          }
        >
          {t(
            '{{size}}, {{mediaType}}. As text it may be unreadable, and it is read-only where saving would change it.',
            { size: formatBytes(head.size), mediaType: head.mediaType },
          )}
        </EmptyState>
      </div>
      {head.size <= largestWithBytes ? (
        <HexView key={head.version} projectId={copy.projectId} path={head.path} />
      ) : null}
    </div>
  );
}
