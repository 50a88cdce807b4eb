/** Words of a search: what stands between spaces, or between quotes. */
export function searchWords(search: string): string[] {
  const words = [...search.matchAll(/"([^"]+)"|(\S+)/g)].map((match) => (match[1] ?? match[2] ?? '').trim());
  return [...new Set(words.filter((word) => word !== ''))].slice(0, 20);
}

/** One line of a text around the first of the words, with `…` where it was cut; empty when none is in it. */
export function excerptOf(text: string, words: readonly string[]): string {
  const lower = text.toLowerCase();
  const places = words.map((word) => lower.indexOf(word.toLowerCase())).filter((place) => place >= 0);
  if (places.length === 0) return '';
  const place = Math.min(...places);
  const start = Math.max(0, place - 40);
  const end = Math.min(text.length, place + 120);
  const line = text.slice(start, end).replace(/\s+/g, ' ').trim();
  return `${start > 0 ? '…' : ''}${line}${end < text.length ? '…' : ''}`;
}
