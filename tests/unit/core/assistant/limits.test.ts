import { describe, expect, it } from 'vitest';
import { findLimit, type Limits, type UsedSoFar } from '../../../../src-main/core/assistant/usage/limits.ts';

const limits: Limits = { messagesPerMinute: 10, messagesPerDay: 100, dailyCap: 2 };
const unused: UsedSoFar = {
  messagesLastMinute: 0,
  messagesToday: 0,
  spentToday: 0,
  untilNext: 1500,
  untilTomorrow: 3_600_400,
};

describe('limits of what is sent', () => {
  it.each([
    ['below all of them', unused, { counted: true, cost: 0.5 }, null],
    ['the last message of a minute', { ...unused, messagesLastMinute: 9 }, { counted: true, cost: 0 }, null],
    ['one too many in a minute', { ...unused, messagesLastMinute: 10 }, { counted: true, cost: 0 }, ['minuteLimit', 2]],
    ['the last message of a day', { ...unused, messagesToday: 99 }, { counted: true, cost: 0 }, null],
    ['one too many in a day', { ...unused, messagesToday: 100 }, { counted: true, cost: 0 }, ['dayLimit', 3601]],
    [
      'a round of a message that has been counted',
      { ...unused, messagesToday: 100 },
      { counted: false, cost: 0 },
      null,
    ],
    ['just under the cap', { ...unused, spentToday: 1.4 }, { counted: true, cost: 0.5 }, null],
    ['what would reach the cap', { ...unused, spentToday: 1.5 }, { counted: true, cost: 0.5 }, ['moneyCap', 3601]],
    ['rounds after the cap', { ...unused, spentToday: 2.5 }, { counted: false, cost: 0.01 }, ['moneyCap', 3601]],
    ['an unknown price below the cap', { ...unused, spentToday: 1 }, { counted: true, cost: null }, null],
    ['an unknown price after the cap', { ...unused, spentToday: 2 }, { counted: true, cost: null }, ['moneyCap', 3601]],
    ['a model on this machine after the cap', { ...unused, spentToday: 9 }, { counted: true, cost: 0 }, null],
  ] as const)('%s', (_name, used, request, expected) => {
    const problem = findLimit(limits, used, request);
    expect(problem && [problem.reason, problem.retryAfter]).toEqual(expected);
  });

  it('has no cap unless one is set', () => {
    expect(findLimit({ ...limits, dailyCap: null }, { ...unused, spentToday: 5000 }, { counted: true, cost: 10 })).toBe(
      null,
    );
  });
});
