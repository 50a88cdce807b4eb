import { describe, expect, it } from 'vitest';
import { createAttemptLimit } from '../../../src-main/serve/attempt-limit.ts';

describe('attempt limit', () => {
  it('counts failures within the window, and says when the next attempt is taken', () => {
    let now = 0;
    const limit = createAttemptLimit({ most: 3, window: 60_000, now: () => now });
    for (const at of [0, 10_000, 20_000]) {
      now = at;
      expect(limit.retryAfter()).toBe(0);
      limit.recordFailure();
    }
    expect(limit.retryAfter()).toBe(40);
    now = 59_500;
    expect(limit.retryAfter()).toBe(1);
    now = 60_000;
    expect(limit.retryAfter()).toBe(0);
    limit.recordFailure();
    expect(limit.retryAfter()).toBe(10);
    now = 200_000;
    expect(limit.retryAfter()).toBe(0);
  });
});
