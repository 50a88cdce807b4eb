/** Lines `oldStart` to `oldEnd` (from 0, end excluded) became lines `newStart` to `newEnd`. */
export interface LineChange {
  readonly oldStart: number;
  readonly oldEnd: number;
  readonly newStart: number;
  readonly newEnd: number;
}

/** A replacement in a text, with Monaco's positions (from 1); `text` uses `\n`. */
export interface TextEdit {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly text: string;
}

/** Beyond this many differing lines the search for the shortest script costs more than its result is worth. */
const maxScriptLength = 1_000;

/**
 * The runs of lines in which two texts differ, in order. The script is the shortest one (Eugene Myers, "An O(ND) Difference
 * Algorithm and Its Variations", 1986) unless the texts differ in very many lines, which then count as one run.
 */
export function diffLines(oldLines: readonly string[], newLines: readonly string[]): LineChange[] {
  const shorter = Math.min(oldLines.length, newLines.length);
  let prefix = 0;
  while (prefix < shorter && oldLines[prefix] === newLines[prefix]) prefix += 1;
  let suffix = 0;
  while (
    suffix < shorter - prefix &&
    oldLines[oldLines.length - 1 - suffix] === newLines[newLines.length - 1 - suffix]
  ) {
    suffix += 1;
  }
  const oldEnd = oldLines.length - suffix;
  const newEnd = newLines.length - suffix;
  if (prefix === oldEnd && prefix === newEnd) return [];
  const whole: LineChange[] = [{ oldStart: prefix, oldEnd, newStart: prefix, newEnd }];
  if (prefix === oldEnd || prefix === newEnd) return whole;
  return findShortestScript(oldLines.slice(prefix, oldEnd), newLines.slice(prefix, newEnd), prefix) ?? whole;
}

/** The edits that turn one text into the other, last one first, each trimmed to the characters that really differ. */
export function minimalEdits(oldLines: readonly string[], newLines: readonly string[]): TextEdit[] {
  return diffLines(oldLines, newLines)
    .map((change) => toEdit(oldLines, newLines, change))
    .reverse();
}

function toEdit(oldLines: readonly string[], newLines: readonly string[], change: LineChange): TextEdit {
  const { oldStart, oldEnd, newStart, newEnd } = change;
  const inserted = newLines.slice(newStart, newEnd);
  if (oldStart === oldEnd) {
    // New lines go before the line at `oldStart`, or after the last line when there is none.
    if (oldStart < oldLines.length) return edit(oldStart + 1, 1, oldStart + 1, 1, `${inserted.join('\n')}\n`);
    const column = (oldLines[oldStart - 1]?.length ?? 0) + 1;
    return edit(oldStart, column, oldStart, column, `\n${inserted.join('\n')}`);
  }
  const lastColumn = (oldLines[oldEnd - 1]?.length ?? 0) + 1;
  if (newStart === newEnd) {
    if (oldEnd < oldLines.length) return edit(oldStart + 1, 1, oldEnd + 1, 1, '');
    const column = (oldLines[oldStart - 1]?.length ?? 0) + 1;
    return oldStart === 0 ? edit(1, 1, oldEnd, lastColumn, '') : edit(oldStart, column, oldEnd, lastColumn, '');
  }
  if (oldEnd - oldStart === 1 && newEnd - newStart === 1) {
    return withinLine(oldStart + 1, oldLines[oldStart] ?? '', newLines[newStart] ?? '');
  }
  return edit(oldStart + 1, 1, oldEnd, lastColumn, inserted.join('\n'));
}

function withinLine(line: number, before: string, after: string): TextEdit {
  const shorter = Math.min(before.length, after.length);
  let prefix = 0;
  while (prefix < shorter && before[prefix] === after[prefix]) prefix += 1;
  let suffix = 0;
  while (suffix < shorter - prefix && before[before.length - 1 - suffix] === after[after.length - 1 - suffix]) {
    suffix += 1;
  }
  // An edit must not fall between the two halves of a character outside the basic plane.
  if (isHighSurrogate(before[prefix - 1])) prefix -= 1;
  if (isHighSurrogate(before[before.length - suffix - 1]) && suffix > 0) suffix -= 1;
  return edit(line, prefix + 1, line, before.length - suffix + 1, after.slice(prefix, after.length - suffix));
}

function isHighSurrogate(character: string | undefined): boolean {
  const code = character?.charCodeAt(0) ?? 0;
  return code >= 0xd800 && code <= 0xdbff;
}

function edit(startLine: number, startColumn: number, endLine: number, endColumn: number, text: string): TextEdit {
  return { startLine, startColumn, endLine, endColumn, text };
}

/** Answers undefined when the shortest script is longer than `maxScriptLength`. `offset` is added to every line number. */
function findShortestScript(
  oldLines: readonly string[],
  newLines: readonly string[],
  offset: number,
): LineChange[] | undefined {
  const limit = Math.min(oldLines.length + newLines.length, maxScriptLength);
  // furthest[k + limit] is the furthest old line reached on diagonal k (old line minus new line).
  const furthest = new Int32Array(2 * limit + 2);
  const history: Int32Array[] = [];
  for (let length = 0; length <= limit; length += 1) {
    history.push(furthest.slice(limit - length, limit + length + 2));
    for (let k = -length; k <= length; k += 2) {
      const down = k === -length || (k !== length && at(furthest, k - 1 + limit) < at(furthest, k + 1 + limit));
      let oldIndex = down ? at(furthest, k + 1 + limit) : at(furthest, k - 1 + limit) + 1;
      let newIndex = oldIndex - k;
      while (oldIndex < oldLines.length && newIndex < newLines.length && oldLines[oldIndex] === newLines[newIndex]) {
        oldIndex += 1;
        newIndex += 1;
      }
      furthest[k + limit] = oldIndex;
      if (oldIndex >= oldLines.length && newIndex >= newLines.length) {
        return backtrack(history, oldLines.length, newLines.length, offset);
      }
    }
  }
  return undefined;
}

function backtrack(history: readonly Int32Array[], oldLength: number, newLength: number, offset: number): LineChange[] {
  const changes: LineChange[] = [];
  let oldIndex = oldLength;
  let newIndex = newLength;
  for (let length = history.length - 1; length > 0; length -= 1) {
    const before = history[length] ?? new Int32Array();
    const k = oldIndex - newIndex;
    const down = k === -length || (k !== length && at(before, k - 1 + length) < at(before, k + 1 + length));
    const oldFrom = down ? at(before, k + 1 + length) : at(before, k - 1 + length);
    const newFrom = oldFrom - (down ? k + 1 : k - 1);
    addChange(changes, {
      oldStart: oldFrom + offset,
      oldEnd: oldFrom + (down ? 0 : 1) + offset,
      newStart: newFrom + offset,
      newEnd: newFrom + (down ? 1 : 0) + offset,
    });
    oldIndex = oldFrom;
    newIndex = newFrom;
  }
  return changes.reverse();
}

/** Changes arrive last first; one that touches the change after it becomes part of it. */
function addChange(changes: LineChange[], change: LineChange): void {
  const next = changes.at(-1);
  if (next && next.oldStart === change.oldEnd && next.newStart === change.newEnd) {
    changes[changes.length - 1] = { ...change, oldEnd: next.oldEnd, newEnd: next.newEnd };
  } else {
    changes.push(change);
  }
}

function at(numbers: Int32Array, index: number): number {
  return numbers[index] ?? 0;
}
