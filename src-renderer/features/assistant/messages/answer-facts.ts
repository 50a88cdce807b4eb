import type { TokenUsage } from '../../../../contract/model/assistant-model.ts';
import type { ChatMessage } from '../../../../contract/model/chat.ts';
import { currentLocale, t } from '../../../localize.ts';

/** `6,184` in the language of the window. */
export function tokenCount(tokens: number): string {
  return tokens.toLocaleString(currentLocale());
}

/** `≈ 6.2k`. */
export function roughTokens(tokens: number): string {
  if (tokens < 1000) return `≈ ${tokens}`;
  const thousands = tokens / 1000;
  const digits = thousands < 10 ? 1 : 0;
  return `≈ ${thousands.toLocaleString(currentLocale(), { maximumFractionDigits: digits, minimumFractionDigits: digits })}k`;
}

/** `$0.0042`, with as many digits as say something. */
export function money(dollars: number): string {
  if (dollars === 0) return '$0';
  const digits = dollars < 0.01 ? 4 : dollars < 1 ? 3 : 2;
  return dollars.toLocaleString(currentLocale(), {
    style: 'currency',
    currency: 'USD',
    minimumFractionDigits: Math.min(digits, 2),
    maximumFractionDigits: digits,
  });
}

/** Tokens a second of an answer, from its first token on; null when it can't be told. */
export function speedOf({
  usage,
  duration,
  firstTokenAfter,
}: Pick<ChatMessage, 'usage' | 'duration' | 'firstTokenAfter'>): number | null {
  if (!usage || duration === null || usage.outputTokens < 2) return null;
  const milliseconds = duration - (firstTokenAfter ?? 0);
  return milliseconds < 50 ? null : Math.round((usage.outputTokens * 1000) / milliseconds);
}

/** `1,420 in, 310 out · $0.0042`; empty without usage. */
export function usageText(usage: TokenUsage | null): string {
  if (!usage) return '';
  const tokens = t('{{input}} in, {{output}} out', {
    input: tokenCount(usage.inputTokens),
    output: tokenCount(usage.outputTokens),
  });
  const parts = [usage.estimated ? t('about {{tokens}}', { tokens }) : tokens];
  if (usage.cost !== null && usage.cost > 0) parts.push(money(usage.cost));
  return parts.join(' · ');
}

/** `qwen3-coder · local · 38 tokens/s`. */
export function modelText(answer: ChatMessage): string {
  const parts: string[] = [];
  if (answer.model) parts.push(answer.model);
  if (answer.local) parts.push(t('local'));
  const speed = speedOf(answer);
  if (speed !== null) parts.push(t('{{speed}} tokens/s', { speed }));
  return parts.join(' · ');
}
