/** So many at once, and so many a second after that. */
export interface Allowance {
  readonly burst: number;
  readonly perSecond: number;
}

/** Counts what somebody does against an allowance, each as one or as so much; answers whether it is within it. `now` in milliseconds. */
export function createBudget({ burst, perSecond }: Allowance, now: () => number = () => performance.now()) {
  let left = burst;
  let at = now();
  return (amount = 1): boolean => {
    const time = now();
    left = Math.min(burst, left + ((time - at) / 1000) * perSecond);
    at = time;
    if (left < amount) return false;
    left -= amount;
    return true;
  };
}
