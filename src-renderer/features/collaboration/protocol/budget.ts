/** So many at once, and so many a second after that. */
export interface Allowance {
  readonly burst: number;
  readonly perSecond: number;
}

/** Counts what somebody does against an allowance; answers whether it is within it. `now` in milliseconds. */
export function createBudget({ burst, perSecond }: Allowance, now: () => number = () => performance.now()) {
  let left = burst;
  let at = now();
  return (): boolean => {
    const time = now();
    left = Math.min(burst, left + ((time - at) / 1000) * perSecond);
    at = time;
    if (left < 1) return false;
    left -= 1;
    return true;
  };
}
