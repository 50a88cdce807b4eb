/** How much it says that a word is in a text, when `having` of `total` have it: BM25's inverse document frequency. */
export function inverseFrequency(total: number, having: number): number {
  return Math.log(1 + (total - having + 0.5) / (having + 0.5));
}
