/** One measured figure beside what it is compared with. */
export interface BenchRow {
  readonly metric: string;
  readonly unit: string;
  readonly ours: number;
  /** The same figure of the reference in the same run; null where there is nothing to compare with. */
  readonly reference: number | null;
  /** `ours` divided by `reference`. */
  readonly ratio: number | null;
  /** What has to hold, for example `≤ 1.15 × bare`; null for a figure that is only reported. */
  readonly must: string | null;
  readonly pass: boolean;
}

const headings = ['metric', 'unit', 'ours', 'reference', 'ratio', 'must', 'pass'] as const;
const numeric = new Set<string>(['ours', 'reference', 'ratio']);

/** Rows as an aligned text table, with figures on the right. */
export function formatRows(rows: readonly BenchRow[]): string {
  const table = [[...headings], ...rows.map(cellsOf)];
  const widths = headings.map((_, column) => Math.max(...table.map((cells) => (cells[column] ?? '').length)));
  const lines = table.map((cells) =>
    cells
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return numeric.has(headings[column] ?? '') ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd(),
  );
  lines.splice(1, 0, widths.map((width) => '─'.repeat(width)).join('  '));
  return lines.join('\n');
}

function cellsOf(row: BenchRow): string[] {
  const outcome = row.must === null ? '' : row.pass ? 'yes' : 'NO';
  return [
    row.metric,
    row.unit,
    formatFigure(row.ours),
    row.reference === null ? '' : formatFigure(row.reference),
    row.ratio === null ? '' : row.ratio.toFixed(2),
    row.must ?? '',
    outcome,
  ];
}

function formatFigure(value: number): string {
  return value.toFixed(Math.abs(value) >= 100 ? 0 : 2);
}
