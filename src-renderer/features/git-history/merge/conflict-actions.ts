import type * as monaco from 'monaco-editor/editor/editor.api';
import type { MonacoHost } from '../../../app/text-editors.ts';
import { type Choice, type Conflict, chosenLines, parseConflicts } from './parse-conflicts.ts';

/** The conflicts of a text as it is now. */
export function conflictsOf(model: monaco.editor.ITextModel): Conflict[] {
  return parseConflicts(model.getLinesContent());
}

/** Puts what was chosen in a conflict's place, as one step that undo takes back. */
export function solveConflict(
  { monaco: { Range } }: MonacoHost,
  model: monaco.editor.ITextModel,
  conflict: Conflict,
  choice: Choice,
): void {
  solveAll(model, [conflict], choice, Range);
}

/** The same for several conflicts in one step. */
export function solveConflicts(
  { monaco: { Range } }: MonacoHost,
  model: monaco.editor.ITextModel,
  conflicts: readonly Conflict[],
  choice: Choice,
): void {
  solveAll(model, conflicts, choice, Range);
}

function solveAll(
  model: monaco.editor.ITextModel,
  conflicts: readonly Conflict[],
  choice: Choice,
  Range: typeof monaco.Range,
): void {
  const lines = model.getLinesContent();
  const edits = conflicts.map((conflict) => {
    const chosen = chosenLines(lines, conflict, choice);
    const text = chosen.map((line) => `${line}\n`).join('');
    if (conflict.end < lines.length) return { range: new Range(conflict.start + 1, 1, conflict.end + 1, 1), text };
    // The last mark has no line end behind it, so what is chosen has none either.
    const range = new Range(conflict.start + 1, 1, lines.length, model.getLineMaxColumn(lines.length));
    return { range, text: text.replace(/\n$/, '') };
  });
  model.pushStackElement();
  model.pushEditOperations(null, edits, () => null);
  model.pushStackElement();
}

/** The conflict that holds a line (from 1), or else the first one after it. */
export function conflictAt(conflicts: readonly Conflict[], line: number): Conflict | undefined {
  return conflicts.find(({ end }) => line <= end);
}

/** The first line (from 1) of the conflict that comes next in a direction, going round at the ends. */
export function nextConflictLine(conflicts: readonly Conflict[], line: number, step: 1 | -1): number | null {
  const starts = conflicts.map(({ start }) => start + 1);
  const next = step === 1 ? starts.find((start) => start > line) : starts.findLast((start) => start < line);
  return next ?? (step === 1 ? starts[0] : starts.at(-1)) ?? null;
}

/** How a conflict looks in a text that holds its marks. */
export function conflictDecorations(conflicts: readonly Conflict[]): monaco.editor.IModelDeltaDecoration[] {
  const lines = (start: number, end: number, className: string) => ({
    range: { startLineNumber: start + 1, startColumn: 1, endLineNumber: Math.max(start + 1, end), endColumn: 1 },
    options: { isWholeLine: true, className },
  });
  return conflicts.flatMap(({ start, end, current, base, incoming }) => [
    lines(start, current.start, 'git-conflict-head git-conflict-current'),
    ...(current.end > current.start ? [lines(current.start, current.end, 'git-conflict-current')] : []),
    ...(base && base.end > base.start ? [lines(base.start, base.end, 'git-conflict-base')] : []),
    ...(incoming.end > incoming.start ? [lines(incoming.start, incoming.end, 'git-conflict-incoming')] : []),
    lines(end - 1, end, 'git-conflict-head git-conflict-incoming'),
  ]);
}
