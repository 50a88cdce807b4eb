import type { Counts } from "./counts.ts";

export interface Row {
  readonly name: string;
  readonly counts: Counts;
}

/** One aligned line per file, and a total when there is more than one. */
export function formatTable(rows: readonly Row[], total: Counts): string {
  if (rows.length === 0) return "";
  const body = rows.length > 1 ? [...rows, { name: "total", counts: total }] : rows;
  const cells = [
    ["lines", "words", "characters", ""],
    ...body.map(({ name, counts }) => [
      String(counts.lines),
      String(counts.words),
      String(counts.characters),
      name === "-" ? "" : name,
    ]),
  ];
  const widths = [0, 1, 2].map((column) =>
    Math.max(...cells.map((line) => line[column]?.length ?? 0)),
  );
  return cells
    .map((line) => line.map((cell, column) => cell.padStart(widths[column] ?? 0)).join("  "))
    .map((line) => `${line.trimEnd()}\n`)
    .join("");
}

export function formatJson(rows: readonly Row[], total: Counts): string {
  const files = rows.map(({ name, counts }) => ({ name, ...counts }));
  return `${JSON.stringify({ files, total }, undefined, 2)}\n`;
}
