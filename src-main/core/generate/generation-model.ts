import type { ModelClient } from '../assistant/index.ts';
import type { GenerationModel } from './ports.ts';

/** The model of the user's own choice, asked to make projects. */
export function createGenerationModel(client: ModelClient): GenerationModel {
  return {
    current: () => client.current(null),
    async *ask(messages, { signal, ...options }) {
      for await (const part of client.ask({
        projectId: null,
        conversationId: null,
        ...options,
        messages,
        signal,
      })) {
        yield part;
      }
    },
    cost: (inputTokens, outputTokens) => client.cost(null, inputTokens, outputTokens),
  };
}
