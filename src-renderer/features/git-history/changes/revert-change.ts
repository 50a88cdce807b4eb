import type * as monaco from 'monaco-editor/editor/editor.api';
import type { AttachedEditor } from '../../../app/text-editors.ts';
import type { LineChange } from '../../../monaco/line-diff.ts';
import { toLines } from './text-lines.ts';

/** Puts the base's lines back in a change's place, as one step that undo takes back. */
export function revertChange(
  {
    editor,
    model,
    host,
  }: Pick<AttachedEditor, 'model' | 'host'> & {
    readonly editor: {
      pushUndoStop(): void;
      executeEdits(source: string, edits: monaco.editor.IIdentifiedSingleEditOperation[]): void;
    };
  },
  base: string,
  change: LineChange,
): void {
  const edit = revertEdit(host.monaco, model, toLines(base), change);
  editor.pushUndoStop();
  editor.executeEdits('git.revertChange', [{ ...edit, forceMoveMarkers: true }]);
  editor.pushUndoStop();
}

function revertEdit(
  { Range }: typeof monaco,
  model: monaco.editor.ITextModel,
  base: readonly string[],
  { oldStart, oldEnd, newStart, newEnd }: LineChange,
): { range: monaco.Range; text: string } {
  const text = base.slice(oldStart, oldEnd).join('');
  const lineCount = model.getLineCount();
  const endOfText = () => ({ line: lineCount, column: model.getLineMaxColumn(lineCount) });
  if (newEnd < lineCount) return { range: new Range(newStart + 1, 1, newEnd + 1, 1), text };
  const end = endOfText();
  if (newStart < lineCount) return { range: new Range(newStart + 1, 1, end.line, end.column), text };
  // Lines that are missing after the last one, which has no end of its own.
  return { range: new Range(end.line, end.column, end.line, end.column), text: `\n${text}` };
}
