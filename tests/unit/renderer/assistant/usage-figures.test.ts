import { describe, expect, it } from 'vitest';
import {
  amountOf,
  axisSteps,
  costText,
  dayOf,
  fillDays,
  nothingUsed,
  shareOf,
  shortTokens,
  tokensText,
  unknownPrices,
} from '../../../../src-renderer/features/assistant/usage/usage-figures.ts';

const sum = { ...nothingUsed, messages: 1, inputTokens: 1200, outputTokens: 300, cost: 0.0042 };

describe('figures', () => {
  it('say tokens shortly', () => {
    expect([0, 999, 1000, 12_400, 99_950, 123_456, 999_499, 999_500, 3_100_000].map(shortTokens)).toEqual([
      '0',
      '999',
      '1k',
      '12.4k',
      '100k',
      '123k',
      '999k',
      '1M',
      '3.1M',
    ]);
  });

  it('keep the digits of small sums, mark estimates and say what nobody knows', () => {
    expect(costText(sum)).toBe('$0.0042');
    expect(costText({ ...sum, cost: 12.3 })).toBe('$12.30');
    expect(costText({ ...sum, estimated: true })).toBe('≈ $0.0042');
    expect(costText({ ...sum, cost: 0, estimated: true })).toBe('$0.00');
    expect(costText({ ...sum, cost: null })).toBe('unknown');
    expect(costText({ ...nothingUsed, cost: null })).toBe('$0.00');
    expect(tokensText({ ...sum, estimated: true })).toBe('≈ 1,500');
    expect(amountOf({ ...sum, cost: null }, 'cost')).toBe(0);
    expect(amountOf(sum, 'tokens')).toBe(1500);
  });

  it('name the models without a price, local ones and unused ones left out', () => {
    const model = { ...sum, local: false };
    const report = {
      models: [
        { ...model, model: 'dear' },
        { ...model, model: 'odd', cost: null },
        { ...model, model: 'unused', cost: null, inputTokens: 0, outputTokens: 0 },
        { ...model, model: 'near', cost: 0, local: true },
      ],
    };
    expect(unknownPrices(report as never)).toEqual(['odd']);
  });

  it('say how far a limit is used up', () => {
    expect([shareOf(0, 10), shareOf(5, 10), shareOf(12, 10), shareOf(0, 0)]).toEqual([0, 0.5, 1, 1]);
  });
});

describe('days', () => {
  it('are filled up to today, over the ends of months and the changes of clocks', () => {
    const days = fillDays([{ day: '2026-02-28', ...sum }], 4, new Date(2026, 2, 2, 23, 59));
    expect(days.map(({ day, messages }) => `${day} ${messages}`)).toEqual([
      '2026-02-27 0',
      '2026-02-28 1',
      '2026-03-01 0',
      '2026-03-02 0',
    ]);
    const spring = fillDays([], 90, new Date(2026, 3, 15, 0, 1));
    expect(new Set(spring.map(({ day }) => day)).size).toBe(90);
    expect(spring.at(-1)?.day).toBe(dayOf(new Date(2026, 3, 15)));
  });
});

describe('an axis', () => {
  it.each([0.0042, 0.07, 0.1, 1, 3, 7, 10, 999, 1000, 1001, 123_456_789])(
    'up to %d is round and holds it',
    (largest) => {
      const steps = axisSteps(largest);
      const apart = steps[1] ?? 0;
      expect(steps[0]).toBe(0);
      expect(steps.length).toBeLessThanOrEqual(6);
      expect(steps.at(-1)).toBeGreaterThanOrEqual(largest);
      expect(String(Number(apart.toPrecision(3))).replace(/e.*|[0.]/g, '')).toMatch(/^[125]$/);
    },
  );

  it('of nothing has its zero', () => expect(axisSteps(0)).toEqual([0]));
});
