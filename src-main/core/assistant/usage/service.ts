import type { UsageReport } from '../../../../contract/desktop/assistant/usage.ts';
import type { ModelProblem, TokenUsage } from '../../../../contract/model/assistant-model.ts';
import type { Settings } from '../../../../contract/model/settings.ts';
import type { CoreDatabase } from '../../database/index.ts';
import type { EventHub } from '../../events/index.ts';
import { exportRequests } from './export-requests.ts';
import { addDays, findLimit, type Limits, nameOfDay, startOfDay } from './limits.ts';
import { createRequestRecords, type NewRequest, type RequestRow, sumUp } from './requests.ts';

const minute = 60_000;
const mostConversations = 100;

export interface UsageService {
  /** Takes up a request unless a limit forbids it: then nothing is to be sent. */
  begin(request: NewRequest): Promise<{ id: number } | { problem: ModelProblem }>;
  settle(id: number, usage: TokenUsage | null): void;
  ofConversation(conversationId: string): TokenUsage;
  report(projectId: string | null, days: number): Promise<UsageReport>;
  export(days: number, format: 'csv' | 'json'): string;
}

/** Counts what models take, and holds it to the limits. */
export function createUsageService(dependencies: {
  database: CoreDatabase;
  events: Pick<EventHub, 'emit'>;
  settings: () => Promise<Settings>;
  projectName: (projectId: string) => string;
  conversationTitle: (conversationId: string) => string | null;
  now: () => number;
}): UsageService {
  const { events, projectName, conversationTitle, now } = dependencies;
  const records = createRequestRecords(dependencies);

  const limits = async (): Promise<Limits> => {
    const settings = await dependencies.settings();
    return {
      messagesPerMinute: settings['assistant.messagesPerMinute'],
      messagesPerDay: settings['assistant.messagesPerDay'],
      dailyCap: settings['assistant.dailyCap'] === 0 ? null : settings['assistant.dailyCap'],
    };
  };
  const used = () => {
    const time = now();
    const today = startOfDay(time);
    return {
      messagesLastMinute: records.counted(time - minute + 1),
      messagesToday: records.counted(today),
      spentToday: records.spent(today),
      untilNext: (records.firstCounted(time - minute + 1) ?? time) + minute - time,
      untilTomorrow: addDays(today, 1) - time,
    };
  };
  const tell = () => {
    events.emit({ type: 'usage.changed', today: sumUp(records.since(startOfDay(now()), null)) });
  };
  const titles = () => {
    const known = new Map<string, string>();
    return (id: string | null) => {
      if (id === null) return '';
      if (!known.has(id)) known.set(id, conversationTitle(id) ?? '');
      return known.get(id) ?? '';
    };
  };
  const names = () => {
    const known = new Map<string, string>();
    return (id: string | null) => {
      if (id === null) return '';
      if (!known.has(id)) known.set(id, projectName(id));
      return known.get(id) ?? '';
    };
  };

  return {
    async begin(request) {
      const allowed = await limits();
      // From here to the row in one go, so that two at once cannot both be the last that is allowed.
      const problem = findLimit(allowed, used(), { counted: request.counted, cost: request.usage.cost });
      return problem ? { problem } : { id: records.begin(request) };
    },
    settle(id, usage) {
      if (usage === null) records.drop(id);
      else records.settle(id, usage);
      tell();
    },
    ofConversation: records.ofConversation,
    async report(projectId, days) {
      const today = startOfDay(now());
      const rows = records.since(addDays(today, 1 - days), projectId);
      const byDay = groupBy(rows, (row) => nameOfDay(row.startedAt));
      const { messagesLastMinute, messagesToday } = used();
      const titleOf = titles();
      const nameOf = names();
      return {
        total: sumUp(rows),
        today: sumUp(byDay.get(nameOfDay(today)) ?? []),
        // Each day, used or not, so that a chart has no gaps.
        days: Array.from({ length: days }, (_, index) => {
          const day = nameOfDay(addDays(today, index + 1 - days));
          return { day, ...sumUp(byDay.get(day) ?? []) };
        }),
        models: [...groupBy(rows, (row) => `${row.local} ${row.model}`).values()]
          .map((own) => ({ model: own[0]?.model ?? '', local: own[0]?.local ?? false, ...sumUp(own) }))
          .sort(byTokens),
        conversations: [
          ...groupBy(rows, (row) => `${row.conversationId ?? ''} ${row.conversationId ? '' : row.projectId}`).values(),
        ]
          .map((own) => ({
            conversationId: own[0]?.conversationId ?? null,
            title: titleOf(own[0]?.conversationId ?? null),
            projectName: nameOf(own[0]?.projectId ?? null),
            ...sumUp(own),
          }))
          .sort(byTokens)
          .slice(0, mostConversations),
        limits: { ...(await limits()), messagesLastMinute, messagesToday },
      };
    },
    export(days, format) {
      const titleOf = titles();
      const nameOf = names();
      const rows = records.since(addDays(startOfDay(now()), 1 - days), null).reverse();
      return exportRequests(
        rows.map((row) => ({
          ...row,
          projectName: nameOf(row.projectId),
          conversationTitle: titleOf(row.conversationId),
        })),
        format,
      );
    },
  };
}

function byTokens(one: TokenUsage, other: TokenUsage): number {
  return other.inputTokens + other.outputTokens - one.inputTokens - one.outputTokens;
}

function groupBy(rows: readonly RequestRow[], key: (row: RequestRow) => string): Map<string, RequestRow[]> {
  const groups = new Map<string, RequestRow[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group) group.push(row);
    else groups.set(key(row), [row]);
  }
  return groups;
}
