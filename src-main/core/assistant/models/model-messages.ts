import type { ModelProblem, TokenUsage } from '../../../../contract/model/assistant-model.ts';

/** A tool as it is described to a model. */
export interface ToolDefinition {
  readonly name: string;
  readonly description: string;
  /** A JSON schema of its arguments. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** A tool that a model wants to use; `arguments` is JSON as the model wrote it. */
export interface RequestedCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: string;
}

export type ModelMessage =
  | { readonly role: 'system' | 'user'; readonly content: string }
  | { readonly role: 'assistant'; readonly content: string; readonly calls?: readonly RequestedCall[] }
  | { readonly role: 'tool'; readonly content: string; readonly callId: string };

/** What became of an answer. */
export interface AnswerEnd {
  readonly type: 'done';
  /** Null where nothing was sent. */
  readonly usage: TokenUsage | null;
  readonly problem: ModelProblem | null;
  /** It ended because it may not be longer. */
  readonly cut: boolean;
  readonly calls: readonly RequestedCall[];
  /** The server takes no tools; it was asked without. */
  readonly withoutTools: boolean;
  /** It is what belongs into the gap that was asked about, and no answer to the messages. */
  readonly filled: boolean;
}

/** A model's answer as it comes. The last part is `done`, whatever became of it. */
export type AnswerPart = { readonly type: 'text'; readonly text: string } | AnswerEnd;
