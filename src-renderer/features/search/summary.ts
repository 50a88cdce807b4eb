import { formatNumber, t } from '../../localize.ts';
/** "1 result in 1 file", with thousands divided. */
export function countText(matches: number, files: number): string {
  return `${t('{{number}} results', { number: formatNumber(matches), count: matches })} ${inFiles(files)}`;
}

/** "3 matches in 2 files", for what is to be replaced. */
export function matchText(matches: number, files: number): string {
  return `${t('{{number}} matches', { number: formatNumber(matches), count: matches })} ${inFiles(files)}`;
}

function inFiles(files: number): string {
  return t('in {{number}} files', { number: formatNumber(files), count: files });
}

/** A few names in full, the rest as a count. */
export function someOf(lines: readonly string[], shown = 5): string {
  const more = lines.length - shown;
  return [
    ...lines.slice(0, shown),
    ...(more > 0 ? [t('and {{number}} more', { number: formatNumber(more) })] : []),
  ].join('\n');
}
