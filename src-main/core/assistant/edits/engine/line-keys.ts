/** A line without spaces and tabs at its end. Other white space, such as the no-break space, is text. */
export function trimEnd(line: string): string {
  let end = line.length;
  while (end > 0 && isBlankUnit(line.charCodeAt(end - 1))) end -= 1;
  return end === line.length ? line : line.slice(0, end);
}

/** The spaces and tabs that a line begins with. */
export function indentOf(line: string): string {
  let end = 0;
  while (end < line.length && isBlankUnit(line.charCodeAt(end))) end += 1;
  return line.slice(0, end);
}

/** A line without spaces and tabs on either side. */
export function bareOf(line: string): string {
  const trimmed = trimEnd(line);
  const indent = indentOf(trimmed);
  return indent === '' ? trimmed : trimmed.slice(indent.length);
}

export function isBlank(line: string): boolean {
  return trimEnd(line) === '';
}

function isBlankUnit(unit: number): boolean {
  return unit === 0x20 || unit === 0x09;
}

const trimmedLines = new WeakMap<readonly string[], readonly string[]>();
const bareLines = new WeakMap<readonly string[], readonly string[]>();

/** `trimEnd` of every line, worked out once for each array: files are looked through many times. */
export function trimmedOf(lines: readonly string[]): readonly string[] {
  return remembered(trimmedLines, lines, trimEnd);
}

/** `bareOf` of every line, likewise. */
export function baresOf(lines: readonly string[]): readonly string[] {
  return remembered(bareLines, lines, bareOf);
}

function remembered(
  known: WeakMap<readonly string[], readonly string[]>,
  lines: readonly string[],
  key: (line: string) => string,
): readonly string[] {
  let keys = known.get(lines);
  if (!keys) {
    keys = lines.map(key);
    known.set(lines, keys);
  }
  return keys;
}
