import { ArrowDown, ArrowUp, Columns2, Rows2 } from 'lucide-react';
import type { editor } from 'monaco-editor/editor/editor.api';
import { useEffect, useState } from 'react';
import { useServices } from '../../../app/services.ts';
import type { ComparedLines, Comparison } from '../../../app/text-editors.ts';
import { t } from '../../../localize.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import './comparison-head.css';

interface ComparisonHeadProps {
  readonly comparison: Comparison;
  readonly diff: editor.IStandaloneDiffEditor | null;
}

/** What is compared, how many changes there are, and what can be done with the one at the cursor. */
export function ComparisonHead({ comparison, diff }: ComparisonHeadProps) {
  const { keybindings } = useServices();
  const [sideBySide, setSideBySide] = useState(true);
  const [changes, setChanges] = useState<readonly ComparedLines[] | null>(null);

  useEffect(() => {
    if (!diff) return;
    const read = () => {
      const found = diff.getLineChanges();
      setChanges(found?.map(toLines) ?? null);
    };
    read();
    const listener = diff.onDidUpdateDiff(read);
    return () => listener.dispose();
  }, [diff]);

  const toggle = () => {
    diff?.updateOptions({ renderSideBySide: !sideBySide });
    setSideBySide(!sideBySide);
  };
  const current = (): ComparedLines | undefined => {
    const line = diff?.getModifiedEditor().getPosition()?.lineNumber ?? 1;
    return changes?.find(({ start, end }) => line >= start && line <= Math.max(start, end)) ?? changes?.[0];
  };
  const run = (action: Comparison['actions'][number]) => {
    const lines = current();
    if (lines) void action.run(lines);
  };
  const none = changes !== null && changes.length === 0;
  return (
    <div className="comparison-head" role="toolbar" aria-label={t('Comparison')}>
      <span className="comparison-sides clip">
        {comparison.left.label}
        <span aria-hidden="true"> ↔ </span>
        {comparison.rightLabel}
      </span>
      <span className="comparison-count" role="status">
        {changes === null ? '' : none ? t('No changes') : t('{{count}} changes', { count: changes.length })}
      </span>
      {comparison.actions.map((action) => (
        <Button key={action.title} small kind="ghost" disabled={!changes || none} onClick={() => run(action)}>
          {action.title}
        </Button>
      ))}
      <IconButton
        label={t('Previous change')}
        keys={keybindings.keysOf('workbench.action.compareEditor.previousChange')}
        disabled={!changes || none}
        onClick={() => diff?.goToDiff('previous')}
      >
        <ArrowUp aria-hidden="true" />
      </IconButton>
      <IconButton
        label={t('Next change')}
        keys={keybindings.keysOf('workbench.action.compareEditor.nextChange')}
        disabled={!changes || none}
        onClick={() => diff?.goToDiff('next')}
      >
        <ArrowDown aria-hidden="true" />
      </IconButton>
      <IconButton label={sideBySide ? t('Show inline') : t('Show side by side')} onClick={toggle}>
        {sideBySide ? <Rows2 aria-hidden="true" /> : <Columns2 aria-hidden="true" />}
      </IconButton>
    </div>
  );
}

function toLines({ modifiedStartLineNumber, modifiedEndLineNumber }: editor.ILineChange): ComparedLines {
  // Monaco has 0 as the end where lines are missing; they stood after the start line.
  if (modifiedEndLineNumber === 0) return { start: modifiedStartLineNumber + 1, end: modifiedStartLineNumber };
  return { start: modifiedStartLineNumber, end: modifiedEndLineNumber };
}
