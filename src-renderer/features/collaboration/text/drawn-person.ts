import type { editor } from 'monaco-editor/editor/editor.api';
import type { Disposable } from '../../../app/disposable.ts';
import type { AttachedEditor } from '../../../app/text-editors.ts';
import { positionAt } from './text-offsets.ts';
import type { OffsetRange } from './text-replacement.ts';

/** A name is shown this long after its caret has moved. */
const nameLasts = 2000;

/** Somebody's carets and selections in one editor. */
export interface DrawnPerson extends Disposable {
  /** Draws them where they are now; nothing when there are none. */
  draw(ranges: readonly OffsetRange[], look: { readonly name: string; readonly color: number }): void;
  /** Shows the name beside the main caret for a while. */
  showName(): void;
  /** Whether the main caret is in the part of the text that is shown. */
  isInView(): boolean;
  /** Whether anything of it is on these lines. */
  isOnLines(first: number, last: number): boolean;
  /** Whether a place is at a caret or in a selection. */
  isAt(line: number, column: number): boolean;
}

/** Makes what somebody is drawn with. Between two draws it is Monaco that moves it along with the text. */
export function createDrawnPerson({ host, editor: shown, model }: AttachedEditor, client: number): DrawnPerson {
  const { monaco } = host;
  const marks = shown.createDecorationsCollection();
  const name = document.createElement('div');
  let nameShown = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Which of the marks is the main caret. */
  let mainCaret = -1;

  const caretPosition = () => marks.getRange(mainCaret)?.getStartPosition() ?? null;
  const widget: editor.IContentWidget = {
    getId: () => `collaboration.name.${client}`,
    getDomNode: () => name,
    getPosition() {
      const position = caretPosition();
      if (!position) return null;
      const atEnd = position.column === model.getLineMaxColumn(position.lineNumber);
      name.classList.toggle('person-name-beside', atEnd);
      const { EXACT, ABOVE, BELOW } = monaco.editor.ContentWidgetPositionPreference;
      return { position, preference: atEnd ? [EXACT] : [ABOVE, BELOW] };
    },
  };
  const hideName = () => {
    clearTimeout(timer);
    if (!nameShown) return;
    nameShown = false;
    shown.removeContentWidget(widget);
  };

  return {
    draw(ranges, { name: text, color }) {
      name.textContent = text;
      name.className = `person-name ${personClass(color)}`;
      const drawn = ranges.flatMap(({ anchor, head }) => {
        const caret = positionAt(model, head);
        const start = anchor < head ? positionAt(model, anchor) : caret;
        const end = anchor < head ? caret : anchor > head ? positionAt(model, anchor) : caret;
        const selected = monaco.Range.fromPositions(start, end);
        return [caretMark(monaco.Range.fromPositions(caret), color), ...selectionMarks(selected, color)];
      });
      mainCaret = drawn.length > 0 ? 0 : -1;
      marks.set(drawn);
      if (mainCaret < 0) hideName();
      else if (nameShown) shown.layoutContentWidget(widget);
    },
    showName() {
      if (mainCaret < 0) return;
      clearTimeout(timer);
      timer = setTimeout(hideName, nameLasts);
      if (nameShown) shown.layoutContentWidget(widget);
      else shown.addContentWidget(widget);
      nameShown = true;
    },
    isInView() {
      const line = caretPosition()?.lineNumber;
      return line !== undefined && isLineInView(shown, line);
    },
    isOnLines: (first, last) =>
      marks.getRanges().some((range) => range.startLineNumber <= last && range.endLineNumber >= first),
    isAt(line, column) {
      return marks.getRanges().some((range) => {
        const { startLineNumber, startColumn, endLineNumber, endColumn } = range;
        // The pointer is on either side of a caret.
        const near = range.isEmpty() ? 1 : 0;
        return (
          (line > startLineNumber || (line === startLineNumber && column >= startColumn - near)) &&
          (line < endLineNumber || (line === endLineNumber && column <= endColumn + near))
        );
      });
    },
    dispose() {
      hideName();
      marks.clear();
    },
  };

  function caretMark(range: InstanceType<typeof monaco.Range>, color: number): editor.IModelDeltaDecoration {
    const start = range.startColumn === 1 ? 'person-caret-start ' : '';
    return {
      range,
      options: {
        className: `person-caret ${start}${personClass(color)}`,
        showIfCollapsed: true,
        stickiness: monaco.editor.TrackedRangeStickiness.NeverGrowsWhenTypingAtEdges,
        overviewRuler: { color: { id: `person.${color + 1}` }, position: monaco.editor.OverviewRulerLane.Right },
        zIndex: 20,
      },
    };
  }

  /** One outline around all lines would need one element; Monaco draws each line, so the lines share it. */
  function selectionMarks(range: InstanceType<typeof monaco.Range>, color: number): editor.IModelDeltaDecoration[] {
    if (range.isEmpty()) return [];
    const { startLineNumber: first, startColumn, endLineNumber: last, endColumn } = range;
    const mark = (part: InstanceType<typeof monaco.Range>, edges: string) => ({
      range: part,
      options: {
        className: `person-selection ${edges} ${personClass(color)}`,
        stickiness: monaco.editor.TrackedRangeStickiness.NeverGrowsWhenTypingAtEdges,
      },
    });
    if (first === last) return [mark(range, 'person-selection-first person-selection-last')];
    const between = new monaco.Range(first + 1, 1, last - 1, model.getLineMaxColumn(last - 1));
    return [
      mark(new monaco.Range(first, startColumn, first, model.getLineMaxColumn(first)), 'person-selection-first'),
      ...(last - first > 1 ? [mark(between, '')] : []),
      mark(new monaco.Range(last, 1, last, endColumn), 'person-selection-last'),
    ];
  }
}

/** Whether a line is in the part of the text that an editor shows. */
export function isLineInView(shown: AttachedEditor['editor'], line: number): boolean {
  return shown
    .getVisibleRanges()
    .some(({ startLineNumber, endLineNumber }) => line >= startLineNumber && line <= endLineNumber);
}

/** The class that gives `--person` and `--on-person` somebody's colour. */
function personClass(color: number): string {
  return `person-${color + 1}`;
}
