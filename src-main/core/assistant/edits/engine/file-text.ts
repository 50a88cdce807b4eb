/** A text taken apart so that it can be put together again byte for byte. */
export interface FileText {
  /** Without their ends. A text that ends with a line end has no empty last line. */
  readonly lines: readonly string[];
  /** What ends each line; `''` after the last when the text ends without one. */
  readonly ends: readonly string[];
  readonly byteOrderMark: boolean;
}

const mark = '\ufeff';

/** Takes a text apart. CR LF, LF and CR end lines, as they do in the editor. */
export function readFileText(text: string): FileText {
  const byteOrderMark = text.startsWith(mark);
  const body = byteOrderMark ? text.slice(1) : text;
  if (!body.includes('\r')) {
    const closed = body.endsWith('\n');
    const lines = body === '' ? [] : body.split('\n');
    if (closed) lines.pop();
    const ends = lines.map((_, index) => (index < lines.length - 1 || closed ? '\n' : ''));
    return { lines, ends, byteOrderMark };
  }
  const lines: string[] = [];
  const ends: string[] = [];
  let start = 0;
  for (const match of body.matchAll(/\r\n|\r|\n/g)) {
    lines.push(body.slice(start, match.index));
    ends.push(match[0]);
    start = match.index + match[0].length;
  }
  if (start < body.length) {
    lines.push(body.slice(start));
    ends.push('');
  }
  return { lines, ends, byteOrderMark };
}

/**
 * Puts lines together with the ends that they have in `base`: `origin` says for each line which line of the base it is, or -1 for a new one, which
 * takes the end of the line before it, or after it at the top. `endsWithNewline` null leaves the end of the text as the base has it.
 */
export function joinFileText(
  base: FileText,
  lines: readonly string[],
  origin: ArrayLike<number>,
  endsWithNewline: boolean | null,
): string {
  if (lines.length === 0) return base.byteOrderMark ? mark : '';
  const usual = base.ends.find((end) => end !== '') ?? '\n';
  let neighbour = '';
  for (let index = 0; index < lines.length && neighbour === ''; index++) {
    const from = origin[index] ?? -1;
    if (from >= 0) neighbour = base.ends[from] ?? '';
  }
  if (neighbour === '') neighbour = usual;
  const closed = endsWithNewline ?? (base.lines.length === 0 || base.ends.at(-1) !== '');
  const parts: string[] = base.byteOrderMark ? [mark] : [];
  const last = lines.length - 1;
  for (let index = 0; index <= last; index++) {
    const from = origin[index] ?? -1;
    const own = from >= 0 ? (base.ends[from] ?? '') : '';
    if (own !== '') neighbour = own;
    // A line feed right after a lone carriage return would make one line end of two.
    const joins = parts.at(-1) === '\r' && lines[index] === '' && neighbour === '\n';
    parts.push(lines[index] ?? '', index < last || closed ? (joins ? '\r\n' : neighbour) : '');
  }
  return parts.join('');
}
