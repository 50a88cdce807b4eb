/** What a server says to a device that asks for its token. */
export type RedeemAnswer =
  | { readonly type: 'token'; readonly token: string }
  | { readonly type: 'pending' | 'slowDown' | 'denied' | 'expired' };

export type DeviceFlowOutcome =
  | { readonly type: 'token'; readonly token: string }
  | { readonly type: 'denied' | 'expired' | 'cancelled' };

/** Seconds that `slow_down` adds to the interval, and its limits. */
const slowDown = 5;
const longestInterval = 60;

/**
 * Asks for the token until somebody has answered, the code is too old, or the signal says so (RFC 8628, section 3.5): at the
 * server's interval, longer after `slow_down`, and twice as long after each time that it can't be reached.
 */
export async function pollForToken(options: {
  redeem(): Promise<RedeemAnswer>;
  /** Seconds. */
  interval: number;
  /** Milliseconds since 1970. */
  expiresAt: number;
  signal: AbortSignal;
  now?: () => number;
  /** Resolves after so many milliseconds, or when the signal says so. */
  wait?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}): Promise<DeviceFlowOutcome> {
  const { redeem, expiresAt, signal, now = Date.now, wait = waitFor } = options;
  let interval = Math.min(Math.max(options.interval, 1), longestInterval);
  for (;;) {
    const left = expiresAt - now();
    if (left <= 0) return { type: 'expired' };
    await wait(Math.min(interval * 1000, left), signal);
    if (signal.aborted) return { type: 'cancelled' };
    if (now() >= expiresAt) return { type: 'expired' };
    let answer: RedeemAnswer | null;
    try {
      answer = await redeem();
    } catch {
      if (signal.aborted) return { type: 'cancelled' };
      answer = null;
    }
    switch (answer?.type) {
      case undefined:
        interval = Math.min(interval * 2, longestInterval);
        break;
      case 'pending':
        break;
      case 'slowDown':
        interval = Math.min(interval + slowDown, longestInterval);
        break;
      default:
        return answer as DeviceFlowOutcome;
    }
  }
}

function waitFor(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done);
  });
}
