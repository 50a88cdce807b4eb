import type { languages } from 'monaco-editor/editor/editor.api';

export type OutlineOrder = 'place' | 'name' | 'kind';

/** One row of the outline. */
export interface OutlineRow {
  /** Stays the same while the text around it changes. */
  readonly key: string;
  readonly symbol: languages.DocumentSymbol;
  readonly depth: number;
  readonly parent: string | null;
  readonly hasChildren: boolean;
  readonly open: boolean;
}

type Symbols = readonly languages.DocumentSymbol[];

const comparisons: Readonly<
  Record<OutlineOrder, (one: languages.DocumentSymbol, other: languages.DocumentSymbol) => number>
> = {
  place: (one, other) =>
    one.range.startLineNumber - other.range.startLineNumber || one.range.startColumn - other.range.startColumn,
  name: (one, other) => one.name.localeCompare(other.name, undefined, { numeric: true }),
  kind: (one, other) => one.kind - other.kind || one.name.localeCompare(other.name, undefined, { numeric: true }),
};

/** The rows that are shown: of closed symbols without what is in them; with a filter, whatever fits and leads to it. */
export function outlineRows(
  symbols: Symbols,
  options: { readonly order: OutlineOrder; readonly filter: string; readonly closed: ReadonlySet<string> },
): readonly OutlineRow[] {
  const filter = options.filter.trim().toLowerCase();
  const rows: OutlineRow[] = [];
  const fits = (symbol: languages.DocumentSymbol): boolean =>
    symbol.name.toLowerCase().includes(filter) || (symbol.children ?? []).some(fits);
  const add = (list: Symbols, depth: number, parent: string | null) => {
    const seen = new Map<string, number>();
    for (const symbol of [...list].sort(comparisons[options.order])) {
      const count = seen.get(symbol.name) ?? 0;
      seen.set(symbol.name, count + 1);
      if (filter !== '' && !fits(symbol)) continue;
      const key = `${parent ?? ''}/${symbol.name}#${count}`;
      const children = symbol.children ?? [];
      const open = filter !== '' || !options.closed.has(key);
      rows.push({ key, symbol, depth, parent, hasChildren: children.length > 0, open });
      if (open) add(children, depth + 1, key);
    }
  };
  add(symbols, 0, null);
  return rows;
}

/** The innermost shown row around a place; null where there is none. */
export function rowAt(rows: readonly OutlineRow[], line: number, column: number): OutlineRow | null {
  let best: OutlineRow | null = null;
  for (const row of rows) {
    const { startLineNumber, startColumn, endLineNumber, endColumn } = row.symbol.range;
    const after = line > startLineNumber || (line === startLineNumber && column >= startColumn);
    const before = line < endLineNumber || (line === endLineNumber && column <= endColumn);
    if (after && before && (best === null || row.depth >= best.depth)) best = row;
  }
  return best;
}
