import type * as monaco from 'monaco-editor/editor/editor.api';
import { t } from '../../../localize.ts';
import type { LineChange } from '../../../monaco/line-diff.ts';

export type ChangeKind = 'added' | 'modified' | 'deleted';

export function kindOf({ oldStart, oldEnd, newStart, newEnd }: LineChange): ChangeKind {
  if (oldStart === oldEnd) return 'added';
  return newStart === newEnd ? 'deleted' : 'modified';
}

/** The lines at which a change is shown, from 1, both ends counted; a deletion is shown at the line before it. */
export function shownLines(change: LineChange, lineCount: number): { start: number; end: number } {
  if (change.newStart === change.newEnd) {
    const line = Math.min(Math.max(change.newStart, 1), lineCount);
    return { start: line, end: line };
  }
  return { start: change.newStart + 1, end: Math.min(change.newEnd, lineCount) };
}

const overviewColors: Readonly<Record<ChangeKind, string>> = {
  added: 'editorGutter.addedBackground',
  modified: 'editorGutter.modifiedBackground',
  deleted: 'editorGutter.deletedBackground',
};

const spoken: Readonly<Record<ChangeKind, string>> = {
  added: t('Added lines. Click to see the change.'),
  modified: t('Changed lines. Click to see the change.'),
  deleted: t('Deleted lines. Click to see the change.'),
};

/** Marks beside the lines and in the overview. */
export function gutterDecorations(
  changes: readonly LineChange[],
  lineCount: number,
  { OverviewRulerLane }: typeof monaco.editor,
): monaco.editor.IModelDeltaDecoration[] {
  return changes.map((change) => {
    const kind = kindOf(change);
    const { start, end } = shownLines(change, lineCount);
    const atTop = kind === 'deleted' && change.newStart === 0;
    return {
      range: { startLineNumber: start, startColumn: 1, endLineNumber: end, endColumn: 1 },
      options: {
        isWholeLine: true,
        linesDecorationsClassName: `git-gutter git-gutter-${kind}${atTop ? ' git-gutter-top' : ''}`,
        linesDecorationsTooltip: spoken[kind],
        overviewRuler: { color: { id: overviewColors[kind] }, position: OverviewRulerLane.Left },
      },
    };
  });
}
