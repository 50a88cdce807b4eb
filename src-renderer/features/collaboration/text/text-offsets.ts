import type { editor, IPosition } from 'monaco-editor/editor/editor.api';

/** Where a position is in the text with LF between lines, whatever the model has there. */
export function offsetAt(model: editor.ITextModel, position: IPosition): number {
  const offset = model.getOffsetAt(position);
  return model.getEOL() === '\n' ? offset : offset - (model.validatePosition(position).lineNumber - 1);
}

/** The position at an offset of the text with LF between lines. */
export function positionAt(model: editor.ITextModel, offset: number): IPosition {
  if (model.getEOL() === '\n') return model.getPositionAt(offset);
  let line = 1;
  let beyond = model.getLineCount() + 1;
  while (beyond - line > 1) {
    const middle = (line + beyond) >> 1;
    if (lineStart(model, middle) <= offset) line = middle;
    else beyond = middle;
  }
  const column = Math.min(Math.max(offset - lineStart(model, line), 0) + 1, model.getLineMaxColumn(line));
  return { lineNumber: line, column };
}

function lineStart(model: editor.ITextModel, line: number): number {
  return model.getOffsetAt({ lineNumber: line, column: 1 }) - (line - 1);
}
