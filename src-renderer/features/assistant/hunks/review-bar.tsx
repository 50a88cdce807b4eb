import type { StagedFile } from '../../../../contract/model/chat.ts';
import { t } from '../../../localize.ts';
import { Button } from '../../../ui/button.tsx';
import { keyText } from '../../../ui/key-names.ts';
import type { HunkActions } from './hunk-actions.ts';
import { countHunks } from './hunk-counts.ts';

/** How many hunks are still to be decided about, and the decision about all of them. */
export function ReviewBar({
  files,
  actions,
}: {
  readonly files: readonly StagedFile[];
  readonly actions: HunkActions;
}) {
  const { left, all } = countHunks(files);
  if (left === 0) return null;
  return (
    <div className="assistant-review">
      <span>{t('{{left}} of {{count}} hunks left', { left, count: all })}</span>
      <span className="assistant-review-tools">
        <Button small onClick={() => actions.undoAll(files)}>
          {t('Undo all')}
        </Button>
        <Button small kind="primary" onClick={() => actions.keepAll(files)}>
          {t('Keep all')}
          <span className="assistant-key-hint">{keyText('Ctrl+Enter')}</span>
        </Button>
      </span>
    </div>
  );
}
