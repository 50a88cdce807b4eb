import type { ChatMessage } from '../../../../contract/model/chat.ts';
import type { tables } from '../../database/index.ts';

/** A message as windows know it, from its row and the ids of those with the same parent. */
export function messageOf(row: typeof tables.messages.$inferSelect, siblings: readonly string[]): ChatMessage {
  const { inputTokens, cachedTokens, outputTokens } = row;
  return {
    id: row.id,
    parentId: row.parentId,
    role: row.role,
    text: row.text,
    status: row.status,
    attachments: row.attachments,
    createdAt: row.createdAt,
    model: row.model,
    local: row.local,
    usage:
      inputTokens === null || outputTokens === null
        ? null
        : { inputTokens, cachedTokens: cachedTokens ?? 0, outputTokens, cost: row.cost, estimated: row.estimated },
    firstTokenAfter: row.firstTokenAfter,
    duration: row.duration,
    problem: row.problem,
    tools: row.tools,
    manifest: row.manifest,
    editedFiles: row.editedFiles,
    siblings: [...siblings],
  };
}
