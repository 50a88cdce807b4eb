import { describe, expect, it } from 'vitest';
import { pollForToken, type RedeemAnswer } from '../../../../src-main/core/account/device-flow.ts';

/** Runs the polling over a clock that jumps to the end of each wait; says what came out and when was asked. */
async function poll(
  answers: readonly (RedeemAnswer['type'] | 'away')[],
  options: { interval?: number; lifetime?: number; cancelAfter?: number } = {},
) {
  const controller = new AbortController();
  let time = 0;
  const asked: number[] = [];
  const outcome = await pollForToken({
    interval: options.interval ?? 5,
    expiresAt: (options.lifetime ?? 900) * 1000,
    signal: controller.signal,
    now: () => time,
    async wait(milliseconds) {
      time += milliseconds;
      if (options.cancelAfter !== undefined && time >= options.cancelAfter * 1000) controller.abort();
    },
    async redeem() {
      asked.push(time / 1000);
      const answer = answers[asked.length - 1] ?? 'pending';
      if (answer === 'away') throw new Error('no network');
      return answer === 'token' ? { type: 'token', token: 'secret' } : { type: answer };
    },
  });
  return { outcome, asked };
}

describe('polling for the token of a device', () => {
  it('asks at the server’s interval until there is one', async () => {
    expect(await poll(['pending', 'pending', 'token'])).toEqual({
      outcome: { type: 'token', token: 'secret' },
      asked: [5, 10, 15],
    });
  });

  it('waits five seconds more after each slow_down', async () => {
    expect((await poll(['slowDown', 'slowDown', 'pending', 'token'])).asked).toEqual([5, 15, 30, 45]);
  });

  it('asks less and less while the server is away, and goes on when it is back', async () => {
    const { outcome, asked } = await poll(['away', 'away', 'token']);
    expect([outcome.type, asked]).toEqual(['token', [5, 15, 35]]);
  });

  it('ends with a refusal, a code that is too old, and a cancellation', async () => {
    expect((await poll(['pending', 'denied'])).outcome).toEqual({ type: 'denied' });
    expect((await poll(['expired'])).outcome).toEqual({ type: 'expired' });
    expect(await poll([], { lifetime: 12 })).toEqual({ outcome: { type: 'expired' }, asked: [5, 10] });
    expect(await poll([], { cancelAfter: 10 })).toEqual({ outcome: { type: 'cancelled' }, asked: [5] });
  });

  it('never asks without a pause, whatever the server says', async () => {
    expect((await poll(['pending', 'token'], { interval: 0 })).asked).toEqual([1, 2]);
  });
});
