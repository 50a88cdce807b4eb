/** A piece of a line that may name a file. `start` and `end` are indexes into the line, `end` is exclusive. */
export interface PathCandidate {
  readonly path: string;
  readonly line: number | null;
  readonly column: number | null;
  readonly start: number;
  readonly end: number;
}

/** More pieces of one line than this are not looked at. */
const largestNumber = 40;

// A word of path characters that has a slash or a dot in it; quotes and brackets end it.
const word = /(?:(?<![A-Za-z])[A-Za-z]:[\\/])?[^\s"'`<>|()[\]{}:;,*?!=]*[\\/.][^\s"'`<>|()[\]{}:;,*?!=]*/g;
// `:3:7`, `:3`, `(3,7)`, `(3)`, `", line 3`, `:line 3`; what follows the path directly.
const place =
  /^(?::(?<line>\d+)(?:[:.](?<column>\d+))?|\((?<line2>\d+)(?:,\s*(?<column2>\d+))?\)|["']?,? (?:on )?line (?<line3>\d+)(?:,? col(?:umn)? (?<column3>\d+))?)/;

/** The pieces of a line of output that may be paths, with the place in the file where one follows: `src/a.ts:3:7`. */
export function findPathCandidates(text: string): readonly PathCandidate[] {
  const candidates: PathCandidate[] = [];
  for (const match of text.matchAll(word)) {
    if (candidates.length === largestNumber) break;
    const start = match.index;
    // Addresses are links of their own.
    if (/[a-z][\w+.-]*:$/i.test(text.slice(0, start)) && match[0].startsWith('//')) continue;
    const path = match[0].replace(/^file:\/\//, '').replace(/[.]+$/, '');
    if (path === '' || /^[./\\~-]+$/.test(path) || /^\d+(\.\d+)*$/.test(path)) continue;
    const after = start + path.length;
    const groups = place.exec(text.slice(after))?.groups;
    const found = place.exec(text.slice(after))?.[0] ?? '';
    const line = groups?.line ?? groups?.line2 ?? groups?.line3;
    const column = groups?.column ?? groups?.column2 ?? groups?.column3;
    candidates.push({
      path,
      line: line === undefined ? null : Number(line),
      column: column === undefined ? null : Number(column),
      start,
      end: after + found.length,
    });
  }
  return candidates;
}
