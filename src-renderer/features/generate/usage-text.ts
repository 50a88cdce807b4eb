import type { TokenUsage } from '../../../contract/model/assistant-model.ts';
import { formatNumber, t } from '../../localize.ts';

/** `0:38` or `1:02:05`. */
export function clockText(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, '0'));
  const hours = Math.floor(seconds / 3600);
  return hours > 0 ? `${hours}:${parts.join(':')}` : parts.join(':').replace(/^0/, '');
}

/** Dollars, with as many places as say something. */
export function costText(cost: number): string {
  const digits = cost > 0 && cost < 0.1 ? 4 : 2;
  return `$${formatNumber(cost, { minimumFractionDigits: digits, maximumFractionDigits: digits })}`;
}

/** Tokens and what they cost, in one line. */
export function usageText({ inputTokens, outputTokens, cost }: TokenUsage, local: boolean): string {
  const tokens = t('{{amount}} tokens', { amount: formatNumber(inputTokens + outputTokens) });
  if (local) return t('{{tokens}}, on this machine', { tokens });
  return cost === null ? t('{{tokens}}, price unknown', { tokens }) : `${tokens}, ${costText(cost)}`;
}
