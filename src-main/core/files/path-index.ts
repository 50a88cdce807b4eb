/** The paths of a project's files, with what searching them asks for. */
export interface PathIndex {
  readonly size: number;
  has(path: string): boolean;
  add(path: string): void;
  /** Removes the files at these paths and all files in folders of these paths. */
  remove(paths: readonly string[]): void;
  clear(): void;
  /** Rows `0` to `size - 1`; removing moves the last row into the gap. */
  readonly rows: readonly PathRow[];
}

export interface PathRow {
  readonly path: string;
  readonly lower: string;
  /** Where the file's name begins in the path. */
  readonly nameStart: number;
  /** One bit for each kind of character in the path; what lacks one of a query's cannot match. */
  readonly characters: number;
  /** The same of the name alone. */
  readonly nameCharacters: number;
}

export function createPathIndex(): PathIndex {
  const rows: PathRow[] = [];
  const positions = new Map<string, number>();

  function add(path: string): void {
    if (positions.has(path)) return;
    const lower = path.toLowerCase();
    positions.set(path, rows.length);
    const nameStart = lower.lastIndexOf('/') + 1;
    const nameCharacters = characterBits(lower, nameStart);
    rows.push({
      path,
      lower,
      nameStart,
      nameCharacters,
      characters: nameCharacters | characterBits(lower, 0, nameStart),
    });
  }

  function removeOne(path: string): boolean {
    const position = positions.get(path);
    const last = rows.pop();
    if (position === undefined || last === undefined) {
      if (last) rows.push(last);
      return false;
    }
    positions.delete(path);
    if (last.path !== path) {
      rows[position] = last;
      positions.set(last.path, position);
    }
    return true;
  }

  function remove(paths: readonly string[]): void {
    const folders = new Set(paths.filter((path) => !removeOne(path)));
    if (folders.size === 0) return;
    for (const { path } of [...rows]) {
      for (let slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
        if (folders.has(path.slice(0, slash))) {
          removeOne(path);
          break;
        }
      }
    }
  }

  return {
    get size() {
      return rows.length;
    },
    has: (path) => positions.has(path),
    add,
    remove,
    clear() {
      rows.length = 0;
      positions.clear();
    },
    rows,
  };
}

/** One bit for each letter, one for all digits, and the rest shared by other characters. */
export function characterBits(lower: string, start = 0, end = lower.length): number {
  let bits = 0;
  for (let index = start; index < end; index++) {
    const code = lower.charCodeAt(index);
    if (code >= 0x61 && code <= 0x7a) bits |= 1 << (code - 0x61);
    else if (code >= 0x30 && code <= 0x39) bits |= 1 << 26;
    else bits |= 1 << (27 + (code % 5));
  }
  return bits;
}
