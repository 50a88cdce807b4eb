import type { AvailableModel } from '../../../../contract/desktop/assistant/models.ts';
import type { ConnectionKind } from '../../../../contract/model/assistant-model.ts';
import { answersInChat, knownOpenAiModel } from './prices.ts';

/** OpenAI's model for who has not chosen. */
export const firstOpenAiModel = 'gpt-5';
const mostModels = 1000;

/** The models that can chat, out of what a server lists. Servers tell of sizes and prices in different ways, or not at all. */
export function readModels(kind: ConnectionKind, local: boolean, listed: readonly unknown[]): AvailableModel[] {
  const models = listed.flatMap((entry) => readModel(kind, local, entry)).slice(0, mostModels);
  if (kind !== 'openai') return models;
  const rank = ({ id, inputPrice }: AvailableModel) => (id === firstOpenAiModel ? 0 : inputPrice !== null ? 1 : 2);
  return models.sort((one, other) => rank(one) - rank(other) || one.id.localeCompare(other.id));
}

/** The model to begin with. */
export function firstModel(kind: ConnectionKind, models: readonly AvailableModel[]): string | null {
  if (kind === 'openai' && models.some(({ id }) => id === firstOpenAiModel)) return firstOpenAiModel;
  return models[0]?.id ?? null;
}

function readModel(kind: ConnectionKind, local: boolean, entry: unknown): AvailableModel[] {
  const model = (entry ?? {}) as Record<string, unknown>;
  const { id } = model;
  if (typeof id !== 'string' || id === '' || id.length > 300) return [];
  if (kind === 'openai') {
    if (!answersInChat(id)) return [];
    const known = knownOpenAiModel(id);
    return [
      {
        id,
        contextWindow: known?.contextWindow ?? null,
        inputPrice: known?.inputPrice ?? null,
        outputPrice: known?.outputPrice ?? null,
      },
    ];
  }
  if (/embed|rerank|whisper|tts/i.test(id)) return [];
  const meta = (model.meta ?? {}) as Record<string, unknown>;
  const sizes = [model.context_length, model.max_model_len, model.max_context_length, meta.n_ctx, meta.n_ctx_train];
  const size = sizes.find((value): value is number => Number.isSafeInteger(value) && Number(value) > 0) ?? null;
  const pricing = (model.pricing ?? {}) as Record<string, unknown>;
  return [
    {
      id,
      contextWindow: size,
      inputPrice: local ? 0 : perMillion(pricing.prompt),
      outputPrice: local ? 0 : perMillion(pricing.completion),
    },
  ];
}

/** From dollars for one token, as some servers give in texts. */
function perMillion(value: unknown): number | null {
  const price = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof price === 'number' && Number.isFinite(price) && price >= 0 ? price * 1_000_000 : null;
}
