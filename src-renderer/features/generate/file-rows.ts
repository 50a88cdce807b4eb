/** A row of a tree of files: a folder, or a file with its path. */
export interface FileRow {
  readonly path: string;
  readonly name: string;
  readonly depth: number;
  readonly folder: boolean;
}

/** Files as the rows of a tree, everything unfolded: folders first, then by name. */
export function fileRows(paths: readonly string[]): FileRow[] {
  interface Folder {
    readonly folders: Map<string, Folder>;
    readonly files: string[];
  }
  const root: Folder = { folders: new Map(), files: [] };
  for (const path of paths) {
    const parts = path.split('/');
    const name = parts.pop() ?? '';
    let place = root;
    for (const part of parts) {
      const next = place.folders.get(part) ?? { folders: new Map(), files: [] };
      place.folders.set(part, next);
      place = next;
    }
    place.files.push(name);
  }
  const byName = new Intl.Collator(undefined, { numeric: true }).compare;
  const rows = (folder: Folder, above: string, depth: number): FileRow[] => {
    const at = (name: string) => (above === '' ? name : `${above}/${name}`);
    return [
      ...[...folder.folders.entries()]
        .sort(([one], [other]) => byName(one, other))
        .flatMap(([name, inner]) => [
          { path: at(name), name, depth, folder: true },
          ...rows(inner, at(name), depth + 1),
        ]),
      ...[...folder.files].sort(byName).map((name) => ({ path: at(name), name, depth, folder: false })),
    ];
  };
  return rows(root, '', 0);
}
