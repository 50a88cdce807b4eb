import { z } from 'zod';

export const ConnectionId = z.string().min(1).max(100);

/** Where models are: OpenAI itself, a server of the same protocol on this machine, or one elsewhere. */
export const ConnectionKind = z.enum(['openai', 'ollama', 'lmstudio', 'llamacpp', 'compatible']);
export type ConnectionKind = z.infer<typeof ConnectionKind>;

/** A server that models are asked at. Its key stays in Core. */
export const ModelConnection = z.object({
  id: ConnectionId,
  kind: ConnectionKind,
  name: z.string(),
  /** With the version: `https://api.openai.com/v1`. */
  baseUrl: z.string(),
  hasKey: z.boolean(),
  /** On this machine: nothing that is asked there leaves it. */
  local: z.boolean(),
});
export type ModelConnection = z.infer<typeof ModelConnection>;

/** One model of one connection. */
export const ModelChoice = z.object({ connectionId: ConnectionId, model: z.string().min(1).max(300) });
export type ModelChoice = z.infer<typeof ModelChoice>;

/** Why a model did not answer, for a window that can help. */
export const ModelProblemReason = z.enum([
  'noModel',
  'noKey',
  'wrongKey',
  'noQuota',
  'rateLimited',
  'modelNotFound',
  'contextTooLong',
  'unreachable',
  'interrupted',
  'refused',
  'serverError',
  'badAnswer',
  /** Our own limits. */
  'minuteLimit',
  'dayLimit',
  'moneyCap',
]);
export type ModelProblemReason = z.infer<typeof ModelProblemReason>;

export const ModelProblem = z.object({
  reason: ModelProblemReason,
  /** What happened, then what to do. */
  message: z.string(),
  /** Seconds until it is worth trying again; null when nobody said. */
  retryAfter: z.number().nullable(),
  /** What the server itself said, without keys. Empty where it said nothing. */
  detail: z.string(),
});
export type ModelProblem = z.infer<typeof ModelProblem>;

/** Tokens and money of one request or of many. */
export const TokenUsage = z.object({
  inputTokens: z.number().int().min(0),
  /** Of the input: what the server had cached. */
  cachedTokens: z.number().int().min(0),
  outputTokens: z.number().int().min(0),
  /** US dollars; null when nobody knows the model's price. 0 on this machine. */
  cost: z.number().min(0).nullable(),
  /** Counted here, because the server sent no figures. */
  estimated: z.boolean(),
});
export type TokenUsage = z.infer<typeof TokenUsage>;
