import { z } from 'zod';
import { TokenUsage } from '../../model/assistant-model.ts';
import { ConversationId } from '../../model/chat.ts';
import { ProjectId } from '../../model/project.ts';
import { procedure } from '../errors.ts';

/** What some requests used together. `cost` leaves out those of unknown price, and is null when there are no others. */
export const UsageSum = TokenUsage.extend({ messages: z.number().int() });
export type UsageSum = z.infer<typeof UsageSum>;

/** What was used. Days are `2026-11-29` in this machine's time. */
export const UsageReport = z.object({
  total: UsageSum,
  today: UsageSum,
  days: z.array(UsageSum.extend({ day: z.string() })),
  models: z.array(UsageSum.extend({ model: z.string(), local: z.boolean() })),
  conversations: z.array(
    UsageSum.extend({ conversationId: ConversationId.nullable(), title: z.string(), projectName: z.string() }),
  ),
  limits: z.object({
    messagesPerMinute: z.number().int(),
    messagesLastMinute: z.number().int(),
    messagesPerDay: z.number().int(),
    messagesToday: z.number().int(),
    /** US dollars a day; null is no cap. */
    dailyCap: z.number().nullable(),
  }),
});
export type UsageReport = z.infer<typeof UsageReport>;

export const usage = {
  /** The last `days` days, of one project or of all. */
  report: procedure
    .input(z.object({ projectId: ProjectId.nullable(), days: z.number().int().min(1).max(366) }))
    .output(UsageReport),
  /** Every request of these days as text. */
  export: procedure
    .input(z.object({ days: z.number().int().min(1).max(3660), format: z.enum(['csv', 'json']) }))
    .output(z.object({ text: z.string() })),
};
