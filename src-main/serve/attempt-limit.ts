/** Counts failed attempts, and says how long to wait once there were too many. */
export interface AttemptLimit {
  /** Whole seconds until the next attempt is taken; 0 while attempts are left. */
  retryAfter(): number;
  recordFailure(): void;
}

/** At most `most` failures within `window` milliseconds, over all clients: they all come from this machine. */
export function createAttemptLimit(options: {
  readonly most: number;
  readonly window: number;
  readonly now?: () => number;
}): AttemptLimit {
  const { most, window } = options;
  const now = options.now ?? (() => performance.now());
  let failures: number[] = [];
  return {
    retryAfter() {
      failures = failures.filter((at) => now() - at < window);
      const [oldest] = failures.slice(-most);
      if (failures.length < most || oldest === undefined) return 0;
      return Math.ceil((oldest + window - now()) / 1000);
    },
    recordFailure() {
      failures.push(now());
    },
  };
}
