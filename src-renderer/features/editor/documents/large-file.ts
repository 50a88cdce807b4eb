/** What decides whether a text is too much for colouring, folding and the like. */
export interface TextMeasure {
  readonly lines: number;
  /** UTF-16 units of the longest line. */
  readonly longestLine: number;
}

const largeLineCount = 300_000;
const longLineLength = 100_000;

/** Counts lines and finds the longest, without making a string of any of them. */
export function measureText(pieces: readonly string[]): TextMeasure {
  let lines = 1;
  let longestLine = 0;
  /** Units of the current line in the pieces before. */
  let before = 0;
  for (const piece of pieces) {
    let start = 0;
    for (let end = piece.indexOf('\n'); end !== -1; end = piece.indexOf('\n', start)) {
      longestLine = Math.max(longestLine, before + end - start);
      lines += 1;
      start = end + 1;
      before = 0;
    }
    before += piece.length - start;
  }
  return { lines, longestLine: Math.max(longestLine, before) };
}

/** Whether a text of `bytes` on disk is shown in large-file mode. */
export function isLargeFile(bytes: number, measure: TextMeasure, largeFileMegabytes: number): boolean {
  return bytes > largeFileMegabytes * 1024 * 1024 || measure.lines > largeLineCount;
}

/** Whether a line is so long that wrapping it would take longer than a person waits. */
export function hasLongLines(measure: TextMeasure): boolean {
  return measure.longestLine > longLineLength;
}
