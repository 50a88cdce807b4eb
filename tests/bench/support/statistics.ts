import type { BenchRow } from '../../../scripts/benchmarks/rows.ts';

/** The value that as many of the others are below as above. Throws on an empty list. */
export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

/** The value below which `percent` of the others are, by linear interpolation. Throws on an empty list. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = ((sorted.length - 1) * percent) / 100;
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  if (below === undefined || above === undefined) throw new Error('no values were measured');
  return below + (above - below) * (place - Math.floor(place));
}

/** A figure beside the reference's. `most` is the highest ratio that passes; without it the row only reports. */
export function ratioRow(
  metric: string,
  unit: string,
  ours: number,
  reference: number,
  bar?: { readonly most: number; readonly of: string },
): BenchRow {
  const ratio = ours / reference;
  return {
    metric,
    unit,
    ours,
    reference,
    ratio,
    must: bar ? `≤ ${bar.most} × ${bar.of}` : null,
    pass: bar ? ratio <= bar.most : true,
  };
}

/** A figure that stands for itself. `most` is the highest value that passes; without it the row only reports. */
export function figureRow(
  metric: string,
  unit: string,
  ours: number,
  most?: number,
  reference: number | null = null,
): BenchRow {
  return {
    metric,
    unit,
    ours,
    reference,
    ratio: reference === null || reference === 0 ? null : ours / reference,
    must: most === undefined ? null : `≤ ${most} ${unit}`,
    pass: most === undefined || ours <= most,
  };
}
