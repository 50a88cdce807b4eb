/** What a known model takes and costs: dollars for a million tokens. */
export interface KnownModel {
  readonly contextWindow: number;
  readonly inputPrice: number;
  readonly cachedPrice: number;
  readonly outputPrice: number;
}

const known = (contextWindow: number, inputPrice: number, cachedPrice: number, outputPrice: number): KnownModel => ({
  contextWindow,
  inputPrice,
  cachedPrice,
  outputPrice,
});

/**
 * OpenAI's list prices for standard processing, and context windows, as published at platform.openai.com/docs/pricing and
 * platform.openai.com/docs/models, as of the end of 2025. A newer model is not here, and its price is not known; a price that has changed since is wrong here.
 */
const openAiModels: Readonly<Record<string, KnownModel>> = {
  'gpt-5.2': known(400_000, 1.75, 0.175, 14),
  'gpt-5.1': known(400_000, 1.25, 0.125, 10),
  'gpt-5': known(400_000, 1.25, 0.125, 10),
  'gpt-5-chat-latest': known(128_000, 1.25, 0.125, 10),
  'gpt-5-mini': known(400_000, 0.25, 0.025, 2),
  'gpt-5-nano': known(400_000, 0.05, 0.005, 0.4),
  'gpt-4.1': known(1_047_576, 2, 0.5, 8),
  'gpt-4.1-mini': known(1_047_576, 0.4, 0.1, 1.6),
  'gpt-4.1-nano': known(1_047_576, 0.1, 0.025, 0.4),
  'gpt-4o': known(128_000, 2.5, 1.25, 10),
  'gpt-4o-mini': known(128_000, 0.15, 0.075, 0.6),
  o1: known(200_000, 15, 7.5, 60),
  o3: known(200_000, 2, 0.5, 8),
  'o3-mini': known(200_000, 1.1, 0.55, 4.4),
  'o4-mini': known(200_000, 1.1, 0.275, 4.4),
};

/** What is known of one of OpenAI's own models, whichever dated version it is; null of any other. */
export function knownOpenAiModel(model: string): KnownModel | null {
  const name = model.replace(/-\d{4}-\d{2}-\d{2}$/, '');
  return Object.hasOwn(openAiModels, name) ? (openAiModels[name] ?? null) : null;
}

/** What some tokens cost in dollars. `cachedTokens` are part of the input. Source of the formula: the price list above. */
export function costOf(
  price: Pick<KnownModel, 'inputPrice' | 'cachedPrice' | 'outputPrice'>,
  tokens: { readonly inputTokens: number; readonly cachedTokens: number; readonly outputTokens: number },
): number {
  const cached = Math.min(tokens.cachedTokens, tokens.inputTokens);
  const input = (tokens.inputTokens - cached) * price.inputPrice + cached * price.cachedPrice;
  return (input + tokens.outputTokens * price.outputPrice) / 1_000_000;
}

/**
 * Whether a model of OpenAI's list answers in a chat. Its list also has those that draw, speak, listen and embed, and those that answer
 * at `/v1/responses` only: each model's page at platform.openai.com/docs/models says so.
 */
export function answersInChat(model: string): boolean {
  return (
    /^(gpt-|chatgpt-|o\d)/.test(model) &&
    !/(audio|realtime|tts|transcribe|image|search|embedding|moderation|instruct|live|codex|-pro(-|$)|deep-research)/.test(
      model,
    )
  );
}
