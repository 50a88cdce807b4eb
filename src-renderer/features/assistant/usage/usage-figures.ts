import type { UsageReport, UsageSum } from '../../../../contract/desktop/assistant/usage.ts';
import type { TokenUsage } from '../../../../contract/model/assistant-model.ts';
import { formatNumber, t } from '../../../localize.ts';
import { moneyText } from '../models/model-facts.ts';

export type UsageDay = UsageReport['days'][number];

/** What a chart can show of a day. */
export type UsageMeasure = 'cost' | 'tokens';

/** Everything that went in and came out. */
export function tokensOf({ inputTokens, outputTokens }: TokenUsage): number {
  return inputTokens + outputTokens;
}

/** A number of tokens where there is little room: `940`, `12.4k`, `3.1M`. */
export function shortTokens(tokens: number): string {
  if (tokens < 1000) return formatNumber(tokens);
  const [divisor, unit] = tokens < 999_500 ? [1000, 'k'] : [1_000_000, 'M'];
  const value = tokens / divisor;
  return `${formatNumber(value, { maximumFractionDigits: value < 100 ? 1 : 0 })}${unit}`;
}

/** Money of a sum; says so where nobody knows it, and marks what was estimated. */
export function costText({ cost, estimated, ...sum }: TokenUsage): string {
  if (cost === null) return tokensOf({ cost, estimated, ...sum }) === 0 ? moneyText(0) : t('unknown');
  return `${estimated && cost > 0 ? '≈ ' : ''}${moneyText(cost)}`;
}

/** Tokens of a sum, marked where they were estimated. */
export function tokensText(sum: TokenUsage): string {
  return `${sum.estimated ? '≈ ' : ''}${formatNumber(tokensOf(sum))}`;
}

/** The day of a moment as reports name it, in this machine's time: `2026-11-29`. */
export function dayOf(moment: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}

/** The last `count` days up to `today`, those without use included, oldest first. */
export function fillDays(days: readonly UsageDay[], count: number, today: Date): readonly UsageDay[] {
  const known = new Map(days.map((day) => [day.day, day]));
  return Array.from({ length: count }, (_, index) => {
    // By the calendar, not by hours: a day of 23 or 25 hours is one too.
    const day = dayOf(new Date(today.getFullYear(), today.getMonth(), today.getDate() - (count - 1 - index)));
    return known.get(day) ?? { day, ...nothingUsed };
  });
}

export const nothingUsed: UsageSum = {
  messages: 0,
  inputTokens: 0,
  cachedTokens: 0,
  outputTokens: 0,
  cost: 0,
  estimated: false,
};

/** What a day amounts to in a measure; nothing where the cost is unknown. */
export function amountOf(day: UsageSum, measure: UsageMeasure): number {
  return measure === 'cost' ? (day.cost ?? 0) : tokensOf(day);
}

/** Round values for an axis from 0 to at least `largest`: 1, 2 or 5 times a power of ten apart, four steps at most. */
export function axisSteps(largest: number): readonly number[] {
  if (largest <= 0) return [0];
  const rough = largest / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough * (1 - 1e-9)) ?? 10) * power;
  const count = Math.ceil(largest / step - 1e-9);
  return Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(12)));
}

/** Models of a report whose price nobody knows: their cost is in no sum. */
export function unknownPrices(report: UsageReport): readonly string[] {
  return report.models.filter((sum) => sum.cost === null && tokensOf(sum) > 0).map(({ model }) => model);
}

/** How far a limit is used up, from 0 to 1. */
export function shareOf(used: number, limit: number): number {
  return limit <= 0 ? 1 : Math.min(1, used / limit);
}
