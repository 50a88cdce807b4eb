import type * as monaco from 'monaco-editor/editor/editor.api';
import { t } from '../../../localize.ts';
import type { PlacedHunk } from './place-hunk.ts';

/** Lines that a proposal would remove, and marks in the overview. */
export function hunkMarks(
  placed: readonly PlacedHunk[],
  lineCount: number,
  { OverviewRulerLane }: typeof monaco.editor,
): monaco.editor.IModelDeltaDecoration[] {
  return placed.map(({ hunk, start }) => {
    const removes = hunk.oldLines.length > 0;
    const first = Math.min(start + 1, lineCount);
    const last = removes ? Math.min(start + hunk.oldLines.length, lineCount) : first;
    const color = hunk.newLines.length > 0 ? 'editorGutter.addedBackground' : 'editorGutter.deletedBackground';
    return {
      range: { startLineNumber: first, startColumn: 1, endLineNumber: last, endColumn: 1 },
      options: {
        isWholeLine: true,
        ...(removes
          ? {
              className: 'assistant-removed',
              linesDecorationsClassName: 'assistant-gutter assistant-gutter-removed',
              linesDecorationsTooltip: t('The assistant would remove these lines.'),
            }
          : {}),
        overviewRuler: { color: { id: color }, position: OverviewRulerLane.Center },
      },
    };
  });
}
