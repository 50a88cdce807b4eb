/**
 * Where the highest scores are, the highest first; `order` decides between places of one score. None that is 0.
 * Most places are told apart by numbers alone, which is much faster than sorting them all by their scores.
 */
export function placesOfBest(
  scores: Float64Array,
  most: number,
  order: (one: number, other: number) => number,
): number[] {
  const least = scores.slice().sort().at(-most) ?? 0;
  const among: number[] = [];
  for (let place = 0; place < scores.length; place += 1) {
    const score = scores[place] as number;
    if (score > 0 && score >= least) among.push(place);
  }
  return among
    .sort((one, other) => (scores[other] as number) - (scores[one] as number) || order(one, other))
    .slice(0, most);
}
