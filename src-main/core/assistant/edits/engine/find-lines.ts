/** Where `needle` stands in `lines` from `from` on, at most `limit` places, overlapping ones too. Linear in both (Knuth, Morris and Pratt, 1977). */
export function findLines(
  lines: readonly string[],
  needle: readonly string[],
  { from = 0, limit = 4 }: { readonly from?: number; readonly limit?: number } = {},
): number[] {
  const places: number[] = [];
  if (needle.length === 0) return places;
  const fallback = fallbacks(needle);
  let matched = 0;
  for (let index = from; index < lines.length; index++) {
    const line = lines[index];
    while (matched > 0 && line !== needle[matched]) matched = fallback[matched - 1] ?? 0;
    if (line === needle[matched]) matched += 1;
    if (matched < needle.length) continue;
    places.push(index - needle.length + 1);
    if (places.length >= limit) break;
    matched = fallback[matched - 1] ?? 0;
  }
  return places;
}

/** For each length of a beginning, the longest shorter beginning that it ends with. */
function fallbacks(needle: readonly string[]): Int32Array {
  const result = new Int32Array(needle.length);
  let length = 0;
  for (let index = 1; index < needle.length; index++) {
    while (length > 0 && needle[index] !== needle[length]) length = result[length - 1] ?? 0;
    if (needle[index] === needle[length]) length += 1;
    result[index] = length;
  }
  return result;
}
