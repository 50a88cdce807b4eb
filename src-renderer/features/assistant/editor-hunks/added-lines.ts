import type { Disposable } from '../../../app/disposable.ts';
import { onThemeShown } from '../../../app/shown-theme.ts';
import type { AttachedEditor } from '../../../app/text-editors.ts';
import './added-lines.css';

/** Proposed lines in a text, which are not part of it. */
export interface AddedLines extends Disposable {
  /** Shows other lines, or the same ones elsewhere. */
  show(content: ProposedLines): void;
}

export interface ProposedLines {
  /** The line they stand below; 0 is the top. */
  readonly afterLine: number;
  readonly lines: readonly string[];
  /** The number that the first one would have. */
  readonly firstNumber: number;
}

/** Lines that are shown of one hunk; more help nobody in place. */
const mostLines = 400;

/** Makes room below a line and shows proposed lines there. `onTop` hears where, in pixels from the top of what is in view. */
export function showAddedLines(
  { editor, model, host }: AttachedEditor,
  first: ProposedLines,
  onTop: (top: number) => void,
): AddedLines {
  const { EditorOption } = host.monaco.editor;
  const text = document.createElement('div');
  text.className = 'proposed-lines';
  const margin = document.createElement('div');
  margin.className = 'proposed-lines-margin';
  const zone = {
    afterLineNumber: first.afterLine,
    heightInPx: 0,
    domNode: text,
    marginDomNode: margin,
    onDomNodeTop: onTop,
  };
  let zoneId = '';
  let shownText: string | null = null;

  const fill = (content: ProposedLines): void => {
    const lineHeight = editor.getOption(EditorOption.lineHeight);
    const { fontFamily, fontSize, fontFeatureSettings, letterSpacing } = editor.getOption(EditorOption.fontInfo);
    const { lineNumbersLeft, lineNumbersWidth } = editor.getLayoutInfo();
    const lines = content.lines.slice(0, mostLines);
    Object.assign(text.style, {
      fontFamily,
      fontSize: `${fontSize}px`,
      fontFeatureSettings,
      lineHeight: `${lineHeight}px`,
    });
    text.style.letterSpacing = `${letterSpacing}px`;
    text.style.tabSize = String(model.getOptions().tabSize);
    const joined = lines.join('\n');
    if (joined !== shownText) {
      shownText = joined;
      text.replaceChildren();
      const code = document.createElement('div');
      code.textContent = joined;
      text.append(code);
      const { tabSize } = model.getOptions();
      // Plain text stands there until its colours are known.
      if (joined.trim() !== '') {
        host.monaco.editor
          .colorizeElement(code, { mimeType: model.getLanguageId(), tabSize, theme: 'flashfusion' })
          .catch(reportError);
      }
    }
    margin.style.font = `${fontSize}px/${lineHeight}px ${fontFamily}`;
    margin.replaceChildren(
      ...lines.map((_, index) => {
        const number = document.createElement('div');
        number.textContent = String(content.firstNumber + index);
        number.style.marginLeft = `${lineNumbersLeft}px`;
        number.style.width = `${lineNumbersWidth}px`;
        return number;
      }),
    );
    const bar = document.createElement('div');
    bar.className = 'assistant-gutter-bar';
    bar.style.left = `${lineNumbersLeft + lineNumbersWidth + 1}px`;
    margin.append(bar);
    zone.heightInPx = lines.length * lineHeight;
    zone.afterLineNumber = content.afterLine;
  };

  let shown = first;
  fill(first);
  editor.changeViewZones((accessor) => {
    zoneId = accessor.addZone(zone);
  });
  const again = () => {
    fill(shown);
    editor.changeViewZones((accessor) => accessor.layoutZone(zoneId));
  };
  const relayout = editor.onDidChangeConfiguration(again);
  const recolor = onThemeShown(() => {
    shownText = null;
    again();
  });
  return {
    show(content) {
      const same =
        content.afterLine === shown.afterLine &&
        content.firstNumber === shown.firstNumber &&
        content.lines.length === shown.lines.length &&
        content.lines.every((line, index) => line === shown.lines[index]);
      if (same) return;
      shown = content;
      again();
    },
    dispose() {
      relayout.dispose();
      recolor.dispose();
      editor.changeViewZones((accessor) => accessor.removeZone(zoneId));
    },
  };
}
