import type { AvailableModel, FoundServer } from '../../../../contract/desktop/assistant/models.ts';
import type {
  ConnectionKind,
  ModelChoice,
  ModelConnection,
  ModelProblem,
} from '../../../../contract/model/assistant-model.ts';
import { t } from '../../../../localization/index.ts';
import type { CoreDatabase } from '../../database/index.ts';
import { desktopError } from '../../desktop-error.ts';
import type { EventHub } from '../../events/index.ts';
import type { Secrets } from '../../secrets/index.ts';
import { listModels, type ServerAccess } from './ask-server.ts';
import { readBaseUrl } from './base-url.ts';
import { createConnections } from './connections.ts';
import { findLocalServers } from './local-servers.ts';
import { modelProblem } from './model-problem.ts';
import { costOf, type KnownModel, knownOpenAiModel } from './prices.ts';
import { firstModel, readModels } from './read-models.ts';

/** A model that can be asked now. */
export interface ModelTarget {
  readonly access: ServerAccess;
  readonly connection: ModelConnection;
  readonly model: string;
  /** Dollars for some tokens; null when nobody knows the price. */
  cost(tokens: { inputTokens: number; cachedTokens: number; outputTokens: number }): number | null;
}

export interface ModelsService {
  state(projectId: string | null): { connections: ModelConnection[]; choice: ModelChoice | null; ofProject: boolean };
  findLocal(): Promise<{ servers: FoundServer[] }>;
  /** With the signal nothing is kept any more. */
  connect(
    input: { id: string | null; kind: ConnectionKind; name: string; baseUrl: string; key?: string | null },
    signal?: AbortSignal,
  ): Promise<{ connection: ModelConnection; models: AvailableModel[] }>;
  disconnect(id: string): void;
  list(id: string, signal?: AbortSignal): Promise<{ models: AvailableModel[] }>;
  choose(projectId: string | null, choice: ModelChoice | null): void;
  /** The model that answers in a project; null when none is connected. SECRETS_UNAVAILABLE while its key is locked away. */
  target(projectId: string | null): Promise<ModelTarget | null>;
  /** Tokens that the model which answers in a project reads at once; null where nobody knows. */
  contextWindow(projectId: string | null): number | null;
}

const names: Readonly<Record<ConnectionKind, string>> = {
  openai: 'OpenAI',
  ollama: 'Ollama',
  lmstudio: 'LM Studio',
  llamacpp: 'llama.cpp',
  compatible: '',
};

/** Connects to servers of models, and knows which of them answers in a project. */
export function createModelsService(dependencies: {
  database: CoreDatabase;
  secrets: Secrets;
  events: Pick<EventHub, 'emit'>;
  /** The setting `assistant.findLocalServers`. */
  mayLookForServers: () => Promise<boolean>;
  localPorts?: Parameters<typeof findLocalServers>[0];
  now: () => number;
}): ModelsService {
  const connections = createConnections(dependencies);
  const tell = () => dependencies.events.emit({ type: 'models.changed', connections: connections.list() });
  const failed = (problem: ModelProblem) => desktopError('MODEL_FAILED', { message: problem.message, data: problem });
  const ask = async (access: ServerAccess, kind: ConnectionKind, local: boolean, signal?: AbortSignal) => {
    try {
      return readModels(kind, local, await listModels(access, signal));
    } catch (problem) {
      throw problem instanceof Error ? problem : failed(problem as ModelProblem);
    }
  };
  const get = (id: string) => {
    const connection = connections.find(id);
    if (!connection)
      throw desktopError('NOT_FOUND', { message: t('That connection is not there any more. Choose another model.') });
    return connection;
  };
  const access = async (connection: ModelConnection): Promise<ServerAccess> => ({
    name: connection.name,
    baseUrl: connection.baseUrl,
    openAi: connection.kind === 'openai',
    key: connection.hasKey ? await connections.key(connection.id) : null,
  });
  const price = (
    { id, kind, local }: ModelConnection,
    model: string,
  ): Pick<KnownModel, 'inputPrice' | 'cachedPrice' | 'outputPrice'> | null => {
    if (local) return { inputPrice: 0, cachedPrice: 0, outputPrice: 0 };
    if (kind === 'openai') return knownOpenAiModel(model);
    const told = connections.price(id, model);
    return told && { inputPrice: told.inputPrice, cachedPrice: told.inputPrice, outputPrice: told.outputPrice };
  };
  /** Our own list is known without; on this machine nothing costs anything. */
  const keepFacts = ({ id, kind, local }: ModelConnection, models: readonly AvailableModel[]) => {
    // It may have been removed while its server was asked.
    if (kind === 'openai' || !connections.find(id)) return;
    connections.keepWindows(id, models);
    if (!local) connections.keepPrices(id, models);
  };
  const chosen = (projectId: string | null) => {
    const { choice } = connections.choice(projectId);
    const connection = choice && connections.find(choice.connectionId);
    return choice && connection ? { connection, model: choice.model } : null;
  };

  return {
    state: (projectId) => ({ connections: connections.list(), ...connections.choice(projectId) }),
    async findLocal() {
      if (!(await dependencies.mayLookForServers())) return { servers: [] };
      const connected = new Set(
        connections.list().map(({ baseUrl }) => baseUrl.replace('//localhost:', '//127.0.0.1:')),
      );
      const servers = await findLocalServers(dependencies.localPorts);
      return { servers: servers.filter(({ baseUrl }) => !connected.has(baseUrl)) };
    },
    async connect({ id, kind, name, baseUrl, key }, signal) {
      const address = readBaseUrl(baseUrl);
      if (!address.ok) throw failed(modelProblem('unreachable', address.problem));
      const before = id === null ? null : get(id);
      const trimmed = key?.trim() || (key === undefined ? undefined : null);
      // A key goes only where it was given for.
      const moved = before !== null && new URL(before.baseUrl).origin !== new URL(address.url).origin;
      const kept = before === null || moved ? null : await connections.key(before.id);
      const used = trimmed === undefined ? kept : trimmed;
      const label = name.trim() || names[kind] || new URL(address.url).host;
      if (kind === 'openai' && used === null) {
        throw failed(
          modelProblem('noKey', t('{{server}} asks for a key. Add one in the settings.', { server: label })),
        );
      }
      const models = await ask(
        { name: label, baseUrl: address.url, key: used, openAi: kind === 'openai' },
        kind,
        address.local,
        signal,
      );
      signal?.throwIfAborted();
      const connection = await connections.save({
        id,
        kind,
        name: label,
        baseUrl: address.url,
        key: moved && trimmed === undefined ? null : trimmed,
      });
      keepFacts(connection, models);
      const first = firstModel(kind, models);
      if (connections.choice(null).choice === null && first !== null) {
        connections.choose(null, { connectionId: connection.id, model: first });
      }
      tell();
      return { connection, models };
    },
    disconnect(id) {
      connections.remove(id);
      tell();
    },
    async list(id, signal) {
      const connection = get(id);
      const models = await ask(await access(connection), connection.kind, connection.local, signal);
      keepFacts(connection, models);
      return { models };
    },
    choose(projectId, choice) {
      if (choice !== null) get(choice.connectionId);
      connections.choose(projectId, choice);
      tell();
    },
    async target(projectId) {
      const found = chosen(projectId);
      if (!found) return null;
      const { connection, model } = found;
      return {
        access: await access(connection),
        connection,
        model,
        cost(tokens) {
          const known = price(connection, model);
          return known && costOf(known, tokens);
        },
      };
    },
    contextWindow(projectId) {
      const found = chosen(projectId);
      if (!found) return null;
      const { connection, model } = found;
      if (connection.kind === 'openai') return knownOpenAiModel(model)?.contextWindow ?? null;
      return connections.contextWindow(connection.id, model);
    },
  };
}
