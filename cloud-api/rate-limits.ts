export interface RateRule {
  /** Seconds. */
  readonly window: number;
  /** How often in it. */
  readonly max: number;
}

/** Whether one more is allowed, and otherwise in how many seconds. */
export interface RateDecision {
  readonly allowed: boolean;
  readonly retryAfter: number | null;
}

/** Counts what each key does, in fixed windows; looking and counting are one step. */
export interface RateLimits {
  consume(key: string, rule: RateRule): Promise<RateDecision>;
}

/** Keys that are remembered at the same time; beyond that the oldest window is forgotten. */
const mostKeys = 100_000;

/** Limits of this process alone. */
export function createLocalRateLimits(now: () => number = Date.now): RateLimits {
  const windows = new Map<string, { end: number; used: number }>();
  return {
    async consume(key, { window, max }) {
      const time = now();
      const current = windows.get(key);
      if (current && time < current.end) {
        current.used += 1;
        return decide(current.used, max, current.end - time);
      }
      windows.delete(key);
      windows.set(key, { end: time + window * 1000, used: 1 });
      const oldest = windows.size > mostKeys ? windows.keys().next().value : undefined;
      if (oldest !== undefined) windows.delete(oldest);
      return decide(1, max, window * 1000);
    },
  };
}

/** `left` is what is left of the window, in milliseconds. */
export function decide(used: number, max: number, left: number): RateDecision {
  return used <= max ? { allowed: true, retryAfter: null } : { allowed: false, retryAfter: Math.ceil(left / 1000) };
}
