import type { editor, ISelection } from 'monaco-editor/editor/editor.api';
import type { MonacoHost } from '../../../app/text-editors.ts';
import { offsetAt, positionAt } from './text-offsets.ts';
import { mapOffset, mapRange, type OffsetRange, type TextReplacement } from './text-replacement.ts';

/** The source of selections that were put back after somebody else's edit. */
const source = 'collaboration';

export function toOffsetRange(model: editor.ITextModel, selection: ISelection): OffsetRange {
  const { selectionStartLineNumber, selectionStartColumn, positionLineNumber, positionColumn } = selection;
  return {
    anchor: offsetAt(model, { lineNumber: selectionStartLineNumber, column: selectionStartColumn }),
    head: offsetAt(model, { lineNumber: positionLineNumber, column: positionColumn }),
  };
}

export function toSelection(model: editor.ITextModel, { anchor, head }: OffsetRange): ISelection {
  const start = positionAt(model, anchor);
  const end = anchor === head ? start : positionAt(model, head);
  return {
    selectionStartLineNumber: start.lineNumber,
    selectionStartColumn: start.column,
    positionLineNumber: end.lineNumber,
    positionColumn: end.column,
  };
}

/**
 * Makes somebody else's change, `apply`, without moving what a person looks at, or a cursor that stands where something is inserted: Monaco would push
 * it along, as if it had been typed there. Monaco's own tracking does for all other cursors.
 */
export function keepPlaces(
  monaco: MonacoHost['monaco'],
  model: editor.ITextModel,
  replacements: readonly TextReplacement[],
  apply: () => void,
): void {
  const editors = monaco.editor.getEditors().filter((shown) => shown.getModel() === model);
  const views = editors.map((shown) => keepView(shown, model, replacements));
  const kept = editors.flatMap((shown) => {
    const before = (shown.getSelections() ?? []).map((selection) => toOffsetRange(model, selection));
    return before.some((range) => touches(range, replacements)) ? [{ shown, before }] : [];
  });
  apply();
  for (const { shown, before } of kept) {
    const wanted = before.map((range) => toSelection(model, mapRange(range, replacements)));
    const now = shown.getSelections() ?? [];
    const same = wanted.length === now.length && wanted.every((each, index) => now[index]?.equalsSelection(each));
    if (!same) shown.setSelections(wanted, source);
  }
  for (const restore of views) restore();
}

/**
 * Notes where the line that a person looks at is: the cursor's while they write, else the first one in view. Answers what puts
 * it back there. The very top stays the top, unless one writes there.
 */
function keepView(
  shown: editor.ICodeEditor,
  model: editor.ITextModel,
  replacements: readonly TextReplacement[],
): () => void {
  const [first] = shown.getVisibleRanges();
  if (!first) return () => {};
  const caret = shown.hasTextFocus() ? shown.getPosition() : null;
  const inView = caret && shown.getVisibleRanges().some((range) => range.containsPosition(caret));
  const anchor = inView ? caret : first.getStartPosition();
  if (!inView && shown.getScrollTop() === 0) return () => {};
  const offset = offsetAt(model, anchor);
  if (!replacements.some((each) => each.offset < offset)) return () => {};
  const before = shown.getTopForPosition(anchor.lineNumber, anchor.column) - shown.getScrollTop();
  return () => {
    const { lineNumber, column } = positionAt(model, mapOffset(offset, replacements, false));
    const scrollTop = shown.getTopForPosition(lineNumber, column) - before;
    if (scrollTop !== shown.getScrollTop()) shown.setScrollTop(scrollTop, immediately);
  };
}

/** Monaco's `ScrollType.Immediate`. */
const immediately = 1;

function touches({ anchor, head }: OffsetRange, replacements: readonly TextReplacement[]): boolean {
  return replacements.some(
    ({ offset, length }) =>
      (anchor >= offset && anchor <= offset + length) || (head >= offset && head <= offset + length),
  );
}
