import { diffLines, type LineChange } from '../../../monaco/line-diff.ts';

/** Columns and lines from 1. */
export interface TextRange {
  readonly startLineNumber: number;
  readonly startColumn: number;
  readonly endLineNumber: number;
  readonly endColumn: number;
}

/** What of a text is to be rewritten, with the rest of it. `prefix` and `suffix` are what stands beside it on its lines. */
export interface EditedRegion {
  readonly range: TextRange;
  readonly before: string;
  readonly selected: string;
  readonly after: string;
  readonly prefix: string;
  readonly suffix: string;
  /** The whole lines that hold it, as they are. */
  readonly lines: readonly string[];
}

/** A selection is rewritten as whole lines; without one the new text goes to the cursor. Lines end with LF. */
export function regionOf(text: string, selection: TextRange): EditedRegion {
  const lines = text.split('\n');
  const isEmpty =
    selection.startLineNumber === selection.endLineNumber && selection.startColumn === selection.endColumn;
  const range = isEmpty ? selection : wholeLines(lines, selection);
  const { startLineNumber, startColumn, endLineNumber, endColumn } = range;
  const first = lines[startLineNumber - 1] ?? '';
  const last = lines[endLineNumber - 1] ?? '';
  const start = offsetOf(lines, startLineNumber, startColumn);
  const end = offsetOf(lines, endLineNumber, endColumn);
  return {
    range,
    before: text.slice(0, start),
    selected: text.slice(start, end),
    after: text.slice(end),
    prefix: first.slice(0, startColumn - 1),
    suffix: last.slice(endColumn - 1),
    lines: lines.slice(startLineNumber - 1, endLineNumber),
  };
}

function wholeLines(lines: readonly string[], selection: TextRange): TextRange {
  // A selection that ends before the first letter of a line is of the lines before it.
  const trailing = selection.endColumn === 1 && selection.endLineNumber > selection.startLineNumber;
  const endLineNumber = trailing ? selection.endLineNumber - 1 : selection.endLineNumber;
  return {
    startLineNumber: selection.startLineNumber,
    startColumn: 1,
    endLineNumber,
    endColumn: (lines[endLineNumber - 1] ?? '').length + 1,
  };
}

function offsetOf(lines: readonly string[], line: number, column: number): number {
  let offset = column - 1;
  for (let index = 0; index < line - 1; index += 1) offset += (lines[index] ?? '').length + 1;
  return offset;
}

/** A change of some of the region's lines, from 0. */
export interface RegionChange {
  readonly oldStart: number;
  readonly oldEnd: number;
  readonly newStart: number;
  readonly newLines: readonly string[];
}

/** How the region's lines become the proposed ones. Of a text that is still arriving, what it has not reached yet stands as it is. */
export function regionChanges(region: EditedRegion, proposed: string, complete: boolean): readonly RegionChange[] {
  if (!complete && proposed === '') return [];
  const text = complete ? proposed : withoutPartialLine(proposed);
  if (!complete && text === '') return [];
  const next = `${region.prefix}${text}${complete ? region.suffix : ''}`.split('\n');
  return diffLines(region.lines, next).flatMap((change) => {
    const oldEnd = complete ? change.oldEnd : reached(change, region.lines.length);
    if (oldEnd === change.oldStart && change.newStart === change.newEnd) return [];
    return [
      {
        oldStart: change.oldStart,
        oldEnd,
        newStart: change.newStart,
        newLines: next.slice(change.newStart, change.newEnd),
      },
    ];
  });
}

function reached({ oldStart, oldEnd, newStart, newEnd }: LineChange, length: number): number {
  return oldEnd < length ? oldEnd : Math.min(oldEnd, oldStart + newEnd - newStart);
}

function withoutPartialLine(text: string): string {
  const last = text.lastIndexOf('\n');
  return last < 0 ? '' : text.slice(0, last);
}

/** A text that is still arriving, without the fence around it. */
export function withoutFence(text: string): string {
  const opened = /^\s*(`{3,}|~{3,})[^\n]*(\n|$)/.exec(text);
  if (!opened) return text;
  const body = text.slice(opened[0].length);
  const closing = body.lastIndexOf(`\n${opened[1]}`);
  return closing < 0 ? body : body.slice(0, closing);
}
