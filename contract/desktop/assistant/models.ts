import { z } from 'zod';
import { ConnectionId, ConnectionKind, ModelChoice, ModelConnection } from '../../model/assistant-model.ts';
import { ProjectId } from '../../model/project.ts';
import { procedure } from '../errors.ts';

/** What may be asked of a server once it is connected. Dollars are for a million tokens; null when nobody knows. */
export const AvailableModel = z.object({
  id: z.string(),
  /** Tokens; null when nobody knows. */
  contextWindow: z.number().int().nullable(),
  inputPrice: z.number().nullable(),
  outputPrice: z.number().nullable(),
});
export type AvailableModel = z.infer<typeof AvailableModel>;

/** A server that answers on this machine and is not connected yet. */
export const FoundServer = z.object({
  kind: z.enum(['ollama', 'lmstudio', 'llamacpp']),
  baseUrl: z.string(),
  models: z.array(z.string()),
});
export type FoundServer = z.infer<typeof FoundServer>;

export const models = {
  /** What is connected, and which model answers in the project: its own choice, else the user's. */
  state: procedure.input(z.object({ projectId: ProjectId.nullable() })).output(
    z.object({
      connections: z.array(ModelConnection),
      choice: ModelChoice.nullable(),
      /** The choice is the project's own. */
      ofProject: z.boolean(),
    }),
  ),
  /** Looks for Ollama, LM Studio and llama.cpp at their own ports on loopback; 2 s at most. */
  findLocal: procedure.input(z.object({})).output(z.object({ servers: z.array(FoundServer) })),
  /**
   * Connects a server, or changes a connection, after one call that its address and key work. `key` left out keeps the one that is there; null takes it away.
   * Fails with MODEL_FAILED, and nothing is kept then; SECRETS_UNAVAILABLE when a key cannot be kept.
   */
  connect: procedure
    .input(
      z.object({
        id: ConnectionId.nullable(),
        kind: ConnectionKind,
        name: z.string().max(100),
        baseUrl: z.string().max(2000),
        key: z.string().max(2000).nullable().optional(),
      }),
    )
    .output(z.object({ connection: ModelConnection, models: z.array(AvailableModel) })),
  /** Forgets a connection and its key. */
  disconnect: procedure.input(z.object({ id: ConnectionId })).output(z.object({})),
  /** The models of a connection, as its server lists them. Fails with MODEL_FAILED. */
  list: procedure.input(z.object({ id: ConnectionId })).output(z.object({ models: z.array(AvailableModel) })),
  /** Chooses for a project, or without one for all that have no choice of their own; null takes a choice back. */
  choose: procedure
    .input(z.object({ projectId: ProjectId.nullable(), choice: ModelChoice.nullable() }))
    .output(z.object({})),
};
