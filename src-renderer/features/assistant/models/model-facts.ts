import type { AvailableModel } from '../../../../contract/desktop/assistant/models.ts';
import { currentLocale, formatNumber, t } from '../../../localize.ts';

/** Names of models that make vectors, pictures or sound, which cannot be asked anything. */
const answersNothing = /embed|whisper|\btts\b|dall-e|moderation|image|transcribe|realtime|audio|rerank|\bbge\b|sora/i;

/** Models whose name holds every word; those that cannot answer come last. */
export function searchModels<T extends { readonly id: string }>(models: readonly T[], text: string): readonly T[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const fitting = models.filter(({ id }) => words.every((word) => id.toLowerCase().includes(word)));
  return [
    ...fitting.filter(({ id }) => !answersNothing.test(id)),
    ...fitting.filter(({ id }) => answersNothing.test(id)),
  ];
}

/** How much a model reads at once: `128k`, `1M`. */
export function contextText(tokens: number): string {
  if (tokens >= 1_000_000) return `${formatNumber(Math.floor(tokens / 100_000) / 10)}M`;
  return tokens >= 1000 ? `${formatNumber(Math.floor(tokens / 1000))}k` : formatNumber(tokens);
}

/** Money in US dollars, with as many digits as small sums need: `$0.0042`, `$12.30`. */
export function moneyText(dollars: number): string {
  const digits = dollars === 0 || dollars >= 0.1 ? 2 : dollars >= 0.001 ? 4 : 6;
  return dollars.toLocaleString(currentLocale(), {
    style: 'currency',
    currency: 'USD',
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: 2,
    maximumFractionDigits: digits,
  });
}

/** What is known of a model, in few words: `128k · $1.25 in, $10.00 out`. Empty where nothing is. */
export function factsOf({ contextWindow, inputPrice, outputPrice }: Omit<AvailableModel, 'id'>): string {
  const facts: string[] = [];
  if (contextWindow !== null) facts.push(contextText(contextWindow));
  if (inputPrice !== null && outputPrice !== null && inputPrice + outputPrice > 0)
    facts.push(t('{{input}} in, {{output}} out', { input: moneyText(inputPrice), output: moneyText(outputPrice) }));
  return facts.join(' · ');
}
