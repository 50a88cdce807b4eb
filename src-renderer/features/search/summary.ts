/** "1 result in 1 file", with thousands divided. */
export function countText(matches: number, files: number): string {
  return `${number(matches)} ${matches === 1 ? 'result' : 'results'} in ${number(files)} ${files === 1 ? 'file' : 'files'}`;
}

/** "3 matches in 2 files", for what is to be replaced. */
export function matchText(matches: number, files: number): string {
  return `${number(matches)} ${matches === 1 ? 'match' : 'matches'} in ${number(files)} ${files === 1 ? 'file' : 'files'}`;
}

/** A few names in full, the rest as a count. */
export function someOf(lines: readonly string[], shown = 5): string {
  const more = lines.length - shown;
  return [...lines.slice(0, shown), ...(more > 0 ? [`and ${number(more)} more`] : [])].join('\n');
}

export function number(value: number): string {
  return value.toLocaleString('en');
}
