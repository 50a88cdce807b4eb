import { randomUUID } from 'node:crypto';
import { and, asc, eq } from 'drizzle-orm';
import type { AvailableModel } from '../../../../contract/desktop/assistant/models.ts';
import type { ConnectionKind, ModelChoice, ModelConnection } from '../../../../contract/model/assistant-model.ts';
import { USER_FOLDER_ID } from '../../../../contract/model/project.ts';
import { type CoreDatabase, tables } from '../../database/index.ts';
import type { Secrets } from '../../secrets/index.ts';
import { readBaseUrl } from './base-url.ts';
import type { KnownModel } from './prices.ts';

/** Which servers are connected and which model answers where. Keys are secrets beside them. */
export interface Connections {
  list(): ModelConnection[];
  find(id: string): ModelConnection | null;
  key(id: string): Promise<string | null>;
  /** `key` undefined keeps the one that is there, null takes it away. */
  save(input: {
    id: string | null;
    kind: ConnectionKind;
    name: string;
    baseUrl: string;
    key: string | null | undefined;
  }): Promise<ModelConnection>;
  remove(id: string): void;
  /** What a model costs, as its server said the last time it was asked; null when it said nothing of it. */
  price(id: string, model: string): Pick<KnownModel, 'inputPrice' | 'outputPrice'> | null;
  /** Keeps what a server said, in place of what it said before. */
  keepPrices(id: string, models: readonly AvailableModel[]): void;
  /** Tokens that a model reads at once, as its server said; null when it said nothing of it. */
  contextWindow(id: string, model: string): number | null;
  /** Keeps what a server said, in place of what it said before. */
  keepWindows(id: string, models: readonly AvailableModel[]): void;
  /** The choice that counts in a project. */
  choice(projectId: string | null): { choice: ModelChoice | null; ofProject: boolean };
  choose(projectId: string | null, choice: ModelChoice | null): void;
}

const secretOf = (id: string) => `model-key:${id}`;

export function createConnections(dependencies: {
  database: CoreDatabase;
  secrets: Secrets;
  now: () => number;
}): Connections {
  const { secrets, now } = dependencies;
  const { durable } = dependencies.database;
  const { modelConnections, modelChoices, modelPrices, modelWindows } = tables;

  const describeRow = (row: typeof modelConnections.$inferSelect): ModelConnection => {
    const address = readBaseUrl(row.baseUrl);
    const { id, kind, name, baseUrl } = row;
    return { id, kind, name, baseUrl, hasKey: secrets.has(secretOf(id)), local: address.ok && address.local };
  };
  const choiceOf = (projectId: string): ModelChoice | null => {
    const row = durable.select().from(modelChoices).where(eq(modelChoices.projectId, projectId)).get();
    return row ? { connectionId: row.connectionId, model: row.model } : null;
  };

  return {
    list: () => durable.select().from(modelConnections).orderBy(asc(modelConnections.savedAt)).all().map(describeRow),
    find(id) {
      const row = durable.select().from(modelConnections).where(eq(modelConnections.id, id)).get();
      return row ? describeRow(row) : null;
    },
    key: (id) => secrets.get(secretOf(id)),
    async save({ key, ...input }) {
      const id = input.id ?? randomUUID();
      // First, since it is what can fail.
      if (key) await secrets.store(secretOf(id), key);
      else if (key === null) secrets.delete(secretOf(id));
      const { kind, name, baseUrl } = input;
      durable
        .insert(modelConnections)
        .values({ id, kind, name, baseUrl, savedAt: now() })
        .onConflictDoUpdate({ target: modelConnections.id, set: { kind, name, baseUrl } })
        .run();
      return describeRow({ id, kind, name, baseUrl, savedAt: now() });
    },
    remove(id) {
      durable.delete(modelConnections).where(eq(modelConnections.id, id)).run();
      secrets.delete(secretOf(id));
    },
    price(id, model) {
      const named = and(eq(modelPrices.connectionId, id), eq(modelPrices.model, model));
      return durable.select().from(modelPrices).where(named).get() ?? null;
    },
    keepPrices(id, models) {
      const rows = models.flatMap(({ id: model, inputPrice, outputPrice }) =>
        inputPrice === null || outputPrice === null ? [] : [{ connectionId: id, model, inputPrice, outputPrice }],
      );
      durable.transaction((transaction) => {
        transaction.delete(modelPrices).where(eq(modelPrices.connectionId, id)).run();
        for (const row of rows) transaction.insert(modelPrices).values(row).onConflictDoNothing().run();
      });
    },
    contextWindow(id, model) {
      const named = and(eq(modelWindows.connectionId, id), eq(modelWindows.model, model));
      return durable.select().from(modelWindows).where(named).get()?.contextWindow ?? null;
    },
    keepWindows(id, models) {
      const rows = models.flatMap(({ id: model, contextWindow }) =>
        contextWindow === null ? [] : [{ connectionId: id, model, contextWindow }],
      );
      durable.transaction((transaction) => {
        transaction.delete(modelWindows).where(eq(modelWindows.connectionId, id)).run();
        for (const row of rows) transaction.insert(modelWindows).values(row).onConflictDoNothing().run();
      });
    },
    choice(projectId) {
      const own = projectId === null || projectId === USER_FOLDER_ID ? null : choiceOf(projectId);
      return { choice: own ?? choiceOf(USER_FOLDER_ID), ofProject: own !== null };
    },
    choose(projectId, choice) {
      const id = projectId ?? USER_FOLDER_ID;
      if (choice === null) {
        durable.delete(modelChoices).where(eq(modelChoices.projectId, id)).run();
        return;
      }
      const row = { ...choice, savedAt: now() };
      durable
        .insert(modelChoices)
        .values({ projectId: id, ...row })
        .onConflictDoUpdate({ target: modelChoices.projectId, set: row })
        .run();
    },
  };
}
