import { and, asc, desc, eq, gte, isNotNull, sql } from 'drizzle-orm';
import type { TokenUsage } from '../../../../contract/model/assistant-model.ts';
import { type CoreDatabase, type RequestPurpose, tables } from '../../database/index.ts';

/** A request as it is about to be sent; what it takes is an estimate until it is settled. */
export interface NewRequest {
  readonly projectId: string | null;
  readonly conversationId: string | null;
  readonly purpose: RequestPurpose;
  readonly counted: boolean;
  readonly model: string;
  readonly local: boolean;
  readonly usage: TokenUsage;
}

export type RequestRow = typeof tables.modelRequests.$inferSelect;
export type TokenSums = TokenUsage & { readonly messages: number };

/** Every request to a model, a row each. */
export interface RequestRecords {
  begin(request: NewRequest): number;
  settle(id: number, usage: TokenUsage): void;
  /** Of a request that was not sent after all. */
  drop(id: number): void;
  counted(since: number): number;
  /** When the oldest counted one since then began; null when there is none. */
  firstCounted(since: number): number | null;
  /** Dollars since then, as far as prices are known. */
  spent(since: number): number;
  ofConversation(conversationId: string): TokenUsage;
  since(time: number, projectId: string | null): RequestRow[];
}

export function createRequestRecords(dependencies: { database: CoreDatabase; now: () => number }): RequestRecords {
  const { durable, cached } = dependencies.database;
  const { modelRequests } = tables;
  const recent = (since: number) => and(eq(modelRequests.counted, true), gte(modelRequests.startedAt, since));

  return {
    begin: ({ usage, ...request }) =>
      durable
        .insert(modelRequests)
        .values({ ...request, ...usage, startedAt: dependencies.now() })
        .returning({ id: modelRequests.id })
        .get().id,
    settle: (id, usage) => void durable.update(modelRequests).set(usage).where(eq(modelRequests.id, id)).run(),
    drop: (id) => void durable.delete(modelRequests).where(eq(modelRequests.id, id)).run(),
    counted: (since) =>
      cached.select({ count: sql<number>`count(*)` }).from(modelRequests).where(recent(since)).get()?.count ?? 0,
    firstCounted: (since) =>
      cached
        .select({ time: modelRequests.startedAt })
        .from(modelRequests)
        .where(recent(since))
        .orderBy(asc(modelRequests.startedAt))
        .limit(1)
        .get()?.time ?? null,
    spent: (since) =>
      cached
        .select({ sum: sql<number>`coalesce(sum(${modelRequests.cost}), 0)` })
        .from(modelRequests)
        .where(and(gte(modelRequests.startedAt, since), isNotNull(modelRequests.cost)))
        .get()?.sum ?? 0,
    ofConversation: (conversationId) =>
      sumUp(cached.select().from(modelRequests).where(eq(modelRequests.conversationId, conversationId)).all()),
    since: (time, projectId) =>
      cached
        .select()
        .from(modelRequests)
        .where(
          and(
            gte(modelRequests.startedAt, time),
            projectId === null ? undefined : eq(modelRequests.projectId, projectId),
          ),
        )
        .orderBy(desc(modelRequests.startedAt), desc(modelRequests.id))
        .all(),
  };
}

/** Adds requests up. The cost leaves out those of unknown price, and is null when there are no others. */
export function sumUp(
  rows: readonly Pick<RequestRow, 'inputTokens' | 'cachedTokens' | 'outputTokens' | 'cost' | 'estimated' | 'counted'>[],
): TokenSums {
  const costs = rows.flatMap(({ cost }) => (cost === null ? [] : [cost]));
  const sum = (pick: (row: (typeof rows)[number]) => number) => rows.reduce((total, row) => total + pick(row), 0);
  return {
    inputTokens: sum((row) => row.inputTokens),
    cachedTokens: sum((row) => row.cachedTokens),
    outputTokens: sum((row) => row.outputTokens),
    cost: costs.length === 0 && rows.length > 0 ? null : costs.reduce((total, cost) => total + cost, 0),
    estimated: rows.some((row) => row.estimated),
    messages: rows.filter((row) => row.counted).length,
  };
}
