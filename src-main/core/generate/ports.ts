import type { ModelProblem, TokenUsage } from '../../../contract/model/assistant-model.ts';

export interface ModelMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** A model's answer as it comes. The last part is `done`, whatever became of it. */
export type ModelPart =
  | { readonly type: 'text'; readonly text: string }
  | {
      readonly type: 'done';
      readonly usage: TokenUsage | null;
      readonly problem: ModelProblem | null;
      /** It ended because it may not be longer. */
      readonly cut: boolean;
    };

/** The model that answers where a project has none of its own. */
export interface GenerationModel {
  /** What would be asked; null when nothing is connected. */
  current(): Promise<{ readonly model: string; readonly local: boolean } | null>;
  /**
   * `counted` is true for the request that a person's click begins, and so for the limits. An answer of more than `maxOutputTokens` is cut. Ends with
   * the signal.
   */
  ask(
    messages: readonly ModelMessage[],
    options: {
      readonly purpose: 'generation' | 'repair';
      readonly counted: boolean;
      readonly maxOutputTokens?: number;
      readonly signal: AbortSignal;
    },
  ): AsyncGenerator<ModelPart, void, void>;
  /** US dollars for so many tokens; null when nobody knows. */
  cost(inputTokens: number, outputTokens: number): Promise<number | null>;
}

/** What is blacked out of texts before they leave the machine, and how large they are. */
export interface GenerationGate {
  redact(text: string): Promise<{ readonly text: string; readonly redacted: number }>;
  countTokens(text: string): Promise<number>;
}
